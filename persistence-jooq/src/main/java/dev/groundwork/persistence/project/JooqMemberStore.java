package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static org.jooq.Records.mapping;

import dev.groundwork.application.project.MemberStore;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import java.util.Optional;

/** Memberships in {@code app.project_members}. */
public final class JooqMemberStore implements MemberStore {
    private final Unit unit;

    public JooqMemberStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Membership> find(ProjectId project, UserId user) {
        return unit.sql()
                .select(PROJECT_MEMBERS.ROLE, PROJECT_MEMBERS.PERMISSIONS)
                .from(PROJECT_MEMBERS)
                .join(PROJECTS)
                .on(PROJECTS.ID.eq(PROJECT_MEMBERS.PROJECT_ID))
                .where(PROJECTS.UUID.eq(project), PROJECT_MEMBERS.USER_ID.eq(Persons.idOf(user)))
                .fetchOptional(mapping(Membership::new));
    }
}
