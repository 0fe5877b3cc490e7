package dev.groundwork.web.audit;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.AuditTrail;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;

/** Histories: who changed what, when, from where. */
public final class HistoryRoutes {
    private final AuditTrail auditTrail;

    public HistoryRoutes(Groundwork groundwork) {
        this.auditTrail = groundwork.auditTrail();
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/projects/{uuid}/history")
                        .access(Access.SIGNED_IN)
                        .list(Set.of())
                        .to(this::ofProject),
                Route.get("/v1/tasks/{uuid}/history")
                        .access(Access.SIGNED_IN)
                        .list(Set.of())
                        .to(this::ofTask),
                Route.get("/v1/users/{uuid}/history")
                        .access(Access.SIGNED_IN)
                        .list(Set.of())
                        .to(this::ofUser));
    }

    private Answer ofProject(Exchange exchange) {
        ProjectId id = new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
        return exchange.page(page -> auditTrail.ofProject(exchange.actor(), id, page), ActivityJson::write);
    }

    private Answer ofTask(Exchange exchange) {
        TaskId id = new TaskId(exchange.uuid(() -> Refused.notFound("There is no such task.")));
        return exchange.page(page -> auditTrail.ofTask(exchange.actor(), id, page), ActivityJson::write);
    }

    private Answer ofUser(Exchange exchange) {
        UserId id = new UserId(exchange.uuid(() -> Refused.notFound("There is no such account.")));
        return exchange.page(page -> auditTrail.ofUser(exchange.actor(), id, page), ActivityJson::write);
    }
}
