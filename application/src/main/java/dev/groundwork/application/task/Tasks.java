package dev.groundwork.application.task;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.application.task.TaskStore.Found;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStats;
import org.jspecify.annotations.Nullable;

/** The tasks. Safe for use by several threads. */
public final class Tasks {
    private final Ports ports;

    public Tasks(Ports ports) {
        this.ports = ports;
    }

    /**
     * Makes a task in a project.
     *
     * @throws Refused not found, unauthenticated, forbidden or conflict as {@link ProjectAccess#require} says of
     *     {@link ProjectRight#TASKS_CREATE}; invalid at {@code /assignee} where the assignee is no member
     */
    public Task create(Actor actor, ProjectId project, NewTask task) {
        return create(actor, project, task, null);
    }

    /**
     * As {@link #create(Actor, ProjectId, NewTask)}.
     *
     * @param expectedVersion the version of the project that it was decided on; null for whichever there is
     * @throws Refused as there; stale where the project has another version
     */
    public Task create(Actor actor, ProjectId project, NewTask task, @Nullable Long expectedVersion) {
        return create(actor, new TaskId(ports.ids().next()), project, task, expectedVersion);
    }

    /**
     * As {@link #create(Actor, ProjectId, NewTask, Long)}, under an id that was chosen before, so that a broken-off try can be
     * told from none.
     *
     * @throws Refused as there; conflict where the id is taken
     */
    public Task create(Actor actor, TaskId id, ProjectId project, NewTask task, @Nullable Long expectedVersion) {
        return ports.work().in(actor, tx -> {
            ProjectAccess access = tx.projects().find(project).orElseThrow(ProjectAccess::noSuchProject);
            access.require(ProjectRight.TASKS_CREATE);
            access.project().revision().requireVersion(expectedVersion);
            UserId creator = actor.requireUser().id();
            Task.Progress progress = Task.Progress.startingAs(task.status(), tx.now());
            return tx.tasks().add(id, project, new Draft(task.content(), task.assignee(), progress), creator);
        });
    }

    /**
     * One task.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none or the actor may not know of it
     */
    public Task find(Actor actor, TaskId id) {
        return ports.work().in(actor, tx -> readable(tx, id).task());
    }

    /**
     * Changes a task.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @return the task as it is now
     * @throws Refused not found, unauthenticated, forbidden or conflict as {@link ProjectAccess#require} says of
     *     {@link ProjectRight#TASKS_UPDATE}; stale where the task has another version; invalid at {@code /assignee} where the
     *     assignee is no member
     */
    public Task change(Actor actor, TaskId id, TaskChange change, @Nullable Long expectedVersion) {
        return ports.work().in(actor, tx -> {
            readable(tx, id).access().require(ProjectRight.TASKS_UPDATE);
            Task task = tx.tasks().findForUpdate(id).orElseThrow(Tasks::noSuchTask);
            task.revision().requireVersion(expectedVersion);
            return tx.tasks().update(id, changed(task, change, tx));
        });
    }

    /**
     * A project's tasks in figures.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is no such project or the actor may not know of it
     */
    public TaskStats stats(Actor actor, ProjectId project) {
        return ports.work().in(actor, tx -> {
            Projects.readable(tx, project);
            return tx.tasks().stats(project, tx.now());
        });
    }

    private static Draft changed(Task task, TaskChange change, Transaction tx) {
        @Nullable
        UserId assignee = task.assignee() == null ? null : task.assignee().id();
        return new Draft(
                change.applyTo(task.content()),
                change.assignee().orElse(assignee),
                change.applyTo(task.progress(), tx.now()));
    }

    private static Found readable(Transaction tx, TaskId id) {
        Found found = tx.tasks().find(id).filter(one -> one.access().mayRead()).orElseThrow(Tasks::noSuchTask);
        Projects.enterReading(tx, found.access());
        return found;
    }

    private static Refused noSuchTask() {
        return Refused.notFound("There is no such task.");
    }
}
