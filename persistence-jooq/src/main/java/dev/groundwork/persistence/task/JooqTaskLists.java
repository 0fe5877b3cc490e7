package dev.groundwork.persistence.task;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.app.Tables.PROJECT_MEMBERS;
import static dev.groundwork.persistence.schema.app.Tables.TASKS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.task.TaskLists;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.domain.task.TaskStatus;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Search;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.project.ProjectRows;
import dev.groundwork.persistence.schema.app.Routines;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Lists of tasks; which index serves which order and filter is in this module's README. */
public final class JooqTaskLists implements TaskLists {
    private static final String POSITION = "position";

    private final Unit unit;

    public JooqTaskLists(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Task> of(ProjectId project, TaskQuery query, Page.Request page) {
        Condition inProject = TASKS.PROJECT_ID.eq(ProjectRows.idOf(project));
        return list(
                "tasks of " + project,
                query,
                page,
                part -> inProject.and(filters(query)).and(part.condition()));
    }

    /**
     * The first so many of each project, each found by that project's index for the order, and of all of these the first so many: as
     * fast as one project's times the number of projects, and never by sorting all tasks.
     */
    @Override
    public Page<Task> ofMyProjects(TaskQuery query, Page.Request page) {
        return list("my tasks", query, page, part -> TASKS.ID.in(firstOfEach(query, part)));
    }

    private static Select<Record1<Long>> firstOfEach(TaskQuery query, Keyset.Part part) {
        Table<?> ofOne = lateral(select(TASKS.ID, sortColumn(query).as(POSITION))
                        .from(TASKS)
                        .where(TASKS.PROJECT_ID.eq(PROJECT_MEMBERS.PROJECT_ID), filters(query), part.condition())
                        .orderBy(part.order())
                        .limit(part.limit()))
                .as("of_one");
        Field<Long> id = field(ofOne.getQualifiedName().append(TASKS.ID.getUnqualifiedName()), TASKS.ID.getDataType());
        Field<?> position = field(
                ofOne.getQualifiedName().append(POSITION), sortColumn(query).getDataType());
        List<SortField<?>> order = query.descending()
                ? List.of(position.desc().nullsLast(), id.desc())
                : List.of(position.asc(), id.asc());
        return select(id)
                .from(PROJECT_MEMBERS)
                .join(PROJECTS)
                .on(PROJECTS.ID.eq(PROJECT_MEMBERS.PROJECT_ID))
                .and(PROJECTS.STATUS.ne(inline(ProjectStatus.DELETED, PROJECTS.STATUS)))
                .crossJoin(ofOne)
                .where(PROJECT_MEMBERS.USER_ID.eq(select(Routines.currentUserId())))
                .orderBy(order)
                .limit(part.limit());
    }

    private Page<Task> list(
            String list, TaskQuery query, Page.Request page, Function<Keyset.Part, Condition> condition) {
        Field<?> column = sortColumn(query);
        List<Field<?>> columns = Stream.concat(JooqTaskStore.TASK.stream(), Stream.of(TASKS.ID, column))
                .toList();
        return order(list + " " + query, query, column)
                .fetch(
                        page,
                        part -> unit.sql()
                                .select(columns)
                                .from(TASKS)
                                .where(condition.apply(part))
                                .orderBy(part.order())
                                .limit(part.limit())
                                .fetch(),
                        row -> JooqTaskStore.task(row::get));
    }

    private static Keyset order(String list, TaskQuery query, Field<?> column) {
        if (query.sort() == TaskQuery.Sort.DUE_DATE) {
            return Keyset.nullsLast(list, query.descending(), column, TASKS.ID);
        }
        return query.descending()
                ? Keyset.descending(list, column, TASKS.ID)
                : Keyset.ascending(list, column, TASKS.ID);
    }

    private static Field<?> sortColumn(TaskQuery query) {
        return switch (query.sort()) {
            case TITLE -> TASKS.TITLE;
            case PRIORITY -> TASKS.PRIORITY_RANK;
            case DUE_DATE -> TASKS.DUE_DATE;
            case CREATED_AT -> TASKS.CREATED_AT;
            case UPDATED_AT -> TASKS.UPDATED_AT;
        };
    }

    private static Condition filters(TaskQuery query) {
        @Nullable TaskStatus status = query.progress().status();
        @Nullable Priority priority = query.progress().priority();
        @Nullable UserId assignee = query.people().assignee();
        @Nullable UserId creator = query.people().creator();
        @Nullable Instant after = query.due().after();
        @Nullable Instant before = query.due().before();
        @Nullable String text = query.text();
        return noCondition()
                .and(status == null ? noCondition() : TASKS.STATUS.eq(status))
                .and(priority == null ? noCondition() : TASKS.PRIORITY.eq(priority))
                .and(assignee == null ? noCondition() : TASKS.ASSIGNEE_ID.eq(Persons.idOf(assignee)))
                .and(creator == null ? noCondition() : TASKS.CREATOR_ID.eq(Persons.idOf(creator)))
                .and(after == null ? noCondition() : TASKS.DUE_DATE.ge(after))
                .and(before == null ? noCondition() : TASKS.DUE_DATE.lt(before))
                .and(
                        query.labels().values().isEmpty()
                                ? noCondition()
                                : condition("{0} @> {1}", TASKS.LABELS, val(query.labels(), TASKS.LABELS)))
                .and(text == null ? noCondition() : Search.mentions(TASKS.TITLE, text));
    }
}
