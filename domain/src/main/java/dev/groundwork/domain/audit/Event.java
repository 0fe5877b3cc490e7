package dev.groundwork.domain.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened without changing a row.
 *
 * @param action such as {@code auth.login_failed}
 * @param resourceType the table's name, such as {@code users}
 * @param resourceId the resource's public id; null where nobody knows
 * @param details by API name; never a secret
 */
public record Event(
        String action, String resourceType, @Nullable String resourceId, Map<String, @Nullable Object> details) {
    public Event {
        Objects.requireNonNull(action);
        Objects.requireNonNull(resourceType);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** An event about an account. */
    public static Event aboutUser(String action, @Nullable Object user, Map<String, @Nullable Object> details) {
        return new Event(action, "users", user == null ? null : user.toString(), details);
    }
}
