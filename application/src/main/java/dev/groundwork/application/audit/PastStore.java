package dev.groundwork.application.audit;

import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What resources once were, from the audit trail's entries about them. */
public interface PastStore {

    /** The entry of that id that the unit's actor may see; empty where there is none, or it is no id at all. */
    Optional<Activity> findActivity(String id);

    /** By API name, each field of the same resource that a later entry touched, as far as the unit's actor may see them. */
    Set<String> listTouchedSince(Activity activity);

    /**
     * The resource at the end of the millisecond that {@code at} lies in. Where retention dropped the entry that made it, fields
     * are taken from what later changes say they were before. As the service only.
     *
     * @return empty where it was not there yet, or the trail does not reach back that far
     */
    Optional<PastState> findState(String resourceType, String resourceId, Instant at);

    /** The project that the last entry about a resource says it belongs to, as far as the unit's actor may see it. */
    Optional<ProjectId> findProject(String resourceType, String resourceId);
}
