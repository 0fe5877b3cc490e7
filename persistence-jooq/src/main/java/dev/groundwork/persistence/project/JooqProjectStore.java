package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Projects in {@code app.projects}. */
public final class JooqProjectStore implements ProjectStore {
    private static final Prepared FIND = Prepared.select(
            ProjectRows.ACCESS,
            projects -> projects.from(PROJECTS)
                    .leftJoin(PROJECT_MEMBERS)
                    .on(ProjectRows.IS_MINE)
                    .where(PROJECTS.UUID.eq(param("id", PROJECTS.UUID))));

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
        boolean there = unit.sql()
                .select(PROJECTS.ID)
                .from(PROJECTS)
                .where(PROJECTS.UUID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        // A statement of its own, which sees what the lock had to wait for.
        return there ? find(id) : Optional.empty();
    }

    @Override
    public Project update(Project project) {
        return unit.sql()
                .update(PROJECTS)
                .set(PROJECTS.NAME, project.name())
                .set(PROJECTS.DESCRIPTION, project.description())
                .set(PROJECTS.STATUS, project.status())
                .set(PROJECTS.VISIBILITY, project.visibility())
                .set(PROJECTS.SETTINGS, project.settings())
                .where(PROJECTS.UUID.eq(project.id()))
                .returningResult(ProjectRows.PROJECT)
                .fetchOptional(row -> ProjectRows.project(row::get))
                .orElseThrow(() -> new Overtaken("the project was taken out of reach just now"));
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
