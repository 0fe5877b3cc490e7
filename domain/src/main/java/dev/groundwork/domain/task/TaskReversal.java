package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What sets a task's fields back to what they were before one change, and leaves every other field. */
public record TaskReversal(Set<String> fields, TaskChange change, Task.@Nullable Progress progress) {
    public TaskReversal {
        fields = Set.copyOf(fields);
        Objects.requireNonNull(change);
    }

    /** Undoes an {@code UPDATE} of a task. */
    public static TaskReversal of(Activity update) {
        Map<String, @Nullable Object> before = update.before();
        Set<String> fields = new LinkedHashSet<>(before.keySet());
        // completedAt follows the status; nobody sets it alone.
        fields.retainAll(TaskChange.MEMBERS);
        TaskChange change = TaskChange.parse(Input.of(before));
        return new TaskReversal(fields, change, progress(before));
    }

    /** A task that is done again has been since it was. */
    private static Task.@Nullable Progress progress(Map<String, @Nullable Object> before) {
        if (!before.containsKey("status")) {
            return null;
        }
        return RecordedTask.progressOf(before);
    }

    /** The content set back. */
    public Task.Content applyTo(Task.Content content) {
        return change.applyTo(content);
    }

    /** The assignee set back. */
    public @Nullable UserId applyTo(@Nullable UserId assignee) {
        return change.assignee().orElse(assignee);
    }

    /** The progress set back. */
    public Task.Progress applyTo(Task.Progress current) {
        return progress == null ? current : progress;
    }
}
