package dev.groundwork.persistence.task;

import static dev.groundwork.persistence.schema.app.Tables.PEOPLE;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.task.TaskBatchStore;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.project.ProjectRows;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.InsertSetStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Batches of tasks: one statement for all that are added, one round trip for all that are changed. */
public final class JooqTaskBatchStore implements TaskBatchStore {
    private final Unit unit;

    public JooqTaskBatchStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Map<TaskId, Task> findForUpdate(ProjectId project, Set<TaskId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return unit.sql()
                .select(JooqTaskStore.TASK)
                .from(TASKS)
                .where(TASKS.UUID.in(ids), TASKS.PROJECT_ID.eq(ProjectRows.idOf(project)))
                .orderBy(TASKS.ID)
                .forNoKeyUpdate()
                .fetchMap(TASKS.UUID, row -> JooqTaskStore.task(row::get));
    }

    @Override
    public Set<UserId> members(ProjectId project, Set<UserId> people) {
        if (people.isEmpty()) {
            return Set.of();
        }
        return unit.sql()
                .select(PEOPLE.UUID)
                .from(PROJECT_MEMBERS)
                .join(PEOPLE)
                .on(PEOPLE.ID.eq(PROJECT_MEMBERS.USER_ID))
                .where(PROJECT_MEMBERS.PROJECT_ID.eq(ProjectRows.idOf(project)), PEOPLE.UUID.in(people))
                .fetchSet(PEOPLE.UUID);
    }

    @Override
    public List<Task> write(ProjectId project, UserId creator, List<Written> tasks) {
        Map<UserId, Long> people = numbers(creator, tasks);
        try {
            add(
                    project,
                    people.get(creator),
                    tasks.stream().filter(Written::added).toList(),
                    people);
            change(tasks.stream().filter(task -> !task.added()).toList(), people);
        } catch (DataAccessException e) {
            if (Constraints.broke(e, JooqTaskStore.ASSIGNEE_IS_MEMBER)) {
                throw new Overtaken("an assignee left the project just now");
            }
            throw e;
        }
        return read(tasks.stream().map(Written::id).toList());
    }

    private Map<UserId, Long> numbers(UserId creator, List<Written> tasks) {
        Set<UserId> people = new HashSet<>();
        people.add(creator);
        tasks.stream()
                .map(task -> task.draft().assignee())
                .filter(Objects::nonNull)
                .forEach(people::add);
        return unit.sql()
                .select(PEOPLE.UUID, PEOPLE.ID)
                .from(PEOPLE)
                .where(PEOPLE.UUID.in(people))
                .fetchMap(PEOPLE.UUID, PEOPLE.ID);
    }

    private void add(ProjectId project, @Nullable Long creator, List<Written> tasks, Map<UserId, Long> people) {
        if (tasks.isEmpty()) {
            return;
        }
        InsertSetStep<?> insert = unit.sql().insertInto(TASKS);
        @Nullable InsertSetMoreStep<?> rows = null;
        for (Written task : tasks) {
            rows = (rows == null ? insert : rows.newRecord())
                    .set(TASKS.UUID, task.id())
                    .set(TASKS.PROJECT_ID, ProjectRows.idOf(project))
                    .set(TASKS.CREATOR_ID, creator)
                    .set(columns(task.draft(), people));
        }
        int added =
                Objects.requireNonNull(rows).onConflict(TASKS.UUID).doNothing().execute();
        if (added < tasks.size()) {
            throw Refused.conflict("The batch was carried out already.");
        }
    }

    private void change(List<Written> tasks, Map<UserId, Long> people) {
        if (tasks.isEmpty()) {
            return;
        }
        // Sent together: statements that read the same become one batch.
        unit.sql()
                .batched(together -> tasks.forEach(task -> DSL.using(together)
                        .update(TASKS)
                        .set(columns(task.draft(), people))
                        .where(TASKS.UUID.eq(task.id()))
                        .execute()));
    }

    private List<Task> read(List<TaskId> ids) {
        Map<TaskId, Task> tasks = unit.sql()
                .select(JooqTaskStore.TASK)
                .from(TASKS)
                .where(TASKS.UUID.in(ids))
                .fetchMap(TASKS.UUID, row -> JooqTaskStore.task(row::get));
        return ids.stream()
                .map(id -> {
                    @Nullable Task task = tasks.get(id);
                    if (task == null) {
                        throw new Overtaken("a task was deleted just now");
                    }
                    return task;
                })
                .toList();
    }

    private static Map<Field<?>, @Nullable Object> columns(Draft draft, Map<UserId, Long> people) {
        Map<Field<?>, @Nullable Object> columns = JooqTaskStore.columns(draft);
        @Nullable UserId assignee = draft.assignee();
        // Whoever has no number is no member, as the foreign key will say.
        columns.put(TASKS.ASSIGNEE_ID, assignee == null ? null : people.getOrDefault(assignee, -1L));
        return columns;
    }
}
