package dev.groundwork.application.audit;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.project.ProjectId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail. Changes of rows enter it by themselves, in the unit that makes them; only events that change no row are
 * recorded by hand. Nobody changes or removes an entry.
 */
public interface ActivityStore {

    /**
     * Something that happened without changing a row.
     *
     * @param action such as {@code auth.login_failed}
     * @param details by API name; never a secret
     */
    record Event(
            String action, String resourceType, @Nullable String resourceId, Map<String, @Nullable Object> details) {
        public Event {
            Objects.requireNonNull(action);
            Objects.requireNonNull(resourceType);
        }
    }

    /** Records an event. As the service only. */
    void record(Event event);

    /**
     * The entries about one resource that the unit's actor may see, newest first.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} where the page is to go on from a
     *     position that is none of this very list
     */
    Page<Activity> list(String resourceType, String resourceId, Page.Request page);

    /**
     * A project's history that the unit's actor may see, its own entries and its memberships', newest first.
     *
     * @throws dev.groundwork.domain.Refused as {@link #list}
     */
    Page<Activity> listProject(ProjectId project, Page.Request page);
}
