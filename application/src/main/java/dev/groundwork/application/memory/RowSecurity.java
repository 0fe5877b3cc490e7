package dev.groundwork.application.memory;

import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import java.util.Optional;
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

    boolean seesMember(Member.Seat seat) {
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

    /** Whether the signed-in user has this right in an active project. */
    boolean mayWriteTasks(ProjectId project, ProjectRight right) {
        return unit.isService()
                || (tables.projects.get(project).status() == ProjectStatus.ACTIVE
                        && membership(project)
                                .filter(mine -> mine.grants(right))
                                .isPresent());
    }

    /** Whether the signed-in user may change the project in some way; in which the columns' grants and the use case say. */
    boolean mayChange(StoredProject project) {
        return unit.isService()
                || holds(Permission.PROJECTS_ADMINISTER)
                || membership(project.id())
                        .filter(mine -> project.status() == ProjectStatus.DELETED
                                ? mine.role() == MemberRole.OWNER
                                : mine.grants(ProjectRight.PROJECT_UPDATE) || mine.grants(ProjectRight.PROJECT_DELETE))
                        .isPresent();
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
                : tables.members.find(new Member.Seat(project, me)).map(Member::membership);
    }

    private boolean holds(Permission permission) {
        return me != null && tables.permissionsOf(me, unit.stamp()).include(permission, unit.stamp());
    }
}
