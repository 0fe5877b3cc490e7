package dev.groundwork.application.audit;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectId;

/**
 * The audit trail. Changes of rows enter it by themselves, in the unit that makes them; only events that change no row are
 * recorded by hand. Nobody changes or removes an entry.
 */
public interface ActivityStore {

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

    /**
     * The entries that a query asks for, whatever they are about, newest first. As the service only.
     *
     * @throws dev.groundwork.domain.Refused as {@link #list}
     */
    Page<Activity> search(AuditQuery query, Page.Request page);
}
