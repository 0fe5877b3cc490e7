package dev.groundwork.persistence.task;

import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.grouping;
import static org.jooq.impl.DSL.groupingSets;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.TaskStats;
import dev.groundwork.domain.task.TaskStats.OfAssignee;
import dev.groundwork.domain.task.TaskStats.OfWeek;
import dev.groundwork.domain.task.TaskStatus;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.project.ProjectRows;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** A project's tasks in figures: grouped in every way at once, so that PostgreSQL reads them once. */
final class TaskFigures {
    private static final Field<LocalDate> WEEK = field("week", LocalDate.class);
    private static final Field<Boolean> OVERDUE = field("overdue", Boolean.class);
    private static final Field<TaskStatus> STATUS = field("status", TASKS.STATUS.getDataType());
    private static final Field<Priority> PRIORITY = field("priority", TASKS.PRIORITY.getDataType());
    private static final Field<Long> ASSIGNEE_ID = field("assignee_id", TASKS.ASSIGNEE_ID.getDataType());
    private static final Field<Person> ASSIGNEE = Persons.person(ASSIGNEE_ID);

    private static final Field<Integer> NOT_BY_STATUS = grouping(STATUS).as("not_by_status");
    private static final Field<Integer> NOT_BY_PRIORITY = grouping(PRIORITY).as("not_by_priority");
    private static final Field<Integer> NOT_BY_ASSIGNEE = grouping(ASSIGNEE_ID).as("not_by_assignee");
    private static final Field<Integer> NOT_BY_WEEK = grouping(WEEK).as("not_by_week");
    private static final Field<Integer> COUNT = count().as("counted");
    private static final Field<Integer> COUNT_OVERDUE =
            count().filterWhere(OVERDUE).as("counted_overdue");

    private long total;
    private long overdue;
    private final Map<TaskStatus, Long> byStatus = zeros(TaskStatus.class);
    private final Map<Priority, Long> byPriority = zeros(Priority.class);
    private final List<OfAssignee> byAssignee = new ArrayList<>();
    private final List<OfWeek> completedPerWeek = new ArrayList<>();

    private TaskFigures() {}

    static TaskStats read(Unit unit, ProjectId project, Instant now) {
        TaskFigures figures = new TaskFigures();
        unit.sql()
                .select(
                        STATUS,
                        PRIORITY,
                        ASSIGNEE_ID,
                        ASSIGNEE,
                        WEEK,
                        NOT_BY_STATUS,
                        NOT_BY_PRIORITY,
                        NOT_BY_ASSIGNEE,
                        NOT_BY_WEEK,
                        COUNT,
                        COUNT_OVERDUE)
                .from(tasks(project, now))
                .groupBy(groupingSets(
                        new Field<?>[] {},
                        new Field<?>[] {STATUS},
                        new Field<?>[] {PRIORITY},
                        new Field<?>[] {ASSIGNEE_ID},
                        new Field<?>[] {WEEK}))
                .orderBy(NOT_BY_WEEK, WEEK, field(ASSIGNEE_ID.isNull()), COUNT.desc(), Persons.uuidOf(ASSIGNEE_ID))
                .forEach(figures::add);
        return new TaskStats(
                figures.total,
                figures.overdue,
                figures.byStatus,
                figures.byPriority,
                figures.byAssignee,
                figures.completedPerWeek);
    }

    private static Table<?> tasks(ProjectId project, Instant now) {
        LocalDate firstWeek = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .minusWeeks(TaskStats.WEEKS - 1L);
        Instant since = firstWeek.atStartOfDay(ZoneOffset.UTC).toInstant();
        Field<LocalDate> week =
                field("date_trunc('week', {0} at time zone 'UTC')::date", LocalDate.class, TASKS.COMPLETED_AT);
        return select(
                        TASKS.STATUS,
                        TASKS.PRIORITY,
                        TASKS.ASSIGNEE_ID,
                        when(TASKS.COMPLETED_AT.ge(since), week).as(WEEK),
                        field(TASKS.DUE_DATE
                                        .lt(now)
                                        .and(TASKS.STATUS.notIn(
                                                inline(TaskStatus.DONE, TASKS.STATUS),
                                                inline(TaskStatus.CANCELLED, TASKS.STATUS))))
                                .as(OVERDUE))
                .from(TASKS)
                .where(TASKS.PROJECT_ID.eq(ProjectRows.idOf(project)))
                .asTable("tasks");
    }

    private void add(Record row) {
        long count = row.get(COUNT);
        if (row.get(NOT_BY_STATUS) == 0) {
            byStatus.put(row.get(STATUS), count);
        } else if (row.get(NOT_BY_PRIORITY) == 0) {
            byPriority.put(row.get(PRIORITY), count);
        } else if (row.get(NOT_BY_ASSIGNEE) == 0) {
            byAssignee.add(new OfAssignee(row.get(ASSIGNEE), count));
        } else if (row.get(NOT_BY_WEEK) == 0) {
            @Nullable LocalDate week = row.get(WEEK);
            if (week != null) {
                completedPerWeek.add(new OfWeek(week, count));
            }
        } else {
            total = count;
            overdue = row.get(COUNT_OVERDUE);
        }
    }

    private static <E extends Enum<E>> Map<E, Long> zeros(Class<E> type) {
        Map<E, Long> zeros = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            zeros.put(constant, 0L);
        }
        return zeros;
    }
}
