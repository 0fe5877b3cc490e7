package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.ApiTokens;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.util.List;

/** The tokens of one's own scripts and services. */
public final class ApiTokenRoutes {
    private static final String PATH = "/v1/me/tokens";

    private final ApiTokens tokens;

    public ApiTokenRoutes(Groundwork groundwork) {
        this.tokens = groundwork.apiTokens();
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH)
                        .access(Access.ACCOUNT_HOLDER)
                        .parameters("limit", "cursor")
                        .to(this::list),
                Route.post(PATH)
                        .access(Access.ACCOUNT_HOLDER)
                        .json(NewApiToken.MEMBERS)
                        .to(this::create),
                Route.delete(PATH + "/{id}").access(Access.ACCOUNT_HOLDER).to(this::end));
    }

    private Answer list(Exchange exchange) {
        return exchange.page(
                page -> tokens.list(exchange.actor(), page), (json, token) -> json.object(() -> members(json, token)));
    }

    private Answer create(Exchange exchange) {
        NewApiToken wanted = exchange.body(input -> NewApiToken.parse(input, tokens.now()));
        ApiTokens.Made made = tokens.create(exchange.actor(), wanted);
        return exchange.created(
                PATH + "/" + made.token().handle(),
                json -> json.object(() -> {
                    members(json, made.token());
                    json.text("token", made.secret());
                }));
    }

    private Answer end(Exchange exchange) {
        tokens.end(exchange.actor(), exchange.handle(() -> Refused.notFound("You have no such token.")));
        return Answer.noContent();
    }

    private static void members(JsonWriter json, ApiToken token) {
        json.text("id", token.handle());
        json.text("name", token.name());
        json.raw(
                "permissions",
                token.scope().permissions().stream()
                        .map(Permission::name)
                        .sorted()
                        .toList());
        json.constant("projects", token.scope().projects());
        json.time("createdAt", token.createdAt());
        json.time("lastUsedAt", token.lastUsedAt());
        json.time("expiresAt", token.expiresAt());
    }
}
