package dev.groundwork.application.task;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.application.task.TaskStore.Found;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskBatch;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.domain.task.TaskStats;
import java.util.List;
import java.util.UUID;
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
            return tx.tasks().add(id, project, Draft.of(task, tx.now()), creator);
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
     * Several tasks, in the order of their ids.
     *
     * @throws Refused as {@link #find}, where any of them is not to be found
     */
    public List<Task> findAll(Actor actor, List<TaskId> ids) {
        return ports.work()
                .in(actor, tx -> ids.stream().map(id -> readable(tx, id).task()).toList());
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
            return tx.tasks().update(id, Draft.of(task).after(change, tx.now()));
        });
    }

    /**
     * Deletes a task; its history stays.
     *
     * @param expectedVersion as in {@link #change}
     * @throws Refused not found, unauthenticated, forbidden or conflict as {@link ProjectAccess#require} says of
     *     {@link ProjectRight#TASKS_DELETE}; stale where the task has another version
     */
    public void delete(Actor actor, TaskId id, @Nullable Long expectedVersion) {
        ports.work().run(actor, tx -> {
            Found found = readable(tx, id);
            found.access().require(ProjectRight.TASKS_DELETE);
            found.task().revision().requireVersion(expectedVersion);
            tx.tasks().delete(id);
        });
    }

    /**
     * Makes and changes tasks of a project, all or none.
     *
     * @param seed what the new tasks' ids are made from: the same batch under the same seed makes the same tasks
     * @param expectedVersion the version of the project that it was decided on; null for whichever there is
     * @return the tasks as they are now, in the batch's order
     * @throws Refused not found, unauthenticated, forbidden or conflict as {@link ProjectAccess#require} says of the rights that
     *     the batch needs; stale where the project has another version; invalid at {@code /items/…} where a task is none of this
     *     project's or an assignee no member; conflict where the batch was carried out under this seed before
     */
    public List<Task> batch(
            Actor actor, UUID seed, ProjectId project, TaskBatch batch, @Nullable Long expectedVersion) {
        return ports.work().in(actor, tx -> {
            ProjectAccess access = Projects.readable(tx, project);
            batch.rights().forEach(access::require);
            access.project().revision().requireVersion(expectedVersion);
            return new Batches(tx, project).carryOut(actor.requireUser().id(), batch, batch.ids(seed));
        });
    }

    /** As {@link #batch(Actor, UUID, ProjectId, TaskBatch, Long)}, under ids that nobody chose. */
    public List<Task> batch(Actor actor, ProjectId project, TaskBatch batch) {
        return batch(actor, ports.ids().next(), project, batch, null);
    }

    /**
     * A project's tasks.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is no such project or the actor may not know of
     *     it; invalid where the position is none of this list
     */
    public Page<Task> list(Actor actor, ProjectId project, TaskQuery query, Page.Request page) {
        return ports.work().in(actor, tx -> {
            Projects.readable(tx, project);
            return tx.taskLists().of(project, query, page);
        });
    }

    /**
     * The tasks of all projects that the actor is a member of.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API token
     *     that does not reach into projects; invalid where the position is none of this list
     */
    public Page<Task> listMine(Actor actor, TaskQuery query, Page.Request page) {
        ProjectAccess.requireReadable(actor);
        return ports.work().in(actor, tx -> tx.taskLists().ofMyProjects(query, page));
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

    private static Found readable(Transaction tx, TaskId id) {
        Found found = tx.tasks().find(id).filter(one -> one.access().mayRead()).orElseThrow(Tasks::noSuchTask);
        Projects.enterReading(tx, found.access());
        return found;
    }

    private static Refused noSuchTask() {
        return Refused.notFound("There is no such task.");
    }
}
