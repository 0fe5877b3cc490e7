package dev.groundwork.domain.task;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.Text;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of one project.
 *
 * @param assignee a member of the project; null where nobody is
 * @param creator null where the creator's account is gone
 */
public record Task(
        TaskId id,
        ProjectId project,
        Content content,
        @Nullable Person assignee,
        @Nullable Person creator,
        Progress progress,
        Revision revision) {
    private static final int MAX_TITLE = 255;
    private static final int MAX_DESCRIPTION = 50_000;

    public Task {
        Objects.requireNonNull(id);
        Objects.requireNonNull(project);
        Objects.requireNonNull(content);
        Objects.requireNonNull(progress);
        Objects.requireNonNull(revision);
    }

    /**
     * What is to be done.
     *
     * @param title a line of 1 to 255 characters
     * @param dueDate null where there is no hurry
     */
    public record Content(
            String title,
            @Nullable String description,
            Priority priority,
            Labels labels,
            @Nullable Instant dueDate) {
        public Content {
            Objects.requireNonNull(title);
            Objects.requireNonNull(priority);
            Objects.requireNonNull(labels);
        }
    }

    /**
     * How far it has come.
     *
     * @param completedAt when it was last done; null exactly while the status is not {@link TaskStatus#DONE}
     */
    public record Progress(TaskStatus status, @Nullable Instant completedAt) {
        public Progress {
            if ((status == TaskStatus.DONE) != (completedAt != null)) {
                throw new IllegalArgumentException("completedAt follows the status alone");
            }
        }

        /** The progress of a task that starts with {@code status} at {@code now}. */
        public static Progress startingAs(TaskStatus status, Instant now) {
            return new Progress(status, status == TaskStatus.DONE ? now : null);
        }

        /** The progress after a change to {@code next} at {@code now}; done stays done since when it was. */
        public Progress to(TaskStatus next, Instant now) {
            return next == status ? this : startingAs(next, now);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no title */
    public static String parseTitle(String text) {
        return Text.line(text, MAX_TITLE);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is too long or holds control characters */
    public static String parseDescription(String text) {
        return Text.paragraphs(text, MAX_DESCRIPTION);
    }
}
