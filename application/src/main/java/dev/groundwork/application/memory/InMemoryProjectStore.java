package dev.groundwork.application.memory;

import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryProjectStore implements ProjectStore {
    private final Unit unit;

    InMemoryProjectStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Project add(ProjectId id, NewProject project, UserId owner) {
        if (!unit.security().mayActAs(owner)) {
            throw RowSecurity.violated("the project would be somebody else's");
        }
        Tables tables = unit.tables();
        if (tables.projects.contains(id)) {
            throw Refused.conflict("There is a project of this id already.");
        }
        var revision = unit.firstRevision();
        StoredProject row = StoredProject.active(id, project, owner, revision);
        tables.projects.put(id, row);
        unit.logInsert("projects", id.toString(), id, row.recorded(), revision.createdAt());
        Member member = new Member(new Member.Seat(id, owner), Membership.owner(), revision.createdAt());
        tables.members.put(member.key(), member);
        unit.logInsert("project_members", member.key().toString(), id, member.recorded(), member.joinedAt());
        return row.withOwner(tables.person(owner));
    }

    @Override
    public Optional<ProjectAccess> find(ProjectId id) {
        return unit.tables().projects.find(id).filter(unit.security()::sees).map(this::access);
    }

    @Override
    public Optional<ProjectAccess> findForUpdate(ProjectId id) {
        return find(id).filter(access ->
                unit.security().mayChange(unit.tables().projects.get(id)));
    }

    @Override
    public Project update(Project project) {
        Tables tables = unit.tables();
        StoredProject before = tables.projects.get(project.id());
        if (!unit.security().mayChange(before)) {
            throw RowSecurity.violated("the project");
        }
        StoredProject now = before.as(project, before.revision());
        if (!now.equals(before)) {
            now = before.as(project, unit.nextRevision(before.revision()));
            change(before, now);
        }
        return now.withOwner(tables.person(now.owner()));
    }

    /** What the unit's actor may do with the project. */
    ProjectAccess access(StoredProject row) {
        Tables tables = unit.tables();
        @Nullable
        Membership membership = unit.actor() instanceof Actor.User user
                ? tables.members
                        .find(new Member.Seat(row.id(), user.id()))
                        .map(Member::membership)
                        .orElse(null)
                : null;
        return ProjectAccess.of(row.withOwner(tables.person(row.owner())), unit.actor(), membership, unit.now());
    }

    @Override
    public Optional<Project> findAny(ProjectId id) {
        Tables tables = unit.asService();
        return tables.projects.find(id).map(row -> row.withOwner(tables.person(row.owner())));
    }

    @Override
    public void release(UserId user) {
        Tables tables = unit.asService();
        List.copyOf(tables.projects.rows()).stream()
                .filter(row -> row.owner().equals(user) && row.status() != ProjectStatus.DELETED)
                .forEach(row -> heir(row).ifPresentOrElse(heir -> handOver(row, heir), () -> archive(row)));
        List.copyOf(tables.members.rows()).stream()
                .filter(member -> member.key().user().equals(user))
                .filter(member -> member.membership().role() != MemberRole.OWNER)
                .forEach(this::remove);
        InMemoryTaskStore tasks = new InMemoryTaskStore(unit);
        List.copyOf(tables.tasks.rows()).stream()
                .filter(task -> user.equals(task.draft().assignee()))
                .forEach(tasks::unassign);
    }

    private Optional<Member> heir(StoredProject row) {
        Tables tables = unit.tables();
        return tables.members.rows().stream()
                .filter(member -> member.key().project().equals(row.id()))
                .filter(member -> member.membership().role() == MemberRole.MAINTAINER)
                .filter(member -> tables.users.get(member.key().user()).user().isActive())
                .min(Comparator.comparing(Member::joinedAt)
                        .thenComparing(member -> member.key().user().value()));
    }

    private void handOver(StoredProject row, Member heir) {
        Tables tables = unit.tables();
        Member leaver = tables.members.get(new Member.Seat(row.id(), row.owner()));
        changeMember(leaver, new Membership(MemberRole.MAINTAINER, Map.of()));
        changeMember(heir, Membership.owner());
        change(row, row.ownedBy(heir.key().user(), unit.nextRevision(row.revision())));
    }

    private void archive(StoredProject row) {
        if (row.status() == ProjectStatus.ACTIVE) {
            change(row, row.archived(unit.nextRevision(row.revision())));
        }
    }

    private void change(StoredProject before, StoredProject now) {
        unit.tables().projects.put(now.id(), now);
        unit.logUpdate(
                "projects",
                now.id().toString(),
                now.id(),
                before.recorded(),
                now.recorded(),
                now.revision().updatedAt());
    }

    private void changeMember(Member before, Membership membership) {
        Member now = new Member(before.key(), membership, before.joinedAt());
        unit.tables().members.put(now.key(), now);
        unit.logUpdate(
                "project_members",
                now.key().toString(),
                now.key().project(),
                before.recorded(),
                now.recorded(),
                unit.stamp());
    }

    private void remove(Member member) {
        Tables tables = unit.tables();
        tables.members.remove(member.key());
        unit.log(
                "DELETE",
                "project_members",
                member.key().toString(),
                member.key().project(),
                Columns.NONE.since(member.recorded()),
                unit.stamp());
    }
}
