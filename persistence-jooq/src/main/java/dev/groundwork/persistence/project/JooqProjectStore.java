package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.project.ProjectStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import java.util.Optional;

/** Projects in {@code app.projects}. */
public final class JooqProjectStore implements ProjectStore {
    private static final Prepared FIND = Prepared.select(ProjectRows.ACCESS, projects -> projects.from(PROJECTS)
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
}
