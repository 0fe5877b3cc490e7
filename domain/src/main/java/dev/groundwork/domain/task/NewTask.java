package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.UserId;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task is made from.
 *
 * @param assignee a member of the project; null for nobody yet
 */
public record NewTask(Task.Content content, @Nullable UserId assignee, TaskStatus status) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS =
            Set.of("title", "description", "assignee", "status", "priority", "labels", "dueDate");

    public NewTask {
        Objects.requireNonNull(content);
        Objects.requireNonNull(status);
    }

    /** A task of that title, to do, of medium priority, nobody's yet. */
    public static NewTask titled(String title) {
        return new NewTask(
                new Task.Content(Task.parseTitle(title), null, Priority.MEDIUM, Labels.NONE, null),
                null,
                TaskStatus.TODO);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static NewTask parse(Input input) {
        var title = input.required("title", Input.text(Task::parseTitle));
        var description = input.optional("description", Input.text(Task::parseDescription));
        var assignee = input.optional("assignee", TaskChange::readUser);
        var status = input.optional("status", Input.oneOf(TaskStatus.class), TaskStatus.TODO);
        var priority = input.optional("priority", Input.oneOf(Priority.class), Priority.MEDIUM);
        var labels = input.optional("labels", Labels::read, Labels.NONE);
        var dueDate = input.optional("dueDate", Input.instant());
        input.refuseIfInvalid();
        return new NewTask(
                new Task.Content(title.get(), description.get(), priority.get(), labels.get(), dueDate.get()),
                assignee.get(),
                status.get());
    }
}
