package dev.groundwork.domain.project;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sets a project's fields back to what they were before one change, and leaves every other field.
 *
 * @param before by API name, what the fields were
 */
public record ProjectReversal(Map<String, @Nullable Object> before) {
    public ProjectReversal {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    }

    /**
     * Undoes an {@code UPDATE} of a project, its deletion and archiving included.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Conflict} where it gave the project to somebody else
     */
    public static ProjectReversal of(Activity update) {
        if (update.changes().containsKey("owner")) {
            throw Refused.taken("/owner", "A transfer can't be reverted; transfer the project once more.");
        }
        return new ProjectReversal(update.before());
    }

    /** The fields that are set back. */
    public Set<String> fields() {
        return before.keySet();
    }

    /** The project with its fields set back. */
    public Project applyTo(Project project) {
        Map<String, @Nullable Object> fields =
                new LinkedHashMap<>(RecordedProject.of(project).fields());
        fields.putAll(before);
        Person owner = project.owner();
        Map<UserId, Person> people = owner == null ? Map.of() : Map.of(owner.id(), owner);
        return new RecordedProject(fields).toProject(project.id(), people, project.revision());
    }
}
