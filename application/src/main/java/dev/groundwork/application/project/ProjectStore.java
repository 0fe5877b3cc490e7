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
}
