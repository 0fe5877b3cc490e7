package dev.groundwork.web.flag;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.flag.Flags;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.flag.CompiledFlag;
import dev.groundwork.domain.flag.Evaluation;
import dev.groundwork.domain.flag.FlagSet;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.EventStreams;
import dev.groundwork.web.EventStreams.Event;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Rejected;
import dev.groundwork.web.Route;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenFeature's Remote Evaluation Protocol 0.3 (github.com/open-feature/protocol), with its own errors, and its change notifications
 * as its decision record 8 describes them.
 */
public final class OfrepRoutes {
    private static final String EVALUATE = "/ofrep/v1/evaluate/flags";
    private static final String EVENTS = "/ofrep/v1/events";

    /** How long a client in the background goes on listening. */
    private static final int INACTIVITY_SECONDS = 120;

    private final Groundwork groundwork;
    private final Flags flags;
    private final EventStreams streams;
    private final EventTickets tickets;

    public OfrepRoutes(Groundwork groundwork, EventStreams streams) {
        this.groundwork = groundwork;
        this.flags = groundwork.flags();
        this.streams = streams;
        this.tickets = new EventTickets(groundwork.policies().signer());
        flags.watch(() -> streams.tell(changed(flags.current())));
    }

    public List<Route> routes() {
        return List.of(
                Route.post(EVALUATE + "/{key}")
                        .access(Access.SIGNED_IN)
                        .optionalJson(Set.of("context"))
                        .to(this::evaluate),
                Route.post(EVALUATE)
                        .access(Access.SIGNED_IN)
                        .parameters("flagConfigEtag", "flagConfigLastModified")
                        .optionalJson(Set.of("context"))
                        .to(this::evaluateAll),
                Route.get(EVENTS).access(Access.ANYBODY).parameters("ticket").to(this::listen));
    }

    /** What a request's body says, or the protocol's error. */
    private sealed interface Context {
        record Understood(JsonObject members) implements Context {}

        record Misunderstood(String code, String details) implements Context {}
    }

