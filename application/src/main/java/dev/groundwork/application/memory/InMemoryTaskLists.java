package dev.groundwork.application.memory;

import dev.groundwork.application.task.TaskLists;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

final class InMemoryTaskLists implements TaskLists {
    private final Unit unit;

    InMemoryTaskLists(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Task> of(ProjectId project, TaskQuery query, Page.Request page) {
        return list(row -> row.project().equals(project), query, page);
    }

    @Override
    public Page<Task> ofMyProjects(TaskQuery query, Page.Request page) {
        UserId me = unit.me();
        Tables tables = unit.tables();
        return list(
                row -> me != null
                        && tables.members.contains(new StoredMember.Seat(row.project(), me))
                        && tables.projects.get(row.project()).status() != ProjectStatus.DELETED,
                query,
                page);
    }

    private Page<Task> list(Predicate<StoredTask> which, TaskQuery query, Page.Request page) {
        InMemoryTaskStore tasks = new InMemoryTaskStore(unit);
        List<StoredTask> found = unit.tables().tasks.rows().stream()
                .filter(which)
                .filter(row -> unit.security().sees(unit.tables().projects.get(row.project())))
                .filter(row -> matches(row, query))
                .toList();
        return Paging.page(found, page, order(query)).map(tasks::withPeople);
    }

    private static boolean matches(StoredTask row, TaskQuery query) {
        Task.Content content = row.draft().content();
        return isOrAny(query.progress().status(), row.draft().progress().status())
                && isOrAny(query.progress().priority(), content.priority())
                && isOrAny(query.people().assignee(), row.draft().assignee())
                && isOrAny(query.people().creator(), row.creator())
                && new HashSet<>(content.labels().values())
                        .containsAll(query.labels().values())
                && query.due().includes(content.dueDate())
                && mentions(content.title(), query.text());
    }

    private static boolean isOrAny(@Nullable Object wanted, @Nullable Object is) {
        return wanted == null || wanted.equals(is);
    }

    private static boolean mentions(String title, @Nullable String text) {
        return text == null || title.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private static String rank(Priority priority) {
        return Integer.toString(List.of(Priority.values()).indexOf(priority));
    }

    private static List<Paging.Column<StoredTask>> order(TaskQuery query) {
        Function<StoredTask, @Nullable String> key = switch (query.sort()) {
            case TITLE -> row -> row.draft().content().title();
            case PRIORITY -> row -> rank(row.draft().content().priority());
            case DUE_DATE ->
                row -> {
                    var due = row.draft().content().dueDate();
                    return due == null ? null : Columns.sortable(due);
                };
            case CREATED_AT -> row -> Columns.sortable(row.revision().createdAt());
            case UPDATED_AT -> row -> Columns.sortable(row.revision().updatedAt());
        };
        boolean descending = query.descending();
        return List.of(
                new Paging.Column<>(key, descending),
                new Paging.Column<>(row -> Columns.sortable(row.revision().createdAt()), descending),
                new Paging.Column<>(row -> row.id().toString(), descending));
    }
}
