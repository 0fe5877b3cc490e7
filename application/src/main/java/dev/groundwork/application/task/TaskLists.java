package dev.groundwork.application.task;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskQuery;

/** The tasks in order, page by page. */
public interface TaskLists {

    /**
     * A project's tasks, as far as the unit's actor may see them.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} where the position is none of this list
     */
    Page<Task> of(ProjectId project, TaskQuery query, Page.Request page);

    /**
     * The tasks of all projects that the unit's user is a member of, but the deleted ones.
     *
     * @throws dev.groundwork.domain.Refused as {@link #of}
     */
    Page<Task> ofMyProjects(TaskQuery query, Page.Request page);
}
