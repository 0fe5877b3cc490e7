package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.project.AdministrativeUse;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Search;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.audit.Routines;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** Projects in {@code app.projects}. */
public final class JooqProjectStore implements ProjectStore {
    private static final Prepared FIND = Prepared.select(
            ProjectRows.ACCESS,
            projects -> projects.from(PROJECTS)
                    .leftJoin(PROJECT_MEMBERS)
                    .on(ProjectRows.IS_MINE)
                    .where(PROJECTS.UUID.eq(param("id", PROJECTS.UUID))));

    private static final List<Field<?>> LISTED = Stream.<Field<?>>concat(
                    ProjectRows.ACCESS.stream(), Stream.of(PROJECTS.ID))
            .toList();

    private static final Condition UNDELETED = PROJECTS.STATUS.ne(inline(ProjectStatus.DELETED, PROJECTS.STATUS));

    /** Written out, not as parameters: whom the indexes of open projects are for has to be seen in the statement. */
    private static final Condition OPEN = PROJECTS.VISIBILITY
            .ne(inline(Visibility.PRIVATE, PROJECTS.VISIBILITY))
            .and(UNDELETED);

    private static final Condition PUBLIC = PROJECTS.VISIBILITY.eq(inline(Visibility.PUBLIC, PROJECTS.VISIBILITY));

    private final Unit unit;

    public JooqProjectStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Project add(ProjectId id, NewProject project, UserId owner) {
        Project added = unit.sql()
                .insertInto(PROJECTS)
                .set(PROJECTS.UUID, id)
                .set(PROJECTS.NAME, project.name())
                .set(PROJECTS.DESCRIPTION, project.description())
                .set(PROJECTS.OWNER_ID, Persons.idOf(owner))
                .set(PROJECTS.VISIBILITY, project.visibility())
                .set(PROJECTS.SETTINGS, project.settings())
                .onConflict(PROJECTS.UUID)
                .doNothing()
                .returningResult(ProjectRows.PROJECT)
                .fetchOptional(row -> ProjectRows.project(row::get))
                .orElseThrow(() -> Refused.conflict("There is a project of this id already."));
        // A statement of its own: the policy on memberships looks for the project, which one statement with it would
        // not show.
        unit.sql()
                .insertInto(PROJECT_MEMBERS, PROJECT_MEMBERS.PROJECT_ID, PROJECT_MEMBERS.USER_ID, PROJECT_MEMBERS.ROLE)
                .select(select(PROJECTS.ID, PROJECTS.OWNER_ID, inline(MemberRole.OWNER, PROJECT_MEMBERS.ROLE))
                        .from(PROJECTS)
                        .where(PROJECTS.UUID.eq(id)))
                .execute();
        return added;
    }

    @Override
    public Optional<ProjectAccess> find(ProjectId id) {
        return FIND.find(unit, val(id, PROJECTS.UUID)).map(row -> ProjectRows.access(row, unit));
    }

