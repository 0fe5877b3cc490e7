package dev.groundwork.domain.project;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach.ProjectReach;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an actor may do with one project: the one place where that is decided. Row-level security decides the same again.
 *
 * <p>Whoever may not read is told that there is no such project; whoever may read but not do it, that it is forbidden; the
 * signed-out, to sign in.
 *
 * @param membership the actor's; null where they are no member
 * @param administers whether the actor held {@code projects:administer} when this was built
 */
public record ProjectAccess(
        Project project, Actor actor, @Nullable Membership membership, boolean administers) {
    public ProjectAccess {
        Objects.requireNonNull(project);
        Objects.requireNonNull(actor);
    }

    /**
     * Decides at {@code now}, a moment of the database's clock. An API token that does not reach its owner's projects sees what
     * nobody signed in would see.
     */
    public static ProjectAccess of(Project project, Actor actor, @Nullable Membership membership, Instant now) {
        if (actor instanceof Actor.User user && user.reach().projects() == ProjectReach.NONE) {
            return new ProjectAccess(project, actor, null, false);
        }
        return new ProjectAccess(project, actor, membership, actor.may(Permission.PROJECTS_ADMINISTER, now));
    }

    /** Whether the actor may read the project, its tasks and its figures. */
    public boolean mayRead() {
        if (administers) {
            return true;
        }
        if (project.status() == ProjectStatus.DELETED) {
            return membership != null && membership.role() == MemberRole.OWNER;
        }
        return membership != null
                || switch (project.visibility()) {
                    case PUBLIC -> true;
                    case INTERNAL ->
                        actor instanceof Actor.User user && user.reach().projects() != ProjectReach.NONE;
                    case PRIVATE -> false;
                };
    }

    /** Whether the actor may read members and history, which stay with the members. */
    public boolean mayReadHistory() {
        return mayRead() && (membership != null || administers);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where the actor may not know of it */
    public void requireRead() {
        if (!mayRead()) {
            throw noSuchProject();
        }
    }

    /** @throws Refused not found where the actor may not read; unauthenticated or forbidden where they are no member */
    public void requireReadHistory() {
        requireRead();
        if (!mayReadHistory()) {
            actor.requireUser();
            throw Refused.forbidden("Only the project's members see its history.");
        }
    }

    /**
     * @throws Refused not found where the actor may not read; unauthenticated where they are signed out; forbidden where they
     *     lack the right; conflict where the project is archived or deleted
     */
    public void require(ProjectRight right) {
        requireRead();
        requireWritable(actor);
        if (membership == null || !membership.grants(right)) {
            throw Refused.forbidden("You need the right " + right.key() + " in this project.");
        }
        if (project.status() != ProjectStatus.ACTIVE) {
            throw notActive();
        }
    }

    /**
     * Decides on setting the project back to what it was: its content and status by {@code project:update}, of an archived one the
     * status alone, of a deleted one the status alone and by its owner. Whoever administers projects may set the status back.
     *
     * @param wanted the project as it would be
     * @throws Refused as {@link #require}; conflict where it would be deleted by that
     */
    public void requireSettingBackTo(Project wanted) {
        requireRead();
        requireWritable(actor);
        boolean deleted = project.status() == ProjectStatus.DELETED;
        boolean statusAlone = wanted.equals(project.withStatus(wanted.status()));
        boolean own = membership != null
                && (deleted ? membership.role() == MemberRole.OWNER : membership.grants(ProjectRight.PROJECT_UPDATE));
        if (!own && !(administers && statusAlone)) {
            throw Refused.forbidden("You need the right " + ProjectRight.PROJECT_UPDATE.key() + " in this project.");
        }
        if (wanted.status() == ProjectStatus.DELETED && !deleted) {
            throw Refused.conflict("It would be deleted by that; delete it where it should not be there.");
        }
        if (project.status() != ProjectStatus.ACTIVE && (!statusAlone || wanted.status() == project.status())) {
            throw notActive();
        }
    }

    private Refused notActive() {
        return Refused.conflict(
                project.status() == ProjectStatus.ARCHIVED
                        ? "The project is archived; make it active again first."
                        : "The project is deleted; restore it first.");
    }

    /**
     * Whoever is signed in, with a credential that may write into projects.
     *
     * @throws Refused unauthenticated where nobody is; forbidden by an API token that may only read
     */
    public static Actor.User requireWritable(Actor actor) {
        Actor.User user = actor.requireUser();
        if (user.reach().projects() != ProjectReach.WRITE) {
            throw Refused.forbidden("This API token does not reach into projects to write; make one that does.");
        }
        return user;
    }

    /** What everybody is told who may not know whether the project exists. */
    public static Refused noSuchProject() {
        return Refused.notFound("There is no such project.");
    }
}
