package dev.groundwork.web.audit;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.Reverts;
import dev.groundwork.application.task.Tasks;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.audit.Revert;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Route;
import dev.groundwork.web.task.TaskJson;
import java.util.List;

/** Undoing one change. */
public final class RevertRoutes {
    private final Reverts reverts;
    private final Tasks tasks;

    public RevertRoutes(Groundwork groundwork) {
        this.reverts = groundwork.reverts();
        this.tasks = groundwork.tasks();
    }

    public List<Route> routes() {
        return List.of(Route.post("/v1/tasks/{uuid}/revert")
                .access(Access.SIGNED_IN)
                .json(Revert.MEMBERS)
                .to(this::task));
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
