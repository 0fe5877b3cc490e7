package dev.groundwork.domain.audit;

import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit trail: who changed what, when, from where.
 *
 * @param id opaque; later entries do not always have greater ids
 * @param action {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code TRUNCATE}, or a named event such as {@code auth.login}
 * @param resourceType the table's name, such as {@code tasks}
 * @param resourceId the resource's public id; for a grant or a membership both ids, joined by a colon; null for a whole table
 * @param changes what was and what is, by API name, without the fields that neither had nor have a value; JSON values as in
 *     {@link dev.groundwork.domain.JsonObject}, ids in their public form, times in UTC with milliseconds
 * @param source null where the reader may not see where it came from
 */
public record Activity(
        String id,
        Instant at,
        By actor,
        String action,
        String resourceType,
        @Nullable String resourceId,
        Map<String, FieldChange> changes,
        @Nullable Source source) {
    public Activity {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        Objects.requireNonNull(actor);
        Objects.requireNonNull(action);
        Objects.requireNonNull(resourceType);
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** One field before and after; null where the field had, or has, no value. */
    public record FieldChange(
            @Nullable Object old, @Nullable Object now) {}

    /**
     * Where a change came from.
     *
     * @param session the handle of the session or token; null where there was none
     */
    public record Source(@Nullable String session, Origin origin) {}

    /** Who did it. */
    public sealed interface By {}

    /** A person. */
    public record ByPerson(Person person) implements By {}

    /** The system, for a named reason. */
    public record BySystem(String reason) implements By {}

    /** A request without a credential. */
    public record ByNobody() implements By {}

    /** The same entry for a reader who may know what happened but not from where. */
    public Activity withoutSource() {
        return new Activity(id, at, actor, action, resourceType, resourceId, changes, null);
    }

    /** Whether {@code reader} did this. */
    public boolean isBy(dev.groundwork.domain.account.UserId reader) {
        return actor instanceof ByPerson by && by.person().id().equals(reader);
    }
}
