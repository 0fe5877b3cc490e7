package dev.groundwork.application.memory;

import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which rows a unit may see and change, whatever the use case believes: PostgreSQL's policies, said again in Java. */
final class RowSecurity {
    private final Unit unit;
    private final Tables tables;
    private final @Nullable UserId me;

    RowSecurity(Unit unit) {
        this.unit = unit;
        this.tables = unit.tables();
        this.me = unit.me();
    }

    boolean seesAccount(UserId id) {
        return unit.isService() || id.equals(me);
    }

    boolean sees(StoredProject project) {
        return unit.isService()
                || belongsTo(project)
                || project.owner().equals(me)
                || isOpen(project)
                || holds(Permission.PROJECTS_ADMINISTER);
    }

    boolean seesMember(StoredMember.Seat seat) {
        return unit.isService()
                || belongsTo(tables.projects.get(seat.project()))
                || seat.user().equals(me)
                || holds(Permission.PROJECTS_ADMINISTER);
    }

    boolean sees(LogEntry entry) {
        return unit.isService()
                || holds(Permission.AUDIT_READ)
                || (entry.project() != null && seesHistoryOf(entry.project()))
                || (me != null
                        && entry.resourceType().equals("users")
                        && me.toString().equals(entry.resourceId()));
    }

    /** Whether a list shows it: what {@code projects:administer} alone shows only where the actor's credential carries that. */
    boolean lists(StoredProject project) {
        return belongsTo(project) || isOpen(project) || unit.actor().may(Permission.PROJECTS_ADMINISTER, unit.now());
    }

    /** Whether the row may become the other one; the trigger on {@code app.projects} says it to PostgreSQL. */
    boolean mayChange(StoredProject before, StoredProject now) {
        if (unit.isService()) {
            return true;
        }
        boolean statusAlone = now.with(before.status(), before.revision()).equals(before);
        ProjectRight right = before.status() == ProjectStatus.DELETED || now.status() == ProjectStatus.DELETED
                ? ProjectRight.PROJECT_DELETE
                : ProjectRight.PROJECT_UPDATE;
        boolean statusPermits = statusAlone
                ? before.status() != ProjectStatus.DELETED || now.status() == ProjectStatus.ACTIVE
                : before.status() == ProjectStatus.ACTIVE;
        boolean mine = belongsTo(before)
                && membership(before.id()).filter(my -> my.grants(right)).isPresent();
        return statusPermits && (mine || (statusAlone && holds(Permission.PROJECTS_ADMINISTER)));
    }

    boolean mayManage(ProjectId project) {
        return mayWrite(project, ProjectRight.MEMBERS_MANAGE);
    }

    /** Nobody gives more than they have. */
    boolean mayGive(ProjectId project, Membership given) {
        return unit.isService()
                || (mayManage(project)
                        && !given.isOwners()
                        && membership(project)
                                .filter(mine -> Stream.of(ProjectRight.values())
                                        .allMatch(right -> !given.grants(right) || mine.grants(right)))
                                .isPresent());
    }

    boolean mayRemove(StoredMember.Seat seat) {
        return mayManage(seat.project()) || (seat.user().equals(me) && belongsTo(tables.projects.get(seat.project())));
    }

    boolean administers() {
        return unit.actor() instanceof Actor.SystemActor || holds(Permission.PROJECTS_ADMINISTER);
    }

    /** Whether the signed-in user has this right in an active project. */
    boolean mayWrite(ProjectId project, ProjectRight right) {
        return unit.isService()
                || (tables.projects.get(project).status() == ProjectStatus.ACTIVE
                        && membership(project)
                                .filter(mine -> mine.grants(right))
                                .isPresent());
    }

    boolean mayActAs(UserId person) {
        return unit.isService() || person.equals(me);
    }

    static IllegalStateException violated(String what) {
        return new IllegalStateException("row-level security forbids it: " + what);
    }

    private boolean seesHistoryOf(ProjectId project) {
        return belongsTo(tables.projects.get(project)) || holds(Permission.PROJECTS_ADMINISTER);
    }

    private boolean belongsTo(StoredProject project) {
        return membership(project.id())
                .filter(mine -> project.status() != ProjectStatus.DELETED || mine.role() == MemberRole.OWNER)
                .isPresent();
    }

    private boolean isOpen(StoredProject project) {
        return project.status() != ProjectStatus.DELETED
                && (project.visibility() == Visibility.PUBLIC
                        || (project.visibility() == Visibility.INTERNAL && me != null));
    }

    private Optional<Membership> membership(ProjectId project) {
        return me == null
                ? Optional.empty()
                : tables.members.find(new StoredMember.Seat(project, me)).map(StoredMember::membership);
    }

    private boolean holds(Permission permission) {
        return me != null && tables.permissionsOf(me, unit.stamp()).include(permission, unit.stamp());
    }
}