    private static Context context(Exchange exchange) {
        JsonObject context;
        try {
            context = exchange.openBody(input -> {
                var members = input.optional("context", Input.object(), JsonObject.EMPTY);
                input.refuseIfInvalid();
                return members.get();
            });
        } catch (Rejected rejected) {
            if (!rejected.isMisunderstood()) {
                throw rejected;
            }
            return new Context.Misunderstood("PARSE_ERROR", "The body is not JSON that can be understood.");
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Invalid invalid) {
                return new Context.Misunderstood(
                        "INVALID_CONTEXT",
                        "The context " + invalid.violations().getFirst().detail() + ".");
            }
            throw refused;
        }
        Object key = context.members().get("targetingKey");
        return key == null || key instanceof String
                ? new Context.Understood(context)
                : new Context.Misunderstood("INVALID_CONTEXT", "The context's targetingKey must be text.");
    }

    private Answer evaluate(Exchange exchange) {
        String key = exchange.segment("key");
        return switch (context(exchange)) {
            case Context.Misunderstood(String code, String details) ->
                Answer.json(400, JsonWriter.write(json -> failure(json, key, code, details)));
            case Context.Understood(JsonObject members) ->
                flags.evaluate(key, members)
                        .map(evaluation -> Answer.json(
                                evaluation instanceof Evaluation.Failed ? 400 : 200,
                                JsonWriter.write(json -> write(json, key, evaluation))))
                        .orElseGet(() -> Answer.json(
                                404,
                                JsonWriter.write(json ->
                                        failure(json, key, "FLAG_NOT_FOUND", "There is no flag of this name."))));
        };
    }

    private Answer evaluateAll(Exchange exchange) {
        return switch (context(exchange)) {
            case Context.Misunderstood(String code, String details) ->
                Answer.json(
                        400,
                        JsonWriter.write(json -> json.object(() -> {
                            json.text("errorCode", code);
                            json.text("errorDetails", details);
                        })));
            case Context.Understood(JsonObject members) -> evaluateAll(exchange, members);
        };
    }

    private Answer evaluateAll(Exchange exchange, JsonObject context) {
        String told = exchange.parameter("flagConfigEtag");
        FlagSet set = told == null ? flags.current() : flags.currentSince(told);
        Instant now = groundwork.ports().clock().instant();
        List<Evaluated> evaluated = set.all().stream()
                .map(flag -> new Evaluated(flag, context, now))
                .toList();
        byte[] flagsAlone =
                JsonWriter.write(json -> json.object(() -> json.array("flags", evaluated, OfrepRoutes::write)));
        byte[] whole = JsonWriter.write(json -> json.object(() -> {
            json.array("flags", evaluated, OfrepRoutes::write);
            json.array(
                    "eventStreams",
                    List.of(eventsUrl(exchange, now)),
                    (stream, url) -> stream.object(() -> {
                        stream.text("type", "sse");
                        stream.text("url", url);
                        stream.number("inactivityDelaySec", INACTIVITY_SECONDS);
                    }));
            json.object("metadata", () -> json.text("version", set.tag()));
        }));
        return exchange.unlessKnown(flagsAlone, Answer.json(200, whole));
    }

    private record Evaluated(String key, Evaluation evaluation) {
        private Evaluated(CompiledFlag flag, JsonObject context, Instant now) {
            this(flag.name().value(), flag.evaluate(context, now));
        }
    }

    private static void write(JsonWriter json, Evaluated one) {
        write(json, one.key(), one.evaluation());
    }

    private static void write(JsonWriter json, String key, Evaluation evaluation) {
        switch (evaluation) {
            case Evaluation.Failed failed ->
                json.object(() -> {
                    json.text("key", key);
                    json.text("errorCode", "GENERAL");
                    json.text("errorDetails", failed.detail());
                    json.raw("metadata", failed.metadata().members());
                });
            case Evaluation.Unresolved unresolved ->
                json.object(() -> {
                    json.text("key", key);
                    json.text("reason", unresolved.reason());
                    json.raw("metadata", unresolved.metadata().members());
                });
            case Evaluation.Resolved resolved ->
                json.object(() -> {
                    json.text("key", key);
                    json.raw("value", resolved.value());
                    json.text("reason", resolved.reason());
                    if (resolved.variant() != null) {
                        json.text("variant", resolved.variant());
                    }
                    json.raw("metadata", resolved.metadata().members());
                });
        }
    }

    private static void failure(JsonWriter json, String key, String code, String details) {
        json.object(() -> {
            json.text("key", key);
            json.text("errorCode", code);
            json.text("errorDetails", details);
        });
    }

    private String eventsUrl(Exchange exchange, Instant now) {
        Actor.User user = exchange.actor().requireUser();
        return groundwork.policies().publicUrl() + EVENTS + "?ticket=" + tickets.issue(user.id(), now);
    }

    /** Whoever does not say that they know the present state is told of it at once: it may have changed since they asked. */
    private Answer listen(Exchange exchange) {
        String known = exchange.header("Last-Event-ID");
        return Answer.events(
                streams,
                listener(exchange),
                () -> Optional.of(flags.current())
                        .filter(set -> !set.tag().equals(known))
                        .map(OfrepRoutes::changed));
    }

    private String listener(Exchange exchange) {
        if (exchange.actor() instanceof Actor.User user) {
            return user.id().toString();
        }
        Instant now = groundwork.ports().clock().instant();
        return Optional.ofNullable(exchange.parameter("ticket"))
                .flatMap(ticket -> tickets.read(ticket, now))
                .orElseThrow(() -> Refused.unauthenticated(
                        "Sign in, or ask for a bulk evaluation, whose eventStreams has an address with a ticket."));
    }

    private static Event changed(FlagSet set) {
        byte[] data = JsonWriter.write(json -> json.object(() -> {
            json.text("type", "refetchEvaluation");
            json.text("etag", set.tag());
        }));
        return new Event(set.tag(), new String(data, StandardCharsets.UTF_8));
    }
}
