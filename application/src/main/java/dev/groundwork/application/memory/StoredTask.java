package dev.groundwork.application.memory;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import org.jspecify.annotations.Nullable;

/** A row of {@code tasks}: people by id, since what they are called may change. */
record StoredTask(TaskId id, ProjectId project, Draft draft, UserId creator, Revision revision) {

    StoredTask with(Draft other, Revision next) {
        return new StoredTask(id, project, other, creator, next);
    }

    Task withPeople(@Nullable Person assignedTo, Person createdBy) {
        return new Task(id, project, draft.content(), assignedTo, createdBy, draft.progress(), revision);
    }

    Columns recorded() {
        Task.Content content = draft.content();
        return new Columns()
                .with("projectId", project)
                .with("title", content.title())
                .with("description", content.description())
                .with("assignee", draft.assignee())
                .with("creator", creator)
                .with("status", draft.progress().status())
                .with("priority", content.priority())
                .with("labels", content.labels().values())
                .with("dueDate", content.dueDate())
                .with("completedAt", draft.progress().completedAt());
    }
}
