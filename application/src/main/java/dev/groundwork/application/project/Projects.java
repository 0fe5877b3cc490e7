package dev.groundwork.application.project;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.AdministrativeUse;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectAccess.Permit;
import dev.groundwork.domain.project.ProjectChange;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.Transfer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
     * The projects that a query asks for, of those that the actor is a member of or may see; signed out, of the public ones. Deleted
     * ones are shown only where they are asked for, to their owner and to whoever administers projects.
     */
    public Page<Project> list(Actor actor, ProjectQuery query, Page.Request page) {
        return ports.work().in(asSeenBy(actor), tx -> {
            Page<ProjectAccess> found = tx.projects().list(query, page);
            if (found.items().stream().anyMatch(ProjectAccess::readsByAdministering)) {
                tx.projects().administer(null, AdministrativeUse.LIST);
            }
            return found.map(ProjectAccess::project);
        });
    }

    /** A credential that does not reach its owner's projects sees those that nobody signed in would see. */
    private static Actor asSeenBy(Actor actor) {
        return actor instanceof Actor.User user && user.reach().projects() == ProjectReach.NONE
                ? new Actor.Anonymous(actor.origin())
                : actor;
    }

    /**
     * One project.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none or the actor may not know of it
     */
    public Project find(Actor actor, ProjectId id) {
        return ports.work().in(actor, tx -> readable(tx, id).project());
    }

    /**
     * Changes a project: content, visibility and status, the archive and back, or back from deletion.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @return the project as it is now
     * @throws Refused as {@link ProjectAccess#requireChange} says; stale where the project has another version
     */
    public Project change(Actor actor, ProjectId id, ProjectChange change, @Nullable Long expectedVersion) {
        return ports.work().in(actor, tx -> write(tx, id, expectedVersion, access -> access.requireChange(change)));
    }

    /**
     * Deletes a project; its owner can restore it.
     *
     * @param expectedVersion as in {@link #change}
     * @throws Refused as {@link ProjectAccess#requireDelete} says; stale where the project has another version
     */
    public void delete(Actor actor, ProjectId id, @Nullable Long expectedVersion) {
        ports.work().run(actor, tx -> write(tx, id, expectedVersion, ProjectAccess::requireDelete));
    }

    private static Project write(
            Transaction tx, ProjectId id, @Nullable Long expectedVersion, Function<ProjectAccess, Permit> decision) {
        return tx.projects().update(permitted(tx, id, expectedVersion, decision).project());
    }

    /**
     * Gives a project to another member; the former owner stays as a maintainer.
     *
     * @param expectedVersion as in {@link #change}
     * @return the project as it is now
     * @throws Refused as {@link ProjectAccess#requireTransfer} says; stale where the project has another version; invalid at
     *     {@code /to} where that is no active member
     */
    public Project transfer(Actor actor, ProjectId id, Transfer transfer, @Nullable Long expectedVersion) {
        // The column is no user's to set: a policy could not tell whose it was.
        return ports.work().asService(actor, tx -> {
            permitted(tx, id, expectedVersion, ProjectAccess::requireTransfer);
            return tx.projects()
                    .transfer(id, transfer.to())
                    .orElseThrow(() -> Refused.invalidAt("/to", "must be an active member of the project"));
        });
    }

    private static Permit permitted(
            Transaction tx, ProjectId id, @Nullable Long expectedVersion, Function<ProjectAccess, Permit> decision) {
        ProjectAccess access = tx.projects().findForUpdate(id).orElseThrow(ProjectAccess::noSuchProject);
        Permit permit = decision.apply(access);
        access.project().revision().requireVersion(expectedVersion);
        AdministrativeUse use = permit.use();
        if (use != null) {
            tx.projects().administer(id, use);
        }
        return permit;
    }

    /**
     * A project that the unit's actor may read; where {@code projects:administer} alone lets them, that is entered.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none or the actor may not know of it
     */
    public static ProjectAccess readable(Transaction tx, ProjectId id) {
        ProjectAccess access = tx.projects().find(id).orElseThrow(ProjectAccess::noSuchProject);
        access.requireRead();
        enterReading(tx, access);
        return access;
    }

    /** Enters that the unit's actor reads what is in a project, where {@code projects:administer} alone lets them. */
    public static void enterReading(Transaction tx, ProjectAccess access) {
        if (access.readsByAdministering()) {
            tx.projects().administer(access.project().id(), AdministrativeUse.READ);
        }
    }

    /**
     * As {@link #readable}, for members and history.
     *
     * @throws Refused as {@link ProjectAccess#requireReadHistory}
     */
    public static ProjectAccess readableWithHistory(Transaction tx, ProjectId id) {
        ProjectAccess access = tx.projects().find(id).orElseThrow(ProjectAccess::noSuchProject);
        access.requireReadHistory();
        if (access.readsHistoryByAdministering()) {
            tx.projects().administer(id, AdministrativeUse.READ);
        }
        return access;
    }
}
