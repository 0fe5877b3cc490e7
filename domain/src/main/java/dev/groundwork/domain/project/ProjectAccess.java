package dev.groundwork.domain.project;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.account.UserId;
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

    /**
     * What an actor may go on to do.
     *
     * @param project as it shall be
     * @param use what {@code projects:administer} alone lets them do; null where they may by what they are in the project
     */
    public record Permit(Project project, @Nullable AdministrativeUse use) {
        public Permit {
            Objects.requireNonNull(project);
        }
    }

    /** Whether the actor may read the project, its tasks and its figures. */
    public boolean mayRead() {
        return administers || readsByThemselves();
    }

    /** Whether nothing but {@code projects:administer} shows the actor the project. */
    public boolean readsByAdministering() {
        return administers && !readsByThemselves();
    }

    private boolean readsByThemselves() {
        if (project.status() == ProjectStatus.DELETED) {
            return isOwner();
        }
        return membership != null
                || switch (project.visibility()) {
                    case PUBLIC -> true;
                    case INTERNAL ->
                        actor instanceof Actor.User user && user.reach().projects() != ProjectReach.NONE;
                    case PRIVATE -> false;
                };
    }

    private boolean isOwner() {
        return membership != null && membership.isOwners();
    }

    /** Whether the actor may read members and history, which stay with the members. */
    public boolean mayReadHistory() {
        return mayRead() && (membership != null || administers);
    }

    /** Whether nothing but {@code projects:administer} shows the actor the project's members and history. */
    public boolean readsHistoryByAdministering() {
        return administers && membership == null;
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
            throw Refused.forbidden("Only the project's members see its members and its history.");
        }
    }

    /**
     * @throws Refused not found where the actor may not read; unauthenticated where they are signed out; forbidden where they
     *     lack the right; conflict where the project is archived or deleted
     */
    public void require(ProjectRight right) {
        requireRead();
        requireWritable(actor);
        if (!holds(right)) {
            throw lacking(right);
        }
        requireActive();
    }

    /**
     * Decides on a change: of an active project by {@code project:update}, of an archived one's status alone by the same, and of a
     * deleted one's status back to active by its owner. Whoever administers projects may change the status alone.
     *
     * @throws Refused as {@link #require}; invalid where the project would carry too much along
     */
    public Permit requireChange(ProjectChange change) {
        requireChanger();
        return becoming(change.applyTo(project));
    }

    /**
     * Decides on setting the project back to what it was, as on any other change.
     *
     * @param wanted the project as it would be
     * @throws Refused as {@link #requireChange}; conflict where it would be deleted by that
     */
    public Permit requireSettingBackTo(Project wanted) {
        requireChanger();
        if (wanted.status() == ProjectStatus.DELETED && project.status() != ProjectStatus.DELETED) {
            throw Refused.conflict("It would be deleted by that; delete it where it should not be there.");
        }
        return becoming(wanted);
    }

    private void requireChanger() {
        requireRead();
        requireWritable(actor);
        if (!holds(ProjectRight.PROJECT_UPDATE) && !administers) {
            throw lacking(ProjectRight.PROJECT_UPDATE);
        }
    }

    private Permit becoming(Project changed) {
        boolean own = holds(ProjectRight.PROJECT_UPDATE);
        boolean statusAlone = changed.withStatus(project.status()).equals(project);
        if (!own && !statusAlone) {
            throw lacking(ProjectRight.PROJECT_UPDATE);
        }
        if (project.status() == ProjectStatus.DELETED) {
            if (!statusAlone || changed.status() != ProjectStatus.ACTIVE) {
                throw deleted();
            }
            return new Permit(changed, isOwner() ? null : AdministrativeUse.RESTORE);
        }
        if (project.status() == ProjectStatus.ARCHIVED && !statusAlone) {
            throw archived();
        }
        return new Permit(changed, own ? null : administrativeUse(changed.status()));
    }

    private @Nullable AdministrativeUse administrativeUse(ProjectStatus wanted) {
        if (wanted == project.status()) {
            return readsByAdministering() ? AdministrativeUse.READ : null;
        }
        return wanted == ProjectStatus.ARCHIVED ? AdministrativeUse.ARCHIVE : AdministrativeUse.UNARCHIVE;
    }

    /**
     * Decides on deleting the project, archived or not.
     *
     * @throws Refused not found, unauthenticated or forbidden as {@link #require}; conflict where it is deleted already
     */
    public Permit requireDelete() {
        requireRead();
        requireWritable(actor);
        boolean own = holds(ProjectRight.PROJECT_DELETE);
        if (!own && !administers) {
            throw lacking(ProjectRight.PROJECT_DELETE);
        }
        if (project.status() == ProjectStatus.DELETED) {
            throw deleted();
        }
        return new Permit(project.withStatus(ProjectStatus.DELETED), own ? null : AdministrativeUse.DELETE);
    }

    /**
     * Decides on giving the project to another member, which only its owner may, and whoever administers projects.
     *
     * @throws Refused as {@link #require}
     */
    public Permit requireTransfer() {
        requireRead();
        requireWritable(actor);
        if (!isOwner() && !administers) {
            throw Refused.forbidden("Only the project's owner gives it to somebody else.");
        }
        requireActive();
        return new Permit(project, isOwner() ? null : AdministrativeUse.TRANSFER);
    }

    /**
     * Decides on what a member shall be: nobody gives more than they have.
     *
     * @param before what the person is in the project; null where they are no member
     * @throws Refused as {@link #require} says of {@link ProjectRight#MEMBERS_MANAGE}; forbidden where the actor lacks a right that
     *     they would give; conflict where the person is the owner
     */
    public void requireGive(Membership given, @Nullable Membership before) {
        require(ProjectRight.MEMBERS_MANAGE);
        requireBelowOwner(given);
        if (before != null) {
            requireBelowOwner(before);
        }
        for (ProjectRight right : ProjectRight.values()) {
            if (given.grants(right) && !holds(right)) {
                throw Refused.forbidden("You do not have the right " + right.key() + " in this project yourself.");
            }
        }
    }

    /**
     * Decides on taking somebody out of the project. Anyone may leave, an archived project too.
     *
     * @param person whom; null where nobody is called so
     * @param before what they are in the project; null where they are no member
     * @throws Refused as {@link #require} says of {@link ProjectRight#MEMBERS_MANAGE}; not found where the person is no member;
     *     conflict where they are the owner
     */
    public void requireRemove(@Nullable UserId person, @Nullable Membership before) {
        requireRead();
        if (!requireWritable(actor).id().equals(person)) {
            require(ProjectRight.MEMBERS_MANAGE);
        }
        if (before == null) {
            throw noSuchMember();
        }
        requireBelowOwner(before);
    }

    private static void requireBelowOwner(Membership membership) {
        if (membership.isOwners()) {
            throw Refused.conflict("A project has one owner, who changes by transfer alone.");
        }
    }

    private boolean holds(ProjectRight right) {
        return membership != null && membership.grants(right);
    }

    private void requireActive() {
        switch (project.status()) {
            case ACTIVE -> {}
            case ARCHIVED -> throw archived();
            case DELETED -> throw deleted();
        }
    }

    private static Refused lacking(ProjectRight right) {
        return Refused.forbidden("You need the right " + right.key() + " in this project.");
    }

    private static Refused archived() {
        return Refused.conflict("The project is archived; make it active again first.");
    }

    private static Refused deleted() {
        return Refused.conflict("The project is deleted; restore it first.");
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

    /**
     * Whoever is signed in, with a credential that may read in projects.
     *
     * @throws Refused unauthenticated where nobody is; forbidden by an API token that does not reach into projects
     */
    public static Actor.User requireReadable(Actor actor) {
        Actor.User user = actor.requireUser();
        if (user.reach().projects() == ProjectReach.NONE) {
            throw Refused.forbidden("This API token does not reach into projects; make one that does.");
        }
        return user;
    }

    /** What everybody is told who may not know whether the project exists. */
    public static Refused noSuchProject() {
        return Refused.notFound("There is no such project.");
    }

    /** What is told of a person who is not in the project, whether or not there is such a person. */
    public static Refused noSuchMember() {
        return Refused.notFound("There is no such member.");
    }
}
