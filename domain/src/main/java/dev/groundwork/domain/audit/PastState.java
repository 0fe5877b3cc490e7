package dev.groundwork.domain.audit;

import dev.groundwork.domain.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the audit trail knows of a resource at one moment.
 *
 * @param deleted whether it had been deleted by then; the fields are those it had
 * @param fields by API name, as {@link Activity.FieldChange} holds them; what the trail never told of is missing
 * @param createdAt when the first entry made it; null where the trail does not reach back that far any more
 * @param updatedAt when it had last changed; null as {@code createdAt}
 * @param version how many entries had made or changed it
 */
public record PastState(
        boolean deleted,
        Map<String, @Nullable Object> fields,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        long version) {
    public PastState {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** As the constructor. Of a record's own, class files do not tell other modules that the map's values may be null. */
    public static PastState of(
            boolean deleted,
            Map<String, @Nullable Object> fields,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt,
            long version) {
        return new PastState(deleted, fields, createdAt, updatedAt, version);
    }

    /**
     * The same with what the trail does not tell filled in from the resource as it is now: where retention dropped the entry that
     * made it, a field that nothing changed since is what it was.
     */
    public PastState filledFrom(Map<String, @Nullable Object> present) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>(present);
        filled.putAll(fields);
        return new PastState(deleted, filled, createdAt, updatedAt, version);
    }

    /**
     * Which state it was.
     *
     * @param present the resource's revision as it is now, which knows since when it has been there; null where it is gone
     */
    public Revision revision(@Nullable Revision present) {
        Instant made = present == null ? createdAt : present.createdAt();
        Instant changed = updatedAt == null ? made : updatedAt;
        return new Revision(
                Objects.requireNonNull(made == null ? changed : made), Objects.requireNonNull(changed), version);
    }
}
