package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.project.MemberStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;

final class InMemoryMemberStore implements MemberStore {
    private static final String TABLE = "project_members";

    private static final List<Paging.Column<StoredMember>> ORDER = List.of(
            new Paging.Column<>(member -> Columns.sortable(member.joinedAt()), false),
            new Paging.Column<>(member -> member.key().user().toString(), false));

    private final Unit unit;

    InMemoryMemberStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Member> find(ProjectId project, UserId user) {
        return row(project, user).map(this::withPerson);
    }

    @Override
    public Optional<Member> findForUpdate(ProjectId project, UserId user) {
        return row(project, user)
                .filter(member -> unit.security().mayManage(project)
                        && !member.membership().isOwners())
                .map(this::withPerson);
    }

    private Optional<StoredMember> row(ProjectId project, UserId user) {
        return unit.tables()
                .members
                .find(new StoredMember.Seat(project, user))
                .filter(member -> unit.security().seesMember(member.key()));
    }

    @Override
    public Page<Member> list(ProjectId project, Page.Request page) {
        List<StoredMember> found = unit.tables().members.rows().stream()
                .filter(member -> member.key().project().equals(project))
                .filter(member -> unit.security().seesMember(member.key()))
                .toList();
        return Paging.page(found, page, ORDER).map(this::withPerson);
    }

    @Override
    public Optional<Member> add(ProjectId project, UserId user, Membership membership) {
        Tables tables = unit.tables();
        StoredMember.Seat seat =
                new StoredMember.Seat(project, tables.users.get(user).user().id());
        if (!unit.security().mayGive(project, membership)) {
            throw overtaken();
        }
        if (tables.members.contains(seat)) {
            return Optional.empty();
        }
        StoredMember row = StoredMember.joining(seat, membership, unit.firstRevision());
        tables.members.put(seat, row);
        unit.logInsert(TABLE, seat.toString(), project, row.recorded(), row.joinedAt());
        return Optional.of(withPerson(row));
    }

    @Override
    public Member change(ProjectId project, UserId user, Membership membership) {
        StoredMember before = row(project, user)
                .filter(member -> !member.membership().isOwners())
                .filter(member -> unit.security().mayGive(project, membership))
                .orElseThrow(InMemoryMemberStore::overtaken);
        return withPerson(change(before, membership));
    }

    StoredMember change(StoredMember before, Membership membership) {
        if (membership.equals(before.membership())) {
            return before;
        }
        StoredMember now = before.with(membership, unit.nextRevision(before.revision()));
        unit.tables().members.put(now.key(), now);
        unit.logUpdate(
                TABLE,
                now.key().toString(),
                now.key().project(),
                before.recorded(),
                now.recorded(),
                now.revision().updatedAt());
        return now;
    }

    @Override
    public void remove(ProjectId project, UserId user, long version) {
        remove(row(project, user)
                .filter(member -> unit.security().mayRemove(member.key()))
                .filter(member ->
                        !member.membership().isOwners() && member.revision().version() == version)
                .orElseThrow(InMemoryMemberStore::overtaken));
    }

    /** The foreign key from tasks unassigns whoever leaves. */
    void remove(StoredMember member) {
        Tables tables = unit.tables();
        StoredMember.Seat seat = member.key();
        tables.members.remove(seat);
        unit.log("DELETE", TABLE, seat.toString(), seat.project(), Columns.NONE.since(member.recorded()), unit.stamp());
        InMemoryTaskStore tasks = new InMemoryTaskStore(unit);
        List.copyOf(tables.tasks.rows()).stream()
                .filter(task -> task.project().equals(seat.project())
                        && seat.user().equals(task.draft().assignee()))
                .forEach(tasks::unassign);
    }

    private Member withPerson(StoredMember row) {
        return row.withPerson(unit.tables().person(row.key().user()));
    }

    private static Overtaken overtaken() {
        return new Overtaken("the membership, or the right to change it, went just now");
    }
}
