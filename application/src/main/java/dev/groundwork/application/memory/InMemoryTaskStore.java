package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStats;
import dev.groundwork.domain.task.TaskStatus;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

final class InMemoryTaskStore implements TaskStore {
    private static final String TABLE = "tasks";

    private final Unit unit;

    InMemoryTaskStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Found> find(TaskId id) {
        Tables tables = unit.tables();
        return tables.tasks
                .find(id)
                .flatMap(row -> Optional.of(tables.projects.get(row.project()))
                        .filter(unit.security()::sees)
                        .map(project -> new Found(withPeople(row), new InMemoryProjectStore(unit).access(project))));
    }

    @Override
    public Optional<Task> findForUpdate(TaskId id) {
        return unit.tables()
                .tasks
                .find(id)
                .filter(row -> unit.security().mayWrite(row.project(), ProjectRight.TASKS_UPDATE))
                .map(this::withPeople);
    }

    @Override
    public Task add(TaskId id, ProjectId project, Draft draft, UserId creator) {
        RowSecurity security = unit.security();
        if (!security.mayActAs(creator) || !security.mayWrite(project, ProjectRight.TASKS_CREATE)) {
            throw RowSecurity.violated("the task's project or creator");
        }
        Tables tables = unit.tables();
        if (tables.tasks.contains(id)) {
            throw Refused.conflict("There is a task of this id already.");
        }
        requireMember(tables, project, draft);
        return withPeople(insert(new StoredTask(
                id, project, draft, tables.users.get(creator).user().id(), unit.firstRevision())));
    }

    @Override
    public void delete(TaskId id) {
        StoredTask row = unit.tables().tasks.find(id).orElseThrow(() -> new Overtaken("the task was deleted just now"));
        if (!unit.security().mayWrite(row.project(), ProjectRight.TASKS_DELETE)) {
            throw RowSecurity.violated("the task's project");
        }
        unit.tables().tasks.remove(id);
        unit.log(
                Activity.DELETE,
                TABLE,
                id.toString(),
                row.project(),
                Columns.NONE.since(row.recorded()),
                unit.nextRevision(row.revision()).updatedAt());
    }

    @Override
    public Task restore(TaskId id, ProjectId project, Draft draft, UserId creator, Revision last) {
        Tables tables = unit.asService();
        if (tables.tasks.contains(id)) {
            throw Refused.conflict("There is a task of this id already.");
        }
        requireMember(tables, project, draft);
        return withPeople(insert(new StoredTask(
                id, project, draft, tables.users.get(creator).user().id(), unit.revivedRevision(last))));
    }

    private StoredTask insert(StoredTask row) {
        unit.tables().tasks.put(row.id(), row);
        unit.logInsert(
                TABLE,
                row.id().toString(),
                row.project(),
                row.recorded(),
                row.revision().updatedAt());
        return row;
    }

    @Override
    public Task update(TaskId id, Draft draft) {
        Tables tables = unit.tables();
        StoredTask before = tables.tasks.get(id);
        if (!unit.security().mayWrite(before.project(), ProjectRight.TASKS_UPDATE)) {
            throw RowSecurity.violated("the task's project");
        }
        if (draft.equals(before.draft())) {
            return withPeople(before);
        }
        requireMember(tables, before.project(), draft);
        return withPeople(change(before, draft));
    }

    /** As the database does where the assignee's membership goes. */
    void unassign(StoredTask task) {
        change(task, new Draft(task.draft().content(), null, task.draft().progress()));
    }

    private StoredTask change(StoredTask before, Draft draft) {
        StoredTask row = before.with(draft, unit.nextRevision(before.revision()));
        unit.tables().tasks.put(row.id(), row);
        unit.logUpdate(
                TABLE,
                row.id().toString(),
                row.project(),
                before.recorded(),
                row.recorded(),
                row.revision().updatedAt());
        return row;
    }

    private static void requireMember(Tables tables, ProjectId project, Draft draft) {
        UserId assignee = draft.assignee();
        if (assignee != null && !tables.members.contains(new StoredMember.Seat(project, assignee))) {
            throw Refused.invalidAt("/assignee", "must be a member of the project");
        }
    }

    Task withPeople(StoredTask row) {
        Tables tables = unit.tables();
        UserId assignee = row.draft().assignee();
        return row.withPeople(assignee == null ? null : tables.person(assignee), tables.person(row.creator()));
    }

    @Override
    public TaskStats stats(ProjectId project, Instant now) {
        Tables tables = unit.tables();
        boolean visible =
                tables.projects.find(project).filter(unit.security()::sees).isPresent();
        List<StoredTask> tasks = tables.tasks.rows().stream()
                .filter(task -> visible && task.project().equals(project))
                .toList();
        return new TaskStats(
                tasks.size(),
                tasks.stream().filter(task -> isOverdue(task.draft(), now)).count(),
                counted(
                        TaskStatus.values(),
                        tasks,
                        task -> task.draft().progress().status()),
                counted(Priority.values(), tasks, task -> task.draft().content().priority()),
                byAssignee(tasks),
                completedPerWeek(tasks, now));
    }

    private static boolean isOverdue(Draft draft, Instant now) {
        Instant due = draft.content().dueDate();
        TaskStatus status = draft.progress().status();
        return due != null && due.isBefore(now) && status != TaskStatus.DONE && status != TaskStatus.CANCELLED;
    }

    private static <K> Map<K, Long> counted(K[] all, List<StoredTask> tasks, Function<StoredTask, K> key) {
        Map<K, Long> counts = new HashMap<>();
        for (K one : all) {
            counts.put(one, 0L);
        }
        tasks.forEach(task -> counts.merge(key.apply(task), 1L, Long::sum));
        return counts;
    }

    private List<TaskStats.OfAssignee> byAssignee(List<StoredTask> tasks) {
        Map<Optional<UserId>, Long> counts = tasks.stream()
                .collect(Collectors.groupingBy(
                        task -> Optional.ofNullable(task.draft().assignee()), Collectors.counting()));
        Comparator<Map.Entry<Optional<UserId>, Long>> nobodyLast =
                Comparator.comparing(count -> count.getKey().isEmpty());
        return counts.entrySet().stream()
                .sorted(nobodyLast
                        .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .thenComparing(
                                count -> count.getKey().map(UserId::toString).orElse("")))
                .map(count -> new TaskStats.OfAssignee(
                        count.getKey().map(unit.tables()::person).orElse(null), count.getValue()))
                .toList();
    }

    private static List<TaskStats.OfWeek> completedPerWeek(List<StoredTask> tasks, Instant now) {
        LocalDate first = weekOf(now).minusWeeks(TaskStats.WEEKS - 1L);
        return tasks.stream()
                .map(task -> task.draft().progress().completedAt())
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(InMemoryTaskStore::weekOf, TreeMap::new, Collectors.counting()))
                .tailMap(first)
                .entrySet()
                .stream()
                .map(week -> new TaskStats.OfWeek(week.getKey(), week.getValue()))
                .toList();
    }

    private static LocalDate weekOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
