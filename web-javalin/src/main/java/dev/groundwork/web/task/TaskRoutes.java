package dev.groundwork.web.task;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Ids;
import dev.groundwork.application.audit.Past;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.Tasks;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskBatch;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks. */
public final class TaskRoutes {
    private static final String OF_PROJECT = "/v1/projects/{uuid}/tasks";

    private final Tasks tasks;
    private final Projects projects;
    private final Past past;
    private final Ids ids;
    private final IdempotentCreation creation;

    public TaskRoutes(Groundwork groundwork) {
        this.tasks = groundwork.tasks();
        this.projects = groundwork.projects();
        this.past = groundwork.past();
        this.ids = groundwork.ports().ids();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(OF_PROJECT)
                        .access(Access.ANYBODY)
                        .list(TaskQuery.MEMBERS)
                        .repeatable(TaskQuery.REPEATABLE)
                        .to(this::list),
                Route.post(OF_PROJECT)
                        .access(Access.SIGNED_IN)
                        .json(NewTask.MEMBERS)
                        .to(this::create),
                Route.post(OF_PROJECT + "/batch")
                        .access(Access.SIGNED_IN)
                        .jsonList("items", TaskBatch.ITEM_MEMBERS)
                        .to(this::batch),
                Route.get("/v1/tasks")
                        .access(Access.SIGNED_IN)
                        .list(TaskQuery.MEMBERS)
                        .repeatable(TaskQuery.REPEATABLE)
                        .to(this::listMine),
                Route.get("/v1/tasks/{uuid}")
                        .access(Access.ANYBODY)
                        .parameters("at")
                        .to(this::find),
                Route.patch("/v1/tasks/{uuid}")
                        .access(Access.SIGNED_IN)
                        .json(TaskChange.MEMBERS)
                        .to(this::change),
                Route.delete("/v1/tasks/{uuid}").access(Access.SIGNED_IN).to(this::delete));
    }

    private Answer list(Exchange exchange) {
        ProjectId project = project(exchange);
        TaskQuery query = query(exchange);
        return exchange.page(page -> tasks.list(exchange.actor(), project, query, page), TaskJson::write);
    }

    private Answer listMine(Exchange exchange) {
        TaskQuery query = query(exchange);
        return exchange.page(page -> tasks.listMine(exchange.actor(), query, page), TaskJson::write);
    }

    private static TaskQuery query(Exchange exchange) {
        return exchange.query(input -> TaskQuery.parse(input, exchange.actor()));
    }

    private static ProjectId project(Exchange exchange) {
        return new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
    }

    private Answer batch(Exchange exchange) {
        ProjectId project = project(exchange);
        TaskBatch batch = exchange.body(TaskBatch::parse);
        return creation.run(
                exchange,
                seed -> carriedOut(batch, carryOut(exchange, seed == null ? ids.next() : seed, project, batch)),
                seed -> carriedOut(batch, tasks.findAll(exchange.actor(), batch.ids(seed))));
    }

    private List<Task> carryOut(Exchange exchange, UUID seed, ProjectId project, TaskBatch batch) {
        return tasks.batch(exchange.actor(), seed, project, batch, expectedVersion(exchange, project));
    }

    /** One item's part of the answer. */
    private record Outcome(int status, Task task) {
        void write(JsonWriter json) {
            json.object(() -> {
                json.number("status", status);
                json.member("task", task, TaskJson::write);
            });
        }
    }

    private static Answer carriedOut(TaskBatch batch, List<Task> results) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            boolean made = batch.items().get(i) instanceof TaskBatch.Creation;
            outcomes.add(new Outcome(made ? 201 : 200, results.get(i)));
        }
        return Answer.json(
                200,
                JsonWriter.write(json ->
                        json.object(() -> json.array("items", outcomes, (writer, outcome) -> outcome.write(writer)))));
    }

    private @Nullable Long expectedVersion(Exchange exchange, ProjectId project) {
        return exchange.expectedVersion(
                () -> projects.find(exchange.actor(), project).revision());
    }

    private Answer delete(Exchange exchange) {
        TaskId id = id(exchange);
        Long expected =
                exchange.expectedVersion(() -> tasks.find(exchange.actor(), id).revision());
        tasks.delete(exchange.actor(), id, expected);
        return Answer.noContent();
    }

    private Answer create(Exchange exchange) {
        ProjectId project = project(exchange);
        NewTask wanted = exchange.body(NewTask::parse);
        return creation.run(
                exchange,
                id -> created(exchange, make(exchange, id, project, wanted)),
                id -> created(exchange, tasks.find(exchange.actor(), new TaskId(id))));
    }

    private Task make(Exchange exchange, @Nullable UUID id, ProjectId project, NewTask wanted) {
        Long expected = expectedVersion(exchange, project);
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
