package dev.groundwork.web.flag;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.flag.Flags;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagChange;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Feature flags, as those see them who keep them. */
public final class FlagRoutes {
    private static final String FLAGS = "/v1/flags";
    private static final String FLAG = "/v1/flags/{name}";
    private static final Access READ = Access.permission(Permission.FLAGS_READ);
    private static final Access MANAGE = Access.permission(Permission.FLAGS_MANAGE);

    private final Flags flags;
    private final IdempotentCreation creation;

    public FlagRoutes(Groundwork groundwork) {
        this.flags = groundwork.flags();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(FLAGS).access(READ).list(Set.of()).to(this::list),
                Route.post(FLAGS).access(MANAGE).json(NewFlag.MEMBERS).to(this::create),
                Route.get(FLAG).access(READ).to(this::find),
                Route.patch(FLAG).access(MANAGE).json(FlagChange.MEMBERS).to(this::change),
                Route.delete(FLAG).access(MANAGE).to(this::remove));
    }

    private Answer list(Exchange exchange) {
        return exchange.page(page -> flags.list(exchange.actor(), page), FlagRoutes::write);
    }

    private Answer create(Exchange exchange) {
        NewFlag wanted = exchange.body(NewFlag::parse);
        return creation.run(
                exchange,
                id -> created(exchange, flags.create(exchange.actor(), wanted)),
                id -> created(exchange, madeBefore(exchange, wanted)));
    }

    /** A flag has no id by which to tell who made it: what counts is that it is what was asked for. */
    private Flag madeBefore(Exchange exchange, NewFlag wanted) {
        Flag flag = flags.find(exchange.actor(), wanted.name());
        if (!new NewFlag(flag.name(), flag.enabled(), flag.description(), flag.rules()).equals(wanted)) {
            throw noSuchFlag();
        }
        return flag;
    }

    private static Answer created(Exchange exchange, Flag flag) {
        return exchange.created(FLAGS + "/" + flag.name(), flag.revision(), json -> write(json, flag));
    }

    private Answer find(Exchange exchange) {
        return shown(exchange, flags.find(exchange.actor(), name(exchange)));
    }

    private static Answer shown(Exchange exchange, Flag flag) {
        return exchange.resource(flag.revision(), json -> write(json, flag));
    }

    private Answer change(Exchange exchange) {
        FlagName name = name(exchange);
        FlagChange change = exchange.body(FlagChange::parse);
        return shown(exchange, flags.change(exchange.actor(), name, change, expectedVersion(exchange, name)));
    }

    private Answer remove(Exchange exchange) {
        FlagName name = name(exchange);
        flags.remove(exchange.actor(), name, expectedVersion(exchange, name));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange, FlagName name) {
        return exchange.expectedVersion(() -> flags.find(exchange.actor(), name).revision());
    }

    private static FlagName name(Exchange exchange) {
        return exchange.name("name", FlagName::parse, FlagRoutes::noSuchFlag);
    }

    private static Refused noSuchFlag() {
        return Refused.notFound("There is no such flag.");
    }

    private static void write(JsonWriter json, Flag flag) {
        json.object(() -> {
            json.text("name", flag.name());
            json.bool("enabled", flag.enabled());
            json.text("description", flag.description());
            json.raw("rules", flag.rules().members());
            json.time("createdAt", flag.revision().createdAt());
            json.time("updatedAt", flag.revision().updatedAt());
        });
    }
}
