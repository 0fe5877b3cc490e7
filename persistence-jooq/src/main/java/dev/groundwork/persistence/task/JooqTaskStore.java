package dev.groundwork.persistence.task;

import static dev.groundwork.persistence.project.ProjectRows.MEMBERSHIP;
import static dev.groundwork.persistence.project.ProjectRows.PROJECT;
import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.project.ProjectRows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Tasks in {@code app.tasks}. */
public final class JooqTaskStore implements TaskStore {
    private static final SelectField<Task> TASK = row(
                    TASKS.UUID,
                    field(select(PROJECTS.UUID).from(PROJECTS).where(PROJECTS.ID.eq(TASKS.PROJECT_ID))),
                    row(TASKS.TITLE, TASKS.DESCRIPTION, TASKS.PRIORITY, TASKS.LABELS, TASKS.DUE_DATE)
                            .mapping(Task.Content::new),
                    Persons.person(TASKS.ASSIGNEE_ID),
                    Persons.person(TASKS.CREATOR_ID),
                    row(TASKS.STATUS, TASKS.COMPLETED_AT).mapping(Task.Progress::new),
                    row(TASKS.CREATED_AT, TASKS.UPDATED_AT, TASKS.VERSION).mapping(Revision::new))
            .mapping(Task::new);

    private static final String ASSIGNEE_IS_MEMBER = "tasks_project_id_assignee_id_fkey";

    private final Unit unit;

    public JooqTaskStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Found> find(TaskId id) {
        return unit.sql()
                .select(TASK, PROJECT, MEMBERSHIP)
                .from(TASKS)
                .join(PROJECTS)
                .on(PROJECTS.ID.eq(TASKS.PROJECT_ID))
                .leftJoin(PROJECT_MEMBERS)
                .on(ProjectRows.IS_MINE)
                .where(TASKS.UUID.eq(id))
                .fetchOptional(mapping((task, project, membership) ->
                        new Found(task, ProjectAccess.of(project, unit.actor(), membership, unit.now()))));
    }

    @Override
    public Optional<Task> findForUpdate(TaskId id) {
        return unit.sql()
                .select(TASK)
                .from(TASKS)
                .where(TASKS.UUID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(found -> found.value1());
    }

    @Override
    public Task add(TaskId id, ProjectId project, Draft draft, UserId creator) {
        return assigneeBelongs(() -> unit.sql()
                        .insertInto(TASKS)
                        .set(TASKS.UUID, id)
                        .set(
                                TASKS.PROJECT_ID,
                                select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.UUID.eq(project)))
                        .set(TASKS.CREATOR_ID, Persons.idOf(creator))
                        .set(columns(draft))
                        .onConflict(TASKS.UUID)
                        .doNothing()
                        .returningResult(TASK)
                        .fetchOptional(found -> found.value1()))
                .orElseThrow(() -> Refused.conflict("There is a task of this id already."));
    }

    @Override
    public Task update(TaskId id, Draft draft) {
        return assigneeBelongs(() -> unit.sql()
                        .update(TASKS)
                        .set(columns(draft))
                        .where(TASKS.UUID.eq(id))
                        .returningResult(TASK)
                        .fetchOptional(found -> found.value1()))
                .orElseThrow(() -> new Overtaken("the task was deleted just now"));
    }

    private static Map<Field<?>, @Nullable Object> columns(Draft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(TASKS.TITLE, draft.content().title());
        columns.put(TASKS.DESCRIPTION, draft.content().description());
        columns.put(TASKS.ASSIGNEE_ID, assignee(draft.assignee()));
        columns.put(TASKS.STATUS, draft.progress().status());
        columns.put(TASKS.PRIORITY, draft.content().priority());
        columns.put(TASKS.LABELS, draft.content().labels());
        columns.put(TASKS.DUE_DATE, draft.content().dueDate());
        columns.put(TASKS.COMPLETED_AT, draft.progress().completedAt());
        return columns;
    }

    /** A stranger becomes -1, whom the foreign key refuses; null would be nobody, and let them pass as that. */
    private static @Nullable Field<Long> assignee(@Nullable UserId assignee) {
        return assignee == null ? null : coalesce(Persons.idOf(assignee), inline(-1L));
    }

    private static <T> T assigneeBelongs(Supplier<T> change) {
        try {
            return change.get();
        } catch (DataAccessException e) {
            if (Constraints.broke(e, ASSIGNEE_IS_MEMBER)) {
                throw Refused.invalidAt("/assignee", "is no member of the project");
            }
            throw e;
        }
    }
}
