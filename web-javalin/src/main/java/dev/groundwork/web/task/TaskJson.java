package dev.groundwork.web.task;

import dev.groundwork.domain.task.Task;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;

/** A task, as whoever may read it sees it. */
public final class TaskJson {
    private TaskJson() {}

    public static void write(JsonWriter json, Task task) {
        Task.Content content = task.content();
        json.object(() -> {
            json.text("id", task.id());
            json.text("projectId", task.project());
            json.text("title", content.title());
            json.text("description", content.description());
            json.member("assignee", task.assignee(), PersonJson::write);
            json.member("creator", task.creator(), PersonJson::write);
            json.constant("status", task.progress().status());
            json.constant("priority", content.priority());
            json.raw("labels", content.labels().values());
            json.time("dueDate", content.dueDate());
            json.time("completedAt", task.progress().completedAt());
            json.time("createdAt", task.revision().createdAt());
            json.time("updatedAt", task.revision().updatedAt());
        });
    }
}
