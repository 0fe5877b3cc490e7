package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Setup;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.User;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import dev.groundwork.web.account.UserJson;
import java.util.List;
import java.util.Set;

/** Making the first administrator by the link that the log shows. */
public final class SetupRoutes {
    private static final Set<String> MEMBERS = Set.of("token", "email", "password");

    private final Setup setup;
    private final SetupPage page;

    public SetupRoutes(Groundwork groundwork) {
        this.setup = groundwork.setup();
        this.page = new SetupPage(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/setup")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(MEMBERS)
                        .to(this::create),
                Route.get("/setup").access(Access.OPEN).anyParameters().to(page::show),
                Route.post("/setup")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .anyParameters()
                        .form(MEMBERS)
                        .to(page::create));
    }

    private Answer create(Exchange exchange) {
        Wanted wanted = exchange.body(input -> Wanted.parse(input, setup.passwordPolicy()));
        User user = setup.createAdministrator(exchange.origin(), wanted.token(), wanted.administrator());
        return exchange.created("/v1/users/" + user.id(), user.revision(), json -> UserJson.write(json, user));
    }

    /** Whom the link's holder wants to make. */
    record Wanted(String token, NewAdministrator administrator) {
        static Wanted parse(Input input, PasswordPolicy policy) {
            var token = input.required("token", Input.text(text -> text));
            NewAdministrator administrator = NewAdministrator.parse(input, policy);
            return new Wanted(token.get(), administrator);
        }

        @Override
        public String toString() {
            return "Wanted[" + administrator.email() + "]";
        }
    }
}
