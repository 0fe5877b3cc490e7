package dev.groundwork.domain.audit;

import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit trail: who changed what, when, from where.
 *
 * @param id opaque; later entries do not always have greater ids
 * @param action {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code TRUNCATE}, or a named event such as {@code auth.login}
 * @param resourceType the table's name, such as {@code tasks}
 * @param resourceId the resource's public id; for a grant or a membership both ids, joined by a colon; null for a whole table
 * @param changes what was and what is, by API name, without the fields that neither had nor have a value
 * @param reason why, where somebody said so: the system always, a person where they undo something
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
        @Nullable String reason,
        @Nullable Source source) {
    public static final String INSERT = "INSERT";
    public static final String UPDATE = "UPDATE";
    public static final String DELETE = "DELETE";

    /** The fields whose value is somebody. */
    private static final Set<String> PEOPLE = Set.of("owner", "assignee", "creator", "user", "assignedBy");

    public Activity {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        Objects.requireNonNull(actor);
        Objects.requireNonNull(action);
        Objects.requireNonNull(resourceType);
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /**
     * One field before and after; null where the field had, or has, no value. JSON values as in
     * {@link dev.groundwork.domain.JsonObject}, ids in their public form, times in UTC with milliseconds; somebody is an id, and
     * a {@link Person} after {@link #withPeople}.
     */
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
        return new Activity(id, at, actor, action, resourceType, resourceId, changes, reason, null);
    }

    /** Whether {@code reader} did this. */
    public boolean isBy(UserId reader) {
        return actor instanceof ByPerson by && by.person().id().equals(reader);
    }

    /** Whether this is an entry about that very resource. */
    public boolean isAbout(String type, String resource) {
        return resourceType.equals(type) && resource.equals(resourceId);
    }

    /** Whoever stands in a field, before or after. */
    public Set<UserId> people() {
        Set<UserId> people = new LinkedHashSet<>();
        changes.forEach((field, change) -> {
            somebody(field, change.old()).ifPresent(people::add);
            somebody(field, change.now()).ifPresent(people::add);
        });
        return people;
    }

    /** The same entry with people in the place of their ids; whoever is not {@code known} stays an id. */
    public Activity withPeople(Map<UserId, Person> known) {
        Map<String, FieldChange> shown = new LinkedHashMap<>();
        changes.forEach((field, change) -> shown.put(
                field, new FieldChange(shown(field, change.old(), known), shown(field, change.now(), known))));
        return new Activity(id, at, actor, action, resourceType, resourceId, shown, reason, source);
    }

    /** What the fields were that this changed, by API name. */
    public Map<String, @Nullable Object> before() {
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        changes.forEach((field, change) -> before.put(field, change.old()));
        return before;
    }

    private static @Nullable Object shown(String field, @Nullable Object value, Map<UserId, Person> known) {
        Optional<Person> person = somebody(field, value).map(known::get);
        return person.isPresent() ? person.get() : value;
    }

    private static Optional<UserId> somebody(String field, @Nullable Object value) {
        if (!PEOPLE.contains(field) || !(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UserId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            // An event's detail may go by the same name.
            return Optional.empty();
        }
    }
}
