package dev.groundwork.domain.project;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partial change of a project.
 *
 * @param status never {@link ProjectStatus#DELETED}: deleting is a command of its own
 * @param settings a patch of the settings there are, as {@link JsonObject#mergedWith} says; null where they stay
 */
public record ProjectChange(
        Change<String> name,
        Change<@Nullable String> description,
        Change<ProjectStatus> status,
        Change<Visibility> visibility,
        @Nullable JsonObject settings) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "description", "status", "visibility", "settings");

    public ProjectChange {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(status);
        Objects.requireNonNull(visibility);
    }

    /** A change of the status alone. */
    public static ProjectChange to(ProjectStatus status) {
        return new ProjectChange(Change.none(), Change.none(), Change.to(status), Change.none(), null);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static ProjectChange parse(Input input) {
        var name = input.change("name", Input.text(Project::parseName));
        var description = input.nullableChange("description", Input.text(Project::parseDescription));
        var status = input.change("status", ProjectStatus.notDeleted());
        var visibility = input.change("visibility", Input.oneOf(Visibility.class));
        var settings = input.change("settings", Input.object());
        input.refuseIfInvalid();
        return new ProjectChange(
                name.get(),
                description.get(),
                status.get(),
                visibility.get(),
                settings.get() instanceof Change.To<JsonObject> patch ? patch.value() : null);
    }

    /**
     * The project after this change.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} at {@code /settings} where there would
     *     be more than a project should carry along
     */
    public Project applyTo(Project project) {
        return new Project(
                project.id(),
                name.orElse(project.name()),
                description.orElse(project.description()),
                project.owner(),
                status.orElse(project.status()),
                visibility.orElse(project.visibility()),
                settings == null
                        ? project.settings()
                        : Project.requireSettings(
                                "/settings", project.settings().mergedWith(settings)),
                project.revision());
    }
}
