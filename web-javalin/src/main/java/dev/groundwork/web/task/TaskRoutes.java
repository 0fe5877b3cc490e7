package dev.groundwork.web.task;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.Past;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.Tasks;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks. */
public final class TaskRoutes {
    private final Tasks tasks;
    private final Projects projects;
    private final Past past;
    private final IdempotentCreation creation;

    public TaskRoutes(Groundwork groundwork) {
        this.tasks = groundwork.tasks();
        this.projects = groundwork.projects();
        this.past = groundwork.past();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/projects/{uuid}/tasks")
                        .access(Access.SIGNED_IN)
                        .json(NewTask.MEMBERS)
                        .to(this::create),
                Route.get("/v1/tasks/{uuid}")
                        .access(Access.ANYBODY)
                        .parameters("at")
                        .to(this::find),
                Route.patch("/v1/tasks/{uuid}")
                        .access(Access.SIGNED_IN)
                        .json(TaskChange.MEMBERS)
                        .to(this::change));
    }

    private Answer create(Exchange exchange) {
        ProjectId project = new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
        NewTask wanted = exchange.body(NewTask::parse);
        return creation.run(
                exchange,
                id -> created(exchange, make(exchange, id, project, wanted)),
                id -> created(exchange, tasks.find(exchange.actor(), new TaskId(id))));
    }

    private Task make(Exchange exchange, @Nullable UUID id, ProjectId project, NewTask wanted) {
        Long expected = exchange.expectedVersion(
                () -> projects.find(exchange.actor(), project).revision());
        return id == null
                ? tasks.create(exchange.actor(), project, wanted, expected)
                : tasks.create(exchange.actor(), new TaskId(id), project, wanted, expected);
    }

    private static Answer created(Exchange exchange, Task task) {
        return exchange.created("/v1/tasks/" + task.id(), task.revision(), json -> TaskJson.write(json, task));
    }

    private Answer find(Exchange exchange) {
        TaskId id = id(exchange);
        Task task = exchange.at()
                .map(at -> past.task(exchange.actor(), id, at))
                .orElseGet(() -> tasks.find(exchange.actor(), id));
        return exchange.resource(task.revision(), json -> TaskJson.write(json, task));
    }

    private Answer change(Exchange exchange) {
        TaskId id = id(exchange);
        TaskChange change = exchange.body(TaskChange::parse);
        Long expected =
                exchange.expectedVersion(() -> tasks.find(exchange.actor(), id).revision());
        Task task = tasks.change(exchange.actor(), id, change, expected);
        return exchange.resource(task.revision(), json -> TaskJson.write(json, task));
    }

    private static TaskId id(Exchange exchange) {
        return new TaskId(exchange.uuid(() -> Refused.notFound("There is no such task.")));
    }
}
