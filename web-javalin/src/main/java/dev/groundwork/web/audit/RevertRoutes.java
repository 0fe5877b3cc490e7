package dev.groundwork.web.audit;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.Reverts;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.Tasks;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.audit.Revert;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Route;
import dev.groundwork.web.project.ProjectJson;
import dev.groundwork.web.task.TaskJson;
import java.util.List;

/** Undoing one change. */
public final class RevertRoutes {
    private final Reverts reverts;
    private final Projects projects;
    private final Tasks tasks;

    public RevertRoutes(Groundwork groundwork) {
        this.reverts = groundwork.reverts();
        this.projects = groundwork.projects();
        this.tasks = groundwork.tasks();
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/projects/{uuid}/revert")
                        .access(Access.SIGNED_IN)
                        .json(Revert.MEMBERS)
                        .to(this::project),
                Route.post("/v1/tasks/{uuid}/revert")
                        .access(Access.SIGNED_IN)
                        .json(Revert.MEMBERS)
                        .to(this::task));
    }

    private Answer project(Exchange exchange) {
        ProjectId id = new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
        Revert revert = exchange.body(Revert::parse);
        Long expected = exchange.expectedVersion(
                () -> projects.find(exchange.actor(), id).revision());
        Project project = reverts.project(exchange.actor(), id, revert, expected);
        return exchange.resource(project.revision(), json -> ProjectJson.write(json, project));
    }

    private Answer task(Exchange exchange) {
        TaskId id = new TaskId(exchange.uuid(() -> Refused.notFound("There is no such task.")));
        Revert revert = exchange.body(Revert::parse);
        Long expected =
                exchange.expectedVersion(() -> tasks.find(exchange.actor(), id).revision());
        Task task = reverts.task(exchange.actor(), id, revert, expected);
        return exchange.resource(task.revision(), json -> TaskJson.write(json, task));
    }
}