    @Override
    public Optional<ProjectAccess> findForUpdate(ProjectId id) {
        unit.sql()
                .select(PROJECTS.ID)
                .from(PROJECTS)
                .where(PROJECTS.UUID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional();
        // A statement of its own: the actor's membership is another row, which the lock does not hold still.
        return find(id);
    }

    /**
     * By one walk along the order's index where everything shows. Otherwise that would pass all that does not: the page is then
     * made of two, of what the actor is in and of what is open, each found by its own index.
     */
    @Override
    public Page<ProjectAccess> list(ProjectQuery query, Page.Request page) {
        boolean all = unit.actor().may(Permission.PROJECTS_ADMINISTER, unit.now());
        String list = "projects, all " + all + " " + query;
        Field<?> column = sortColumn(query);
        Keyset order = query.descending()
                ? Keyset.descending(list, column, PROJECTS.ID)
                : Keyset.ascending(list, column, PROJECTS.ID);
        return order.fetch(
                page,
                part -> unit.sql()
                        .select(LISTED)
                        .from(PROJECTS)
                        .leftJoin(PROJECT_MEMBERS)
                        .on(ProjectRows.IS_MINE)
                        .where(
                                all
                                        ? filters(query).and(part.condition())
                                        : PROJECTS.ID.eq(any(mineAndOpen(query, part))))
                        .orderBy(part.order())
                        .limit(part.limit())
                        .fetch(),
                row -> ProjectRows.access(row::get, unit));
    }

    private Field<Long[]> mineAndOpen(ProjectQuery query, Keyset.Part part) {
        Select<Record1<Long>> mine = ids(PROJECTS.ID.eq(any(ProjectRows.MINE)), query, part);
        return query.status() == ProjectStatus.DELETED
                ? array(mine)
                : array(mine.union(ids(unit.actor() instanceof Actor.User ? OPEN : OPEN.and(PUBLIC), query, part)));
    }

    private static Select<Record1<Long>> ids(Condition which, ProjectQuery query, Keyset.Part part) {
        return select(PROJECTS.ID)
                .from(PROJECTS)
                .where(which, filters(query), part.condition())
                .orderBy(part.order())
                .limit(part.limit());
    }

    private static Field<?> sortColumn(ProjectQuery query) {
        return switch (query.sort()) {
            case NAME -> PROJECTS.NAME;
            case CREATED_AT -> PROJECTS.CREATED_AT;
            case UPDATED_AT -> PROJECTS.UPDATED_AT;
        };
    }

    private static Condition filters(ProjectQuery query) {
        @Nullable ProjectStatus status = query.status();
        @Nullable Visibility visibility = query.visibility();
        @Nullable UserId owner = query.owner();
        @Nullable String text = query.text();
        return (status == null ? UNDELETED : PROJECTS.STATUS.eq(status))
                .and(visibility == null ? noCondition() : PROJECTS.VISIBILITY.eq(visibility))
                .and(owner == null ? noCondition() : PROJECTS.OWNER_ID.eq(Persons.idOf(owner)))
                .and(text == null ? noCondition() : Search.mentions(PROJECTS.NAME, text));
    }

    @Override
    public Project update(Project project) {
        return Constraints.rightsHeld(() -> unit.sql()
                        .update(PROJECTS)
                        .set(PROJECTS.NAME, project.name())
                        .set(PROJECTS.DESCRIPTION, project.description())
                        .set(PROJECTS.STATUS, project.status())
                        .set(PROJECTS.VISIBILITY, project.visibility())
                        .set(PROJECTS.SETTINGS, project.settings())
                        .where(PROJECTS.UUID.eq(project.id()))
                        .returningResult(ProjectRows.PROJECT)
                        .fetchOptional(row -> ProjectRows.project(row::get)))
                .orElseThrow(() -> new Overtaken("the right to change the project was lost just now"));
    }

    @Override
    public Optional<Project> transfer(ProjectId id, UserId to) {
        return unit.sql()
                .select(PROJECTS.ID, PROJECT_MEMBERS.USER_ID, PROJECT_MEMBERS.ROLE)
                .from(PROJECTS)
                .join(PROJECT_MEMBERS)
                .on(PROJECT_MEMBERS.PROJECT_ID.eq(PROJECTS.ID))
                .join(USERS)
                .on(USERS.ID.eq(PROJECT_MEMBERS.USER_ID))
                .where(PROJECTS.UUID.eq(id), USERS.UUID.eq(to), USERS.STATUS.eq(UserStatus.ACTIVE))
                .forNoKeyUpdate()
                .of(PROJECTS, PROJECT_MEMBERS)
                .fetchOptional()
                .flatMap(found -> {
                    if (found.value3() != MemberRole.OWNER) {
                        handOver(found.value1(), found.value2());
                    }
                    return findAny(id);
                });
    }

    @Override
    public void administer(@Nullable ProjectId id, AdministrativeUse use) {
        @Nullable UUID uuid = id == null ? null : id.value();
        String purpose = use.name().toLowerCase(Locale.ROOT);
        if (!Routines.recordAdministration(unit.sql().configuration(), uuid, purpose)) {
            throw Refused.forbidden("You need the permission " + Permission.PROJECTS_ADMINISTER + ".");
        }
    }

    @Override
    public Optional<Project> findAny(ProjectId id) {
        return unit.sql()
                .select(ProjectRows.PROJECT)
                .from(PROJECTS)
                .where(PROJECTS.UUID.eq(id))
                .fetchOptional(row -> ProjectRows.project(row::get));
    }

    @Override
    public void release(UserId user) {
        var candidate = PROJECT_MEMBERS.as("candidate");
        Field<Long> heir = field(select(candidate.USER_ID)
                .from(candidate)
                .join(USERS)
                .on(USERS.ID.eq(candidate.USER_ID))
                .where(
                        candidate.PROJECT_ID.eq(PROJECTS.ID),
                        candidate.ROLE.eq(MemberRole.MAINTAINER),
                        USERS.STATUS.eq(UserStatus.ACTIVE))
                .orderBy(candidate.JOINED_AT, candidate.USER_ID)
                .limit(1));
        unit.sql()
                .select(PROJECTS.ID, heir)
                .from(PROJECTS)
                .where(PROJECTS.OWNER_ID.eq(Persons.idOf(user)), PROJECTS.STATUS.ne(ProjectStatus.DELETED))
                .forNoKeyUpdate()
                .of(PROJECTS)
                .forEach(owned -> release(owned.value1(), owned.value2()));
        // Also in projects that they still own, where no membership goes and takes the assignment with it.
        unit.sql()
                .update(TASKS)
                .setNull(TASKS.ASSIGNEE_ID)
                .where(TASKS.ASSIGNEE_ID.eq(Persons.idOf(user)))
                .execute();
        unit.sql()
                .deleteFrom(PROJECT_MEMBERS)
                .where(PROJECT_MEMBERS.USER_ID.eq(Persons.idOf(user)), PROJECT_MEMBERS.ROLE.ne(MemberRole.OWNER))
                .execute();
    }

    private void release(Long project, @Nullable Long heir) {
        if (heir == null) {
            unit.sql()
                    .update(PROJECTS)
                    .set(PROJECTS.STATUS, ProjectStatus.ARCHIVED)
                    .where(PROJECTS.ID.eq(project))
                    .execute();
            return;
        }
        handOver(project, heir);
    }

    private void handOver(Long project, Long heir) {
        // The owner first: there is never more than one.
        unit.sql()
                .update(PROJECT_MEMBERS)
                .set(PROJECT_MEMBERS.ROLE, MemberRole.MAINTAINER)
                .where(PROJECT_MEMBERS.PROJECT_ID.eq(project), PROJECT_MEMBERS.ROLE.eq(MemberRole.OWNER))
                .execute();
        unit.sql()
                .update(PROJECT_MEMBERS)
                .set(PROJECT_MEMBERS.ROLE, MemberRole.OWNER)
                .set(PROJECT_MEMBERS.PERMISSIONS, Map.of())
                .where(PROJECT_MEMBERS.PROJECT_ID.eq(project), PROJECT_MEMBERS.USER_ID.eq(heir))
                .execute();
        unit.sql()
                .update(PROJECTS)
                .set(PROJECTS.OWNER_ID, heir)
                .where(PROJECTS.ID.eq(project))
                .execute();
    }
}
