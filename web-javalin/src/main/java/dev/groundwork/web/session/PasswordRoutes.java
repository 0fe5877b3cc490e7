package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.Passwords;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;

/** Choosing a password anew, by a link or by the one so far. */
public final class PasswordRoutes {
    private static final Set<String> RESET_MEMBERS = Set.of("token", "newPassword");

    private final Passwords passwords;
    private final ResetPasswordPage page;

    public PasswordRoutes(Groundwork groundwork) {
        this.passwords = groundwork.passwords();
        this.page = new ResetPasswordPage(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/auth/password/forgot")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("email"))
                        .to(this::forgot),
                Route.post("/v1/auth/password/reset")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(RESET_MEMBERS)
                        .to(this::reset),
                Route.post("/v1/auth/password/change")
                        .access(Access.ACCOUNT_HOLDER)
                        .quota(Quota.SIGN_IN)
                        .json(Set.of("currentPassword", "newPassword"))
                        .to(this::change),
                Route.get("/reset-password")
                        .access(Access.OPEN)
                        .quota(Quota.SIGN_IN)
                        .anyParameters()
                        .to(page::show),
                Route.post("/reset-password")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .anyParameters()
                        .form(RESET_MEMBERS)
                        .to(page::choose));
    }

    private Answer forgot(Exchange exchange) {
        EmailAddress email = exchange.body(input -> {
            var address = input.required("email", Input.text(EmailAddress::parse));
            input.refuseIfInvalid();
            return address.get();
        });
        exchange.charge(Quota.MAIL);
        passwords.forgot(exchange.origin(), email);
        return Answer.accepted("If the address has an account here, a mail with a link is on its way to it.");
    }

    private Answer reset(Exchange exchange) {
        Choice choice = exchange.body(Choice::parse);
        passwords.reset(exchange.origin(), choice.token(), choice.newPassword());
        return Answer.noContent();
    }

    private Answer change(Exchange exchange) {
        Replacement wanted = exchange.body(Replacement::parse);
        passwords.change(exchange.actor(), wanted.current(), wanted.newPassword());
        return Answer.noContent();
    }

    /** A password, chosen by a link. */
    record Choice(String token, Password newPassword) {
        static Choice parse(Input input) {
            var token = input.required("token", Input.text(text -> text));
            var newPassword = input.required("newPassword", Input.text(Password::parse));
            input.refuseIfInvalid();
            return new Choice(token.get(), newPassword.get());
        }

        @Override
        public String toString() {
            return "Choice[masked]";
        }
    }

    /** A password in the place of another. */
    private record Replacement(Password current, Password newPassword) {
        static Replacement parse(Input input) {
            var current = input.required("currentPassword", Input.text(Password::parse));
            var newPassword = input.required("newPassword", Input.text(Password::parse));
            input.refuseIfInvalid();
            return new Replacement(current.get(), newPassword.get());
        }
    }
}
