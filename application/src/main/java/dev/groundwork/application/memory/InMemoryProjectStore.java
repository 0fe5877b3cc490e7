package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.AdministrativeUse;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.ProjectStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        StoredMember member =
                StoredMember.joining(new StoredMember.Seat(id, owner), Membership.owner(), unit.firstRevision());
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
        return find(id);
    }

    /** What the unit's actor may do with the project. */
    ProjectAccess access(StoredProject row) {
        UserId me = unit.me();
        @Nullable
        Membership membership = me == null
                ? null
                : unit.tables()
                        .members
                        .find(new StoredMember.Seat(row.id(), me))
                        .map(StoredMember::membership)
                        .orElse(null);
        return ProjectAccess.of(withOwner(row), unit.actor(), membership, unit.now());
    }

    private Project withOwner(StoredProject row) {
        return row.withOwner(unit.tables().person(row.owner()));
    }

    @Override
    public Page<ProjectAccess> list(ProjectQuery query, Page.Request page) {
        RowSecurity security = unit.security();
        List<StoredProject> found = unit.tables().projects.rows().stream()
                .filter(security::sees)
                .filter(security::lists)
                .filter(row ->
                        query.status() == null ? row.status() != ProjectStatus.DELETED : row.status() == query.status())
                .filter(row -> query.visibility() == null || row.visibility() == query.visibility())
                .filter(row -> query.owner() == null || row.owner().equals(query.owner()))
                .filter(row -> query.text() == null || mentions(row, query.text()))
                .toList();
        return Paging.page(found, page, order(query)).map(this::access);
    }

    private static boolean mentions(StoredProject row, String text) {
        return row.name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private static List<Paging.Column<StoredProject>> order(ProjectQuery query) {
        Function<StoredProject, @Nullable String> key = switch (query.sort()) {
            case NAME -> StoredProject::name;
            case CREATED_AT -> row -> Columns.sortable(row.revision().createdAt());
            case UPDATED_AT -> row -> Columns.sortable(row.revision().updatedAt());
        };
        boolean descending = query.descending();
        return List.of(
                new Paging.Column<>(key, descending),
                new Paging.Column<>(row -> Columns.sortable(row.revision().createdAt()), descending),
                new Paging.Column<>(row -> row.id().toString(), descending));
    }

    @Override
    public Project update(Project project) {
        StoredProject before = unit.tables().projects.get(project.id());
        StoredProject same = before.with(project, before.revision());
        if (!unit.security().mayChange(before, same)) {
            throw new Overtaken("the right to change the project was lost just now");
        }
        return same.equals(before)
                ? withOwner(before)
                : withOwner(change(before, before.with(project, unit.nextRevision(before.revision()))));
    }

    @Override
    public Optional<Project> transfer(ProjectId id, UserId to) {
        Tables tables = unit.asService();
        StoredProject row = tables.projects.get(id);
        if (row.owner().equals(to)) {
            return Optional.of(withOwner(row));
        }
        return tables.members
                .find(new StoredMember.Seat(id, to))
                .filter(member -> tables.users.get(to).user().isActive())
                .map(member -> withOwner(handOver(row, member)));
    }

    @Override
    public void administer(@Nullable ProjectId id, AdministrativeUse use) {
        if (!unit.security().administers()) {
            throw Refused.forbidden("You need the permission " + Permission.PROJECTS_ADMINISTER + ".");
        }
        unit.log(
                AdministrativeUse.ACTION,
                "projects",
                id == null ? null : id.toString(),
                id,
                Map.of("use", new FieldChange(null, use.name().toLowerCase(Locale.ROOT))),
                unit.stamp());
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
        InMemoryMemberStore members = new InMemoryMemberStore(unit);
        List.copyOf(tables.members.rows()).stream()
                .filter(member -> member.key().user().equals(user))
                .filter(member -> !member.membership().isOwners())
                .forEach(members::remove);
        InMemoryTaskStore tasks = new InMemoryTaskStore(unit);
        List.copyOf(tables.tasks.rows()).stream()
                .filter(task -> user.equals(task.draft().assignee()))
                .forEach(tasks::unassign);
    }

    private Optional<StoredMember> heir(StoredProject row) {
        Tables tables = unit.tables();
        return tables.members.rows().stream()
                .filter(member -> member.key().project().equals(row.id()))
                .filter(member -> member.membership().role() == MemberRole.MAINTAINER)
                .filter(member -> tables.users.get(member.key().user()).user().isActive())
                .min(Comparator.comparing(StoredMember::joinedAt)
                        .thenComparing(member -> member.key().user().value()));
    }

    private StoredProject handOver(StoredProject row, StoredMember heir) {
        InMemoryMemberStore members = new InMemoryMemberStore(unit);
        StoredMember owner = unit.tables().members.get(new StoredMember.Seat(row.id(), row.owner()));
        members.change(owner, Membership.as(MemberRole.MAINTAINER));
        members.change(heir, Membership.owner());
        return change(row, row.ownedBy(heir.key().user(), unit.nextRevision(row.revision())));
    }

    private void archive(StoredProject row) {
        if (row.status() == ProjectStatus.ACTIVE) {
            change(row, row.with(ProjectStatus.ARCHIVED, unit.nextRevision(row.revision())));
        }
    }

    private StoredProject change(StoredProject before, StoredProject now) {
        unit.tables().projects.put(now.id(), now);
        unit.logUpdate(
                "projects",
                now.id().toString(),
                now.id(),
                before.recorded(),
                now.recorded(),
                now.revision().updatedAt());
        return now;
    }
}
