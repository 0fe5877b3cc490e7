package dev.groundwork.web.session;

import static java.util.stream.Collectors.joining;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.Introspection;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;

/** Telling other services what a token is worth (RFC 7662). */
public final class IntrospectionRoutes {
    private final Introspection introspection;

    public IntrospectionRoutes(Groundwork groundwork) {
        this.introspection = groundwork.introspection();
    }

    public List<Route> routes() {
        return List.of(Route.post("/v1/auth/introspect")
                .access(Access.permission(Permission.TOKENS_INTROSPECT))
                .form(Set.of("token", "token_type_hint"))
                .to(this::introspect));
    }

    private Answer introspect(Exchange exchange) {
        String token = exchange.body(input -> {
            var read = input.required("token", Input.text(text -> text));
            input.refuseIfInvalid();
            return read.get();
        });
        byte[] json = introspection
                .introspect(exchange.actor(), token)
                .map(found -> JsonWriter.write(writer -> active(writer, found)))
                .orElseGet(() -> JsonWriter.write(writer -> writer.object(() -> writer.bool("active", false))));
        return Answer.json(200, json);
    }

    /** Section 2.2: what is not known is left out. */
    private static void active(JsonWriter json, Introspection.Active found) {
        json.object(() -> {
            json.bool("active", true);
            json.text("sub", found.user());
            if (found.username() != null) {
                json.text("username", found.username());
            }
            if (!found.permissions().isEmpty()) {
                json.text(
                        "scope",
                        found.permissions().stream().map(Permission::name).collect(joining(" ")));
            }
            json.text("token_type", "Bearer");
            json.number("iat", found.issuedAt().getEpochSecond());
            json.number("exp", found.expiresAt().getEpochSecond());
            json.text("session", found.session());
        });
    }
}
