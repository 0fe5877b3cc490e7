package dev.groundwork.application.audit;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.audit.Revert;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectAccess.Permit;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectReversal;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.task.RecordedTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskReversal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undoes one change and none after it. Only whoever may make the opposite change today may do so; the audit trail tells which
 * activity was undone. Safe for use by several threads.
 */
public final class Reverts {
    private static final String PROJECTS = "projects";
    private static final String TASKS = "tasks";

    private final Ports ports;

    public Reverts(Ports ports) {
        this.ports = ports;
    }

    /**
     * Undoes one change of a project, its deletion and archiving included; not a transfer, and no membership's.
     *
     * @param expectedVersion the version the wish was decided on; null for whichever there is
     * @return the project as it is now
     * @throws Refused as {@link ProjectAccess#requireReadHistory} and {@link ProjectAccess#requireSettingBackTo}; invalid at
     *     {@code /to} where it is no activity about the project itself; stale where the project has another version; conflict at
     *     each field that later changes touched, and where the activity can't be undone
     */
    public Project project(Actor actor, ProjectId id, Revert revert, @Nullable Long expectedVersion) {
        return ports.work().in(actor, tx -> {
            Projects.readableWithHistory(tx, id);
            Activity activity = revert.undoable(tx.past().findActivity(revert.to()), PROJECTS, id.toString());
            ProjectReversal reversal = ProjectReversal.of(activity);
            // Locked first: what touched it since is then all that ever will have.
            ProjectAccess access = tx.projects().findForUpdate(id).orElseThrow(Reverts::mayNotChange);
            Project wanted = reversal.applyTo(access.project());
            Permit permit = access.requireSettingBackTo(wanted);
            access.project().revision().requireVersion(expectedVersion);
            revert.requireUntouched(reversal.fields(), tx.past().listTouchedSince(activity));
            tx.because(revert.reason());
            Projects.enter(tx, id, permit);
            return tx.projects().update(permit.project());
        });
    }

    /** Who may read a project and change nothing of it finds no row to change. */
    private static Refused mayNotChange() {
        return Refused.forbidden("You need the right " + ProjectRight.PROJECT_UPDATE.key() + " in this project.");
    }

    /**
     * Undoes one change of a task, or its deletion, which brings it back under its id: an assignee who is no member of the
     * project any more is left out then.
     *
     * @param expectedVersion the version the wish was decided on; null for whichever there is
     * @return the task as it is now
     * @throws Refused not found, unauthenticated or forbidden where the actor may not read the task's history, or lacks
     *     {@link ProjectRight#TASKS_UPDATE}, of a deletion {@link ProjectRight#TASKS_CREATE}; invalid at {@code /to} where it is
     *     no activity about the task; stale where the task has another version; conflict at each field that later changes
     *     touched, and where the activity can't be undone, the project is not active, or the task is gone or back already
     */
    public Task task(Actor actor, TaskId id, Revert revert, @Nullable Long expectedVersion) {
        Optional<Task> changed = ports.work().in(actor, tx -> {
            ProjectAccess access =
                    AuditTrail.projectOf(tx, id).filter(ProjectAccess::mayRead).orElseThrow(AuditTrail::noSuchTask);
            Projects.requireHistory(tx, access);
            Activity activity = undoable(tx, id, revert);
            if (activity.action().equals(Activity.DELETE)) {
                access.require(ProjectRight.TASKS_CREATE);
                return Optional.<Task>empty();
            }
            access.require(ProjectRight.TASKS_UPDATE);
            return Optional.of(change(tx, id, activity, revert, expectedVersion));
        });
        // Nobody makes a task in somebody else's name but the service.
        return changed.orElseGet(() -> ports.work()
                .asService(actor, tx -> restore(tx, id, undoable(tx, id, revert), revert, expectedVersion)));
    }

    private static Activity undoable(Transaction tx, TaskId id, Revert revert) {
        return revert.undoable(tx.past().findActivity(revert.to()), TASKS, id.toString());
    }

    private static Task change(
            Transaction tx, TaskId id, Activity activity, Revert revert, @Nullable Long expectedVersion) {
        // Locked first: what touched it since is then all that ever will have.
        Task task = tx.tasks()
                .findForUpdate(id)
                .orElseThrow(() -> Refused.conflict("The task was deleted; revert its deletion first."));
        task.revision().requireVersion(expectedVersion);
        TaskReversal reversal = TaskReversal.of(activity);
        revert.requireUntouched(reversal.fields(), tx.past().listTouchedSince(activity));
        UserId assignee = reversal.applyTo(
                task.assignee() == null ? null : task.assignee().id());
        if (assignee != null && !isMember(tx, task.project(), assignee)) {
            throw Refused.taken("/assignee", "Whoever it was assigned to is no member of the project any more.");
        }
        tx.because(revert.reason());
        return tx.tasks()
                .update(id, new Draft(reversal.applyTo(task.content()), assignee, reversal.applyTo(task.progress())));
    }

    private static Task restore(
            Transaction tx, TaskId id, Activity deletion, Revert revert, @Nullable Long expectedVersion) {
        if (tx.tasks().find(id).isPresent()) {
            throw Refused.conflict("The task is not deleted any more.");
        }
        if (expectedVersion != null) {
            throw Refused.stale();
        }
        RecordedTask task = RecordedTask.before(deletion);
        tx.projects().find(task.project()).orElseThrow(AuditTrail::noSuchTask).require(ProjectRight.TASKS_CREATE);
        revert.requireUntouched(deletion.changes().keySet(), tx.past().listTouchedSince(deletion));
        PastState last = tx.past().findState(TASKS, id.toString(), tx.now()).orElseThrow(AuditTrail::noSuchTask);
        UserId assignee = task.assignee();
        boolean stays = assignee != null && isMember(tx, task.project(), assignee);
        tx.because(revert.reason());
        return tx.tasks()
                .restore(
                        id,
                        task.project(),
                        new Draft(task.content(), stays ? assignee : null, task.progress()),
                        Objects.requireNonNull(task.creator()),
                        last.revision(null));
    }

    private static boolean isMember(Transaction tx, ProjectId project, UserId person) {
        return tx.members().find(project, person).isPresent();
    }
}
