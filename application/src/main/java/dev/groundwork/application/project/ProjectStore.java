package dev.groundwork.application.project;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.AdministrativeUse;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** As {@link #find}; where the actor may change anything of it, nobody else changes it until the unit ends. */
    Optional<ProjectAccess> findForUpdate(ProjectId id);

    /** The project whatever its status, whoever may see it. As the service only. */
    Optional<Project> findAny(ProjectId id);

    /**
     * The projects that a query asks for, of those that the unit's actor is a member of or may see, each beside what they may do
     * with it. Names go by code point.
     */
    Page<ProjectAccess> list(ProjectQuery query, Page.Request page);

    /**
     * Replaces all of a project but its owner.
     *
     * @return the project as it is now; its version is the same where nothing really changed
     * @throws dev.groundwork.application.Overtaken where the actor lost the right to
     */
    Project update(Project project);

    /**
     * Gives a project to an active member; the former owner stays as a maintainer. As the service only.
     *
     * @return the project as it is now; empty where the person is no active member
     */
    Optional<Project> transfer(ProjectId id, UserId to);

    /**
     * Enters into the audit trail that the unit's actor uses {@code projects:administer}.
     *
     * @param id null for a list
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Forbidden} where they do not hold it any more
     */
    void administer(@Nullable ProjectId id, AdministrativeUse use);

    /**
     * Lets go of a user who leaves for good: each undeleted project of theirs goes to its longest-standing active maintainer,
     * with the leaver as maintainer, or is archived where there is none; then they are no member of any project but those
     * they still own, and assigned to no task. As the service only.
     */
    void release(UserId user);
}
