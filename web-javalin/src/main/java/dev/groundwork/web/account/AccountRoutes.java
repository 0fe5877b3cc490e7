package dev.groundwork.web.account;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.Accounts;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.account.User;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;

/** Registering, proving an address, and one's own profile. */
public final class AccountRoutes {
    private final Accounts accounts;
    private final VerifyEmailPage page;

    public AccountRoutes(Groundwork groundwork) {
        this.accounts = groundwork.accounts();
        this.page = new VerifyEmailPage(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/auth/register")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(Registration.MEMBERS)
                        .to(this::register),
                Route.post("/v1/auth/verify-email")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("token"))
                        .to(this::verifyEmail),
                Route.post("/v1/auth/verify-email/resend")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("email"))
                        .to(this::resend),
                Route.get("/v1/me").access(Access.SIGNED_IN).to(this::me),
                Route.patch("/v1/me")
                        .access(Access.ACCOUNT_HOLDER)
                        .json(ProfileChange.MEMBERS)
                        .to(this::changeMe),
                Route.post("/v1/me/email")
                        .access(Access.ACCOUNT_HOLDER)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("newEmail", "password"))
                        .to(this::changeEmail),
                Route.get("/verify-email").access(Access.OPEN).anyParameters().to(page::show),
                Route.post("/verify-email")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .anyParameters()
                        .form(Set.of("token"))
                        .to(page::verify));
    }

    private Answer register(Exchange exchange) {
        Registration registration = exchange.body(input -> Registration.parse(input, accounts.passwordPolicy()));
        exchange.charge(Quota.MAIL);
        accounts.register(exchange.origin(), registration);
        return Answer.accepted(
                "If the address can have an account here, a mail with the next step is on its way to it.");
    }

    private Answer verifyEmail(Exchange exchange) {
        accounts.verifyEmail(exchange.origin(), exchange.body(AccountRoutes::token));
        return Answer.noContent();
    }

    private Answer resend(Exchange exchange) {
        EmailAddress email = exchange.body(input -> {
            var address = input.required("email", Input.text(EmailAddress::parse));
            input.refuseIfInvalid();
            return address.get();
        });
        exchange.charge(Quota.MAIL);
        accounts.resendVerification(exchange.origin(), email);
        return Answer.accepted("If the address waits to be proven, a mail with a new link is on its way to it.");
    }

    private Answer me(Exchange exchange) {
        User user = accounts.me(exchange.actor());
        return exchange.resource(user.revision(), json -> UserJson.write(json, user));
    }

    private Answer changeMe(Exchange exchange) {
        ProfileChange change = exchange.body(input -> ProfileChange.parse(input, accounts.today()));
        Long expected =
                exchange.expectedVersion(() -> accounts.me(exchange.actor()).revision());
        User user = accounts.changeProfile(exchange.actor(), change, expected);
        return exchange.resource(user.revision(), json -> UserJson.write(json, user));
    }

    private Answer changeEmail(Exchange exchange) {
        NewAddress wanted = exchange.body(NewAddress::parse);
        exchange.charge(Quota.MAIL);
        accounts.changeEmail(exchange.actor(), wanted.email(), wanted.password());
        return Answer.accepted(
                "If the address is free, a mail with a link is on its way to it; the change happens once the"
                        + " link is confirmed.");
    }

    /** Where somebody wants their mail to go, and the proof that it is they. */
    private record NewAddress(EmailAddress email, Password password) {
        static NewAddress parse(Input input) {
            var email = input.required("newEmail", Input.text(EmailAddress::parse));
            var password = input.required("password", Input.text(Password::parse));
            input.refuseIfInvalid();
            return new NewAddress(email.get(), password.get());
        }
    }

    static String token(Input input) {
        var token = input.required("token", Input.text(text -> text));
        input.refuseIfInvalid();
        return token.get();
    }
}
