package dev.groundwork.application.audit;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore.Found;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.RecordedProject;
import dev.groundwork.domain.task.RecordedTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources as they stood at the end of a millisecond, by the audit trail. Whoever may read one today may read what it was; people
 * are named as they are called now. Safe for use by several threads.
 */
public final class Past {
    private final Ports ports;

    public Past(Ports ports) {
        this.ports = ports;
    }

    /**
     * A project as it stood at {@code at}.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none, the actor may not know of it, it was
     *     not there yet, or the trail does not reach back that far
     */
    public Project project(Actor actor, ProjectId id, Instant at) {
        Project present = ports.work().in(actor, tx -> Projects.readable(tx, id).project());
        // Members alone see the trail's entries; who may read the project was decided above.
        return ports.work().asService(actor, tx -> {
            PastState state = tx.past()
                    .findState("projects", id.toString(), at)
                    .filter(found -> !found.deleted())
                    .orElseThrow(() -> Refused.notFound("The project was not there at that time."))
                    .filledFrom(RecordedProject.of(present).fields());
            RecordedProject project = RecordedProject.of(state);
            UserId owner = project.owner();
            return project.toProject(
                    id,
                    owner == null ? Map.of() : tx.users().people(Set.of(owner)),
                    state.revision(present.revision()));
        });
    }

    /**
     * A task as it stood at {@code at}; one that was deleted since for whoever may read its history.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.NotFound} where there is none, the actor may not know of it, it was
     *     not there yet or not any more, or the trail does not reach back that far
     */
    public Task task(Actor actor, TaskId id, Instant at) {
        Optional<Task> present = ports.work().in(actor, tx -> {
            Optional<Found> found =
                    tx.tasks().find(id).filter(one -> one.access().mayRead());
            found.ifPresent(one -> Projects.enterReading(tx, one.access()));
            return found.map(Found::task);
        });
        if (present.isEmpty()) {
            requireReadDeleted(actor, id);
        }
        return ports.work().asService(actor, tx -> task(tx, id, at, present.orElse(null)));
    }

    private void requireReadDeleted(Actor actor, TaskId id) {
        ProjectId project = ports.work()
                .asService(
                        actor,
                        // A task that is there was out of sight, and stays so.
                        tx -> tx.tasks().find(id).isPresent()
                                ? Optional.<ProjectId>empty()
                                : tx.past().findProject("tasks", id.toString()))
                .orElseThrow(AuditTrail::noSuchTask);
        ports.work().run(actor, tx -> {
            // Of a task that is gone nothing is left but its history, which is its project's members' alone.
            ProjectAccess access = tx.projects()
                    .find(project)
                    .filter(ProjectAccess::mayReadHistory)
                    .orElseThrow(AuditTrail::noSuchTask);
            Projects.requireHistory(tx, access);
        });
    }

    private static Task task(Transaction tx, TaskId id, Instant at, @Nullable Task present) {
        PastState state = tx.past()
                .findState("tasks", id.toString(), at)
                .filter(found -> !found.deleted())
                .orElseThrow(() -> Refused.notFound("The task was not there at that time."));
        if (present != null) {
            state = state.filledFrom(RecordedTask.of(present).fields());
        }
        RecordedTask task = RecordedTask.of(state);
        return task.toTask(
                id, tx.users().people(task.people()), state.revision(present == null ? null : present.revision()));
    }
}
