package dev.groundwork.application.project;

import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import java.util.Optional;

/** The projects. */
public interface ProjectStore {

    /**
     * Adds an active project together with its owner's membership.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Conflict} where the id is taken, at no pointer:
     *     the id was not chosen by whoever asks
     */
    Project add(ProjectId id, NewProject project, UserId owner);

    /** The project beside what the unit's actor may do with it; empty where there is none or the actor may not see it. */
    Optional<ProjectAccess> find(ProjectId id);

    /** As {@link #find}, for an actor who may change the project; nobody else changes it until the unit ends. */
    Optional<ProjectAccess> findForUpdate(ProjectId id);

    /**
     * Replaces a project's content and status; its owner stays.
     *
     * @return the project as it is now; its version is the same where nothing really changed
     */
    Project update(Project project);

    /** The project whatever its status, whoever may see it. As the service only. */
    Optional<Project> findAny(ProjectId id);

    /**
     * Lets go of a user who leaves for good: each undeleted project of theirs goes to its longest-standing active maintainer,
     * with the leaver as maintainer, or is archived where there is none; then they are no member of any project but those
     * they still own, and assigned to no task. As the service only.
     */
    void release(UserId user);
}
