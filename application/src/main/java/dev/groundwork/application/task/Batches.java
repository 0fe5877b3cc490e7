package dev.groundwork.application.task;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.task.TaskBatchStore.Written;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskBatch;
import dev.groundwork.domain.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Carries out a batch within one unit, once it is decided that its actor may. */
final class Batches {
    private final Transaction tx;
    private final ProjectId project;

    Batches(Transaction tx, ProjectId project) {
        this.tx = tx;
        this.project = project;
    }

    List<Task> carryOut(UserId creator, TaskBatch batch, List<TaskId> ids) {
        Map<TaskId, Task> before = tx.taskBatches().findForUpdate(project, batch.changed());
        requireAcceptable(batch, before.keySet(), tx.taskBatches().members(project, batch.assignees()));
        List<Written> tasks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            TaskId id = ids.get(i);
            tasks.add(
                    switch (batch.items().get(i)) {
                        case TaskBatch.Creation(var task) -> new Written(id, Draft.of(task, tx.now()), true);
                        case TaskBatch.Alteration(var same, var change) ->
                            new Written(
                                    id,
                                    Draft.of(Objects.requireNonNull(before.get(same), "found above"))
                                            .after(change, tx.now()),
                                    false);
                    });
        }
        return tx.taskBatches().write(project, creator, tasks);
    }

    private static void requireAcceptable(TaskBatch batch, Set<TaskId> known, Set<UserId> members) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < batch.items().size(); i++) {
            UserId assignee = null;
            switch (batch.items().get(i)) {
                case TaskBatch.Creation(var task) -> assignee = task.assignee();
                case TaskBatch.Alteration(var id, var change) -> {
                    assignee = change.assignee().orElse(null);
                    if (!known.contains(id)) {
                        violations.add(TaskBatch.violation(i, "id", "is no task of this project"));
                    }
                }
            }
            if (assignee != null && !members.contains(assignee)) {
                violations.add(TaskBatch.violation(i, "assignee", "must be a member of the project"));
            }
        }
        if (!violations.isEmpty()) {
            throw new Refused(new Refusal.Invalid(violations));
        }
    }
}
