package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.project.MemberStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;

/** Memberships in {@code app.project_members}. */
public final class JooqMemberStore implements MemberStore {
    private static final Field<Person> PERSON = Persons.person(PROJECT_MEMBERS.USER_ID);

    private static final List<Field<?>> MEMBER = List.of(
            PERSON,
            PROJECT_MEMBERS.ROLE,
            PROJECT_MEMBERS.PERMISSIONS,
            PROJECT_MEMBERS.JOINED_AT,
            PROJECT_MEMBERS.CREATED_AT,
            PROJECT_MEMBERS.UPDATED_AT,
            PROJECT_MEMBERS.VERSION);

    private static final List<Field<?>> LISTED = Stream.<Field<?>>concat(
                    MEMBER.stream(), Stream.of(PROJECT_MEMBERS.USER_ID))
            .toList();

    private final Unit unit;

    public JooqMemberStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Member> find(ProjectId project, UserId user) {
        return unit.sql()
                .select(MEMBER)
                .from(PROJECT_MEMBERS)
                .where(isIn(project, user))
                .fetchOptional(row -> member(row::get));
    }

    @Override
    public Optional<Member> findForUpdate(ProjectId project, UserId user) {
        return unit.sql()
                .select(MEMBER)
                .from(PROJECT_MEMBERS)
                .where(isIn(project, user), isNoOwner())
                .forNoKeyUpdate()
                .fetchOptional(row -> member(row::get));
    }

    @Override
    public Page<Member> list(ProjectId project, Page.Request page) {
        Keyset order = Keyset.ascending("members of " + project, PROJECT_MEMBERS.JOINED_AT, PROJECT_MEMBERS.USER_ID);
        return order.fetch(
                page,
                part -> unit.sql()
                        .select(LISTED)
                        .from(PROJECT_MEMBERS)
                        .where(PROJECT_MEMBERS.PROJECT_ID.eq(ProjectRows.idOf(project)), part.condition())
                        .orderBy(part.order())
                        .limit(part.limit())
                        .fetch(),
                row -> member(row::get));
    }

    @Override
    public Optional<Member> add(ProjectId project, UserId user, Membership membership) {
        return Constraints.rightsHeld(() -> unit.sql()
                .insertInto(PROJECT_MEMBERS)
                .set(PROJECT_MEMBERS.PROJECT_ID, ProjectRows.idOf(project))
                .set(PROJECT_MEMBERS.USER_ID, Persons.idOf(user))
                .set(PROJECT_MEMBERS.ROLE, membership.role())
                .set(PROJECT_MEMBERS.PERMISSIONS, membership.permissions())
                .onConflictDoNothing()
                .returningResult(MEMBER)
                .fetchOptional(row -> member(row::get)));
    }

    @Override
    public Member change(ProjectId project, UserId user, Membership membership) {
        return Constraints.rightsHeld(() -> unit.sql()
                        .update(PROJECT_MEMBERS)
                        .set(PROJECT_MEMBERS.ROLE, membership.role())
                        .set(PROJECT_MEMBERS.PERMISSIONS, membership.permissions())
                        .where(isIn(project, user), isNoOwner())
                        .returningResult(MEMBER)
                        .fetchOptional(row -> member(row::get)))
                .orElseThrow(JooqMemberStore::overtaken);
    }

    /** The foreign key from tasks unassigns whoever leaves. */
    @Override
    public void remove(ProjectId project, UserId user, long version) {
        int removed = unit.sql()
                .deleteFrom(PROJECT_MEMBERS)
                .where(isIn(project, user), isNoOwner(), PROJECT_MEMBERS.VERSION.eq(version))
                .execute();
        if (removed == 0) {
            throw overtaken();
        }
    }

    private static Condition isIn(ProjectId project, UserId user) {
        return PROJECT_MEMBERS
                .PROJECT_ID
                .eq(ProjectRows.idOf(project))
                .and(PROJECT_MEMBERS.USER_ID.eq(Persons.idOf(user)));
    }

    /** Row-level security says so to everybody but the service. */
    private static Condition isNoOwner() {
        return PROJECT_MEMBERS.ROLE.ne(MemberRole.OWNER);
    }

    private static Member member(Values row) {
        return new Member(
                row.get(PERSON),
                new Membership(row.get(PROJECT_MEMBERS.ROLE), row.get(PROJECT_MEMBERS.PERMISSIONS)),
                row.get(PROJECT_MEMBERS.JOINED_AT),
                new Revision(
                        row.get(PROJECT_MEMBERS.CREATED_AT),
                        row.get(PROJECT_MEMBERS.UPDATED_AT),
                        row.get(PROJECT_MEMBERS.VERSION)));
    }

    private static Overtaken overtaken() {
        return new Overtaken("the membership, or the right to change it, went just now");
    }
}
