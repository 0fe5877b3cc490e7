package dev.groundwork.persistence.project;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import dev.groundwork.persistence.schema.app.Routines;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A project beside what the unit's actor is in it, as every store reads it that needs one. */
public final class ProjectRows {
    private static final Field<Person> OWNER = Persons.person(PROJECTS.OWNER_ID);

    static final List<Field<?>> PROJECT = List.of(
            PROJECTS.UUID,
            PROJECTS.NAME,
            PROJECTS.DESCRIPTION,
            OWNER,
            PROJECTS.STATUS,
            PROJECTS.VISIBILITY,
            PROJECTS.SETTINGS,
            PROJECTS.CREATED_AT,
            PROJECTS.UPDATED_AT,
            PROJECTS.VERSION);

    /** What {@link #access} reads, of a project left-joined with its members on {@link #IS_MINE}. */
    public static final List<Field<?>> ACCESS = Stream.<Field<?>>concat(
                    PROJECT.stream(), Stream.of(PROJECT_MEMBERS.ROLE, PROJECT_MEMBERS.PERMISSIONS))
            .toList();

    /** The membership of the unit's actor in the project. In a subselect, so that PostgreSQL asks once and not per row. */
    public static final Condition IS_MINE = PROJECT_MEMBERS
            .PROJECT_ID
            .eq(PROJECTS.ID)
            .and(PROJECT_MEMBERS.USER_ID.eq(DSL.select(Routines.currentUserId())));

    /**
     * The projects that the unit's actor is in. In a subselect, so that PostgreSQL asks once and not per row; cast, lest it take the
     * subselect for a list of rows.
     */
    static final Field<Long[]> MINE =
            DSL.field(DSL.select(Routines.myProjects(DSL.inline("read")))).cast(Long[].class);

    private ProjectRows() {}

    /** The numeric id of a project; null where there is none, or the actor may not see it. */
    public static Field<Long> idOf(ProjectId project) {
        return DSL.field(DSL.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.UUID.eq(project)));
    }

    static Project project(Values row) {
        return new Project(
                row.get(PROJECTS.UUID),
                row.get(PROJECTS.NAME),
                row.get(PROJECTS.DESCRIPTION),
                row.get(OWNER),
                row.get(PROJECTS.STATUS),
                row.get(PROJECTS.VISIBILITY),
                row.get(PROJECTS.SETTINGS),
                new Revision(row.get(PROJECTS.CREATED_AT), row.get(PROJECTS.UPDATED_AT), row.get(PROJECTS.VERSION)));
    }

    /** What the unit's actor may do with the row's project. */
    public static ProjectAccess access(Values row, Unit unit) {
        @Nullable MemberRole role = row.get(PROJECT_MEMBERS.ROLE);
        @Nullable
        Membership membership = role == null ? null : new Membership(role, row.get(PROJECT_MEMBERS.PERMISSIONS));
        return ProjectAccess.of(project(row), unit.actor(), membership, unit.now());
    }
}
