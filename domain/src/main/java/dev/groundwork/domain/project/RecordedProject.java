package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.PastState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project as the audit trail tells it, field by field.
 *
 * @param fields by API name, as {@link dev.groundwork.domain.audit.Activity.FieldChange} holds them; a field without a value may
 *     be missing
 */
public record RecordedProject(Map<String, @Nullable Object> fields) {
    public RecordedProject {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The project as it once was. */
    public static RecordedProject of(PastState state) {
        return new RecordedProject(state.fields());
    }

    /** The project as it is now, told the same way. */
    public static RecordedProject of(Project project) {
        Person owner = project.owner();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", project.name());
        fields.put("description", project.description());
        fields.put("owner", owner == null ? null : owner.id().toString());
        fields.put("status", project.status().name().toLowerCase(Locale.ROOT));
        fields.put("visibility", project.visibility().name().toLowerCase(Locale.ROOT));
        fields.put("settings", project.settings().members());
        return new RecordedProject(fields);
    }

    /** Null where nobody is told of. */
    public @Nullable UserId owner() {
        return fields.get("owner") instanceof String id ? new UserId(UUID.fromString(id)) : null;
    }

    /** The project that these fields make. */
    public Project toProject(ProjectId id, Map<UserId, Person> people, Revision revision) {
        // The trail's words are those of a request.
        NewProject content = NewProject.parse(Input.of(fields));
        UserId owner = owner();
        return new Project(
                id,
                content.name(),
                content.description(),
                owner == null ? null : people.get(owner),
                Input.oneOf(ProjectStatus.class).read(String.valueOf(fields.get("status"))),
                content.visibility(),
                content.settings(),
                revision);
    }
}
