package dev.groundwork.application.task;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStats;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks. */
public interface TaskStore {

    /** A task beside what the unit's actor may do with its project. */
    record Found(Task task, ProjectAccess access) {
        public Found {
            Objects.requireNonNull(task);
            Objects.requireNonNull(access);
        }
    }

    /** All of a task that may be written. */
    record Draft(Task.Content content, @Nullable UserId assignee, Task.Progress progress) {
        public Draft {
            Objects.requireNonNull(content);
            Objects.requireNonNull(progress);
        }

        /** What a task that is made at {@code now} begins as. */
        static Draft of(NewTask task, Instant now) {
            return new Draft(task.content(), task.assignee(), Task.Progress.startingAs(task.status(), now));
        }

        /** The task as it is. */
        static Draft of(Task task) {
            Person assignee = task.assignee();
            return new Draft(task.content(), assignee == null ? null : assignee.id(), task.progress());
        }

        /** The same after a change at {@code now}. */
        Draft after(TaskChange change, Instant now) {
            return new Draft(
                    change.applyTo(content), change.assignee().orElse(assignee), change.applyTo(progress, now));
        }
    }

    /** The task; empty where there is none or the actor may not see it. One query. */
    Optional<Found> find(TaskId id);

    /** As {@link #find}, for an actor who may change tasks; nobody else changes this one until the unit ends. */
    Optional<Task> findForUpdate(TaskId id);

    /**
     * Adds a task.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} at {@code /assignee} where the
     *     assignee is no member of the project; conflict where the id is taken, at no pointer: it was not chosen by whoever asks
     */
    Task add(TaskId id, ProjectId project, Draft draft, UserId creator);

    /**
     * Replaces a task's content, assignee and progress.
     *
     * @return the task as it is now; its version is the same where nothing really changed
     * @throws dev.groundwork.domain.Refused as {@link #add}
     */
    Task update(TaskId id, Draft draft);

    /**
     * A project's tasks in figures at {@code now}; all zero where there are none or the unit's actor may not see them. One query.
     */
    TaskStats stats(ProjectId project, Instant now);

    /**
     * Deletes a task; its history stays.
     *
     * @throws dev.groundwork.application.Overtaken where it is gone by now
     */
    void delete(TaskId id);

    /**
     * Brings a deleted task back under its id, as the same task: its versions go on, and it is as old as it was. As the service
     * only.
     *
     * @param last the last revision it had
     * @throws dev.groundwork.domain.Refused as {@link #add}
     */
    Task restore(TaskId id, ProjectId project, Draft draft, UserId creator, Revision last);
}
