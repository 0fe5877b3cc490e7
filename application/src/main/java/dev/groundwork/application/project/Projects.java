package dev.groundwork.application.project;

import dev.groundwork.application.Ports;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;

/** The projects. Safe for use by several threads. */
public final class Projects {
    private final Ports ports;

    public Projects(Ports ports) {
        this.ports = ports;
    }

    /**
     * Makes a project; whoever makes it owns it.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API token
     *     that may not write into projects
     */
    public Project create(Actor actor, NewProject project) {
        return create(actor, new ProjectId(ports.ids().next()), project);
    }

    /**
     * As {@link #create(Actor, NewProject)}, under an id that was chosen before, so that a broken-off try can be told from none.
     *
     * @throws Refused as there; conflict where the id is taken
     */
    public Project create(Actor actor, ProjectId id, NewProject project) {
        UserId owner = ProjectAccess.requireWritable(actor).id();
        return ports.work().in(actor, tx -> tx.projects().add(id, project, owner));
    }

    /**
     * One project.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none or the actor may not know of it
     */
    public Project find(Actor actor, ProjectId id) {
        return ports.work().in(actor, tx -> {
            ProjectAccess access = tx.projects().find(id).orElseThrow(ProjectAccess::noSuchProject);
            access.requireRead();
            return access.project();
        });
    }
}
