package dev.groundwork.domain.task;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partial change of a task. */
public record TaskChange(
        Change<String> title,
        Change<@Nullable String> description,
        Change<@Nullable UserId> assignee,
        Change<TaskStatus> status,
        Change<Priority> priority,
        Change<Labels> labels,
        Change<@Nullable Instant> dueDate) {

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = NewTask.MEMBERS;

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static TaskChange parse(Input input) {
        var title = input.change("title", Input.text(Task::parseTitle));
        var description = input.nullableChange("description", Input.text(Task::parseDescription));
        var assignee = input.nullableChange("assignee", TaskChange::readUser);
        var status = input.change("status", Input.oneOf(TaskStatus.class));
        var priority = input.change("priority", Input.oneOf(Priority.class));
        var labels = input.change("labels", Labels::read);
        var dueDate = input.nullableChange("dueDate", Input.instant());
        input.refuseIfInvalid();
        return new TaskChange(
                title.get(),
                description.get(),
                assignee.get(),
                status.get(),
                priority.get(),
                labels.get(),
                dueDate.get());
    }

    /** The content after this change. */
    public Task.Content applyTo(Task.Content content) {
        return new Task.Content(
                title.orElse(content.title()),
                description.orElse(content.description()),
                priority.orElse(content.priority()),
                labels.orElse(content.labels()),
                dueDate.orElse(content.dueDate()));
    }

    /** The progress after this change at {@code now}. */
    public Task.Progress applyTo(Task.Progress progress, Instant now) {
        return progress.to(status.orElse(progress.status()), now);
    }

    static UserId readUser(Object raw) {
        return new UserId(Input.uuid().read(raw));
    }
}
