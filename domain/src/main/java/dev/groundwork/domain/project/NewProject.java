package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a project is made from. */
public record NewProject(String name, @Nullable String description, Visibility visibility, JsonObject settings) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("name", "description", "visibility", "settings");

    public NewProject {
        Objects.requireNonNull(name);
        Objects.requireNonNull(visibility);
        Objects.requireNonNull(settings);
    }

    /** A private project of that name. */
    public static NewProject named(String name) {
        return new NewProject(Project.parseName(name), null, Visibility.PRIVATE, JsonObject.EMPTY);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static NewProject parse(Input input) {
        var name = input.required("name", Input.text(Project::parseName));
        var description = input.optional("description", Input.text(Project::parseDescription));
        var visibility = input.optional("visibility", Input.oneOf(Visibility.class), Visibility.PRIVATE);
        Input.Reader<JsonObject> bounded =
                raw -> Project.requireSettings(Input.object().read(raw));
        var settings = input.optional("settings", bounded, JsonObject.EMPTY);
        input.refuseIfInvalid();
        return new NewProject(name.get(), description.get(), visibility.get(), settings.get());
    }
}
