package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Grants;
import dev.groundwork.application.access.SsnVault;
import dev.groundwork.application.access.Users;
import dev.groundwork.application.account.Accounts;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one may, one's own social security number, and the end of one's own account. */
public final class OwnAccountRoutes {
    private static final String SSN = "/v1/me/ssn";

    private final Accounts accounts;
    private final Users users;
    private final Grants grants;
    private final SsnVault ssns;

    public OwnAccountRoutes(Groundwork groundwork) {
        this.accounts = groundwork.accounts();
        this.users = groundwork.users();
        this.grants = groundwork.grants();
        this.ssns = groundwork.ssns();
    }

    public List<Route> routes() {
        return List.of(
                Route.delete("/v1/me")
                        .access(Access.ACCOUNT_HOLDER)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("password"))
                        .to(this::deleteMe),
                Route.get("/v1/me/permissions").access(Access.SIGNED_IN).to(this::permissions),
                Route.put(SSN).access(Access.ACCOUNT_HOLDER).json(Set.of("ssn")).to(this::putSsn),
                Route.get(SSN).access(Access.ACCOUNT_HOLDER).to(this::ssn),
                Route.delete(SSN).access(Access.ACCOUNT_HOLDER).to(this::removeSsn));
    }

    private Answer deleteMe(Exchange exchange) {
        Password password = exchange.body(input -> {
            var typed = input.required("password", Input.text(Password::parse));
            input.refuseIfInvalid();
            return typed.get();
        });
        users.deleteOwn(exchange.actor(), password, expectedVersion(exchange));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange) {
        return exchange.expectedVersion(() -> accounts.me(exchange.actor()).revision());
    }

    private Answer permissions(Exchange exchange) {
        List<HeldPermission> held = grants.own(exchange.actor());
        return Answer.json(
                200,
                JsonWriter.write(json -> json.object(() -> json.array("items", held, OwnAccountRoutes::permission))));
    }

    private static void permission(JsonWriter json, HeldPermission held) {
        json.object(() -> {
            json.text("permission", held.permission());
            json.text("role", held.role());
            json.time("expiresAt", held.expiresAt());
        });
    }

    private Answer putSsn(Exchange exchange) {
        Ssn number = exchange.body(input -> {
            var typed = input.required("ssn", Input.text(Ssn::parse));
            input.refuseIfInvalid();
            return typed.get();
        });
        SsnVault.Stored stored = ssns.put(exchange.actor(), number, expectedVersion(exchange));
        return stored.first()
                ? exchange.createdSecret(SSN, stored.version(), masked(number))
                : exchange.secret(stored.version(), masked(number));
    }

    private Answer ssn(Exchange exchange) {
        SsnVault.Own own = ssns.own(exchange.actor());
        return exchange.secret(own.version(), masked(own.number()));
    }

    private static Consumer<JsonWriter> masked(Ssn number) {
        return json -> json.object(() -> json.text("ssn", number.masked()));
    }

    private Answer removeSsn(Exchange exchange) {
        ssns.remove(exchange.actor(), expectedVersion(exchange));
        return Answer.noContent();
    }
}
