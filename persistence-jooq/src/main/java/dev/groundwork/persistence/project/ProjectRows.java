package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static org.jooq.Functions.nullOnAnyNull;
import static org.jooq.impl.DSL.row;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.schema.app.Routines;
import org.jooq.Condition;
import org.jooq.SelectField;
import org.jooq.impl.DSL;

/** A project beside what the unit's actor is in it, as every store reads it that needs one. */
public final class ProjectRows {
    public static final SelectField<Project> PROJECT = row(
                    PROJECTS.UUID,
                    PROJECTS.NAME,
                    PROJECTS.DESCRIPTION,
                    Persons.person(PROJECTS.OWNER_ID),
                    PROJECTS.STATUS,
                    PROJECTS.VISIBILITY,
                    PROJECTS.SETTINGS,
                    row(PROJECTS.CREATED_AT, PROJECTS.UPDATED_AT, PROJECTS.VERSION)
                            .mapping(Revision::new))
            .mapping(Project::new);

    /** Null where the left join of {@link #IS_MINE} found none. */
    public static final SelectField<Membership> MEMBERSHIP =
            row(PROJECT_MEMBERS.ROLE, PROJECT_MEMBERS.PERMISSIONS).mapping(nullOnAnyNull(Membership::new));

    /** The membership of the unit's actor in the project. In a subselect, so that PostgreSQL asks once and not per row. */
    public static final Condition IS_MINE = PROJECT_MEMBERS
            .PROJECT_ID
            .eq(PROJECTS.ID)
            .and(PROJECT_MEMBERS.USER_ID.eq(DSL.select(Routines.currentUserId())));

    private ProjectRows() {}
}
