package dev.groundwork.application.task;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Many tasks of one project at once, in as many round trips as for a few. */
public interface TaskBatchStore {

    /**
     * A task as it shall be.
     *
     * @param added whether there is none of this id yet
     */
    record Written(TaskId id, Draft draft, boolean added) {
        public Written {
            Objects.requireNonNull(id);
            Objects.requireNonNull(draft);
        }
    }

    /**
     * Those of the tasks that are in the project and that the unit's actor may change; nobody else changes them until the unit
     * ends. They are locked in one order, so that two batches never wait for each other.
     */
    Map<TaskId, Task> findForUpdate(ProjectId project, Set<TaskId> ids);

    /** Those of the people who are members of the project. */
    Set<UserId> members(ProjectId project, Set<UserId> people);

    /**
     * Adds and replaces tasks, and answers with all of them as they are now, in the order given.
     *
     * @throws dev.groundwork.domain.Refused conflict where the id of an added one is taken
     * @throws dev.groundwork.application.Overtaken where a task or a membership went meanwhile
     */
    List<Task> write(ProjectId project, UserId creator, List<Written> tasks);
}
