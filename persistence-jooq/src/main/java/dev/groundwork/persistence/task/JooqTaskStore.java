package dev.groundwork.persistence.task;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStats;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import dev.groundwork.persistence.project.ProjectRows;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Tasks in {@code app.tasks}. */
public final class JooqTaskStore implements TaskStore {
    private static final Field<ProjectId> PROJECT =
            field(select(PROJECTS.UUID).from(PROJECTS).where(PROJECTS.ID.eq(TASKS.PROJECT_ID)));

    private static final Field<Person> ASSIGNEE = Persons.person(TASKS.ASSIGNEE_ID);
    private static final Field<Person> CREATOR = Persons.person(TASKS.CREATOR_ID);

    /** All of a task but its project. */
    private static final List<Field<?>> COLUMNS = List.of(
            TASKS.UUID,
            TASKS.TITLE,
            TASKS.DESCRIPTION,
            TASKS.PRIORITY,
            TASKS.LABELS,
            TASKS.DUE_DATE,
            ASSIGNEE,
            CREATOR,
            TASKS.STATUS,
            TASKS.COMPLETED_AT,
            TASKS.CREATED_AT,
            TASKS.UPDATED_AT,
            TASKS.VERSION);

    static final List<Field<?>> TASK =
            Stream.concat(COLUMNS.stream(), Stream.of(PROJECT)).toList();

    private static final Prepared FIND = Prepared.select(
            Stream.concat(COLUMNS.stream(), ProjectRows.ACCESS.stream()).toList(),
            tasks -> tasks.from(TASKS)
                    .join(PROJECTS)
                    .on(PROJECTS.ID.eq(TASKS.PROJECT_ID))
                    .leftJoin(PROJECT_MEMBERS)
                    .on(ProjectRows.IS_MINE)
                    .where(TASKS.UUID.eq(param("id", TASKS.UUID))));

    static final String ASSIGNEE_IS_MEMBER = "tasks_project_id_assignee_id_fkey";

    private final Unit unit;

    public JooqTaskStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Found> find(TaskId id) {
        return FIND.find(unit, val(id, TASKS.UUID))
                .map(row -> new Found(task(row, row.get(PROJECTS.UUID)), ProjectRows.access(row, unit)));
    }

    @Override
    public Optional<Task> findForUpdate(TaskId id) {
        return unit.sql()
                .select(TASK)
                .from(TASKS)
                .where(TASKS.UUID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(row -> task(row::get));
    }

    @Override
    public Task add(TaskId id, ProjectId project, Draft draft, UserId creator) {
        return insert(id, project, draft, creator, Map.of());
    }

    @Override
    public Task restore(TaskId id, ProjectId project, Draft draft, UserId creator, Revision last) {
        return insert(
                id,
                project,
                draft,
                creator,
                Map.of(
                        TASKS.CREATED_AT,
                        last.createdAt(),
                        TASKS.UPDATED_AT,
                        last.updatedAt(),
                        TASKS.VERSION,
                        last.version() + 1));
    }

    private Task insert(TaskId id, ProjectId project, Draft draft, UserId creator, Map<Field<?>, ?> stamps) {
        return assigneeBelongs(() -> unit.sql()
                        .insertInto(TASKS)
                        .set(TASKS.UUID, id)
                        .set(TASKS.PROJECT_ID, ProjectRows.idOf(project))
                        .set(TASKS.CREATOR_ID, Persons.idOf(creator))
                        .set(columns(draft))
                        .set(stamps)
                        .onConflict(TASKS.UUID)
                        .doNothing()
                        .returningResult(TASK)
                        .fetchOptional(row -> task(row::get)))
                .orElseThrow(() -> Refused.conflict("There is a task of this id already."));
    }

    @Override
    public void delete(TaskId id) {
        if (unit.sql().deleteFrom(TASKS).where(TASKS.UUID.eq(id)).execute() == 0) {
            throw new Overtaken("the task was deleted just now");
        }
    }

    @Override
    public Task update(TaskId id, Draft draft) {
        return assigneeBelongs(() -> unit.sql()
                        .update(TASKS)
                        .set(columns(draft))
                        .where(TASKS.UUID.eq(id))
                        .returningResult(TASK)
                        .fetchOptional(row -> task(row::get)))
                .orElseThrow(() -> new Overtaken("the task was deleted just now"));
    }

    @Override
    public TaskStats stats(ProjectId project, Instant now) {
        return TaskFigures.read(unit, project, now);
    }

    static Task task(Values row) {
        return task(row, row.get(PROJECT));
    }

    private static Task task(Values row, ProjectId project) {
        return new Task(
                row.get(TASKS.UUID),
                project,
                new Task.Content(
                        row.get(TASKS.TITLE),
                        row.get(TASKS.DESCRIPTION),
                        row.get(TASKS.PRIORITY),
                        row.get(TASKS.LABELS),
                        row.get(TASKS.DUE_DATE)),
                row.get(ASSIGNEE),
                row.get(CREATOR),
                new Task.Progress(row.get(TASKS.STATUS), row.get(TASKS.COMPLETED_AT)),
                new Revision(row.get(TASKS.CREATED_AT), row.get(TASKS.UPDATED_AT), row.get(TASKS.VERSION)));
    }

    static Map<Field<?>, @Nullable Object> columns(Draft draft) {
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
