package dev.groundwork.domain.project;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Text;
import dev.groundwork.domain.account.Person;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param name 1 to 255 characters
 * @param owner null where the owner's account is gone and nobody took over yet
 * @param settings whatever the team's own clients keep here
 */
public record Project(
        ProjectId id,
        String name,
        @Nullable String description,
        @Nullable Person owner,
        ProjectStatus status,
        Visibility visibility,
        JsonObject settings,
        Revision revision) {
    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_SETTINGS = 16_384;

    public Project {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(status);
        Objects.requireNonNull(visibility);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(revision);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no name for a project */
    public static String parseName(String text) {
        return Text.line(text, MAX_NAME);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is too long or holds control characters */
    public static String parseDescription(String text) {
        return Text.paragraphs(text, MAX_DESCRIPTION);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where there is more than a project should carry along */
    public static JsonObject requireSettings(JsonObject settings) {
        return requireSettings("", settings);
    }

    static JsonObject requireSettings(String pointer, JsonObject settings) {
        if (settings.textLength() > MAX_SETTINGS) {
            throw Refused.invalidAt(pointer, "must have at most " + MAX_SETTINGS + " characters as JSON");
        }
        return settings;
    }

    /** The same with another status. */
    public Project withStatus(ProjectStatus other) {
        return new Project(id, name, description, owner, other, visibility, settings, revision);
    }
}
