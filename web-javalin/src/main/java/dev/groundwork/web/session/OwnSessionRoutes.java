package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.Sessions;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Route;
import java.util.List;

/** One's own devices. */
public final class OwnSessionRoutes {
    private final Sessions sessions;

    public OwnSessionRoutes(Groundwork groundwork) {
        this.sessions = groundwork.sessions();
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/me/sessions")
                        .access(Access.ACCOUNT_HOLDER)
                        .parameters("limit", "cursor")
                        .to(this::list),
                Route.delete("/v1/me/sessions").access(Access.ACCOUNT_HOLDER).to(this::endOthers),
                Route.delete("/v1/me/sessions/{id}")
                        .access(Access.ACCOUNT_HOLDER)
                        .to(this::end));
    }

    private Answer list(Exchange exchange) {
        SessionHandle current = exchange.actor().requireUser().session();
        return exchange.page(
                page -> sessions.list(exchange.actor(), page),
                (json, session) ->
                        SessionJson.write(json, session, session.handle().equals(current)));
    }

    private Answer endOthers(Exchange exchange) {
        sessions.endOthers(exchange.actor());
        return Answer.noContent();
    }

    private Answer end(Exchange exchange) {
        sessions.end(exchange.actor(), exchange.handle(() -> Refused.notFound("You have no such session.")));
        return Answer.noContent();
    }
}
