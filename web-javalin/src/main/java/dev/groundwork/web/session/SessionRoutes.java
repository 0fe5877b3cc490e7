package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.Refreshing;
import dev.groundwork.application.session.Sessions;
import dev.groundwork.application.session.SignIn;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import dev.groundwork.web.SessionCookie;
import dev.groundwork.web.account.UserJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signing in, staying so, and signing out. */
public final class SessionRoutes {
    private static final String REFRESH_TOKEN = "refreshToken";

    private final SignIn signIn;
    private final Refreshing refreshing;
    private final Sessions sessions;
    private final SessionCookie cookie;

    public SessionRoutes(Groundwork groundwork, SessionCookie cookie) {
        this.signIn = groundwork.signIn();
        this.refreshing = groundwork.refreshing();
        this.sessions = groundwork.sessions();
        this.cookie = cookie;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/auth/login")
                        .access(Access.SIGN_IN)
                        .quota(Quota.SIGN_IN)
                        .json(SignInRequest.MEMBERS)
                        .to(this::login),
                Route.post("/v1/auth/refresh")
                        .access(Access.SIGN_IN)
                        .json(Set.of(REFRESH_TOKEN))
                        .to(this::refresh),
                Route.post("/v1/auth/logout")
                        .access(Access.SIGN_OUT)
                        .optionalJson(Set.of(REFRESH_TOKEN))
                        .to(this::logout));
    }

    private Answer login(Exchange exchange) {
        SignInRequest request = exchange.body(SignInRequest::parse);
        return switch (signIn.signIn(exchange.origin(), request)) {
            case SignedIn.WithTokens signedIn -> Answer.json(200, JsonWriter.write(json -> tokens(json, signedIn)));
            case SignedIn.WithCookie signedIn ->
                Answer.json(200, JsonWriter.write(json -> json.object(() -> who(json, signedIn))))
                        .with("Set-Cookie", cookie.handOver(signedIn.cookie(), signedIn.lifetime()));
        };
    }

    private Answer refresh(Exchange exchange) {
        String refreshToken = exchange.body(input -> {
            var token = input.required(REFRESH_TOKEN, Input.text(text -> text));
            input.refuseIfInvalid();
            return token.get();
        });
        SignedIn.WithTokens signedIn = refreshing.refresh(exchange.origin(), refreshToken);
        return Answer.json(200, JsonWriter.write(json -> tokens(json, signedIn)));
    }

    private Answer logout(Exchange exchange) {
        Optional<String> refreshToken = exchange.body(input -> {
            var token = input.optional(REFRESH_TOKEN, Input.text(text -> text));
            input.refuseIfInvalid();
            return Optional.ofNullable(token.get());
        });
        boolean byCookie = exchange.header("Authorization") == null && exchange.brings(cookie);
        if (exchange.actor() instanceof Actor.User user) {
            sessions.logOut(user);
        } else if (refreshToken.isEmpty() && !byCookie) {
            exchange.actor().requireUser();
        }
        refreshToken.ifPresent(token -> sessions.logOut(exchange.origin(), token));
        return byCookie ? Answer.noContent().with("Set-Cookie", cookie.clear()) : Answer.noContent();
    }

    private static void tokens(JsonWriter json, SignedIn.WithTokens signedIn) {
        json.object(() -> {
            json.text("accessToken", signedIn.accessToken());
            json.text("tokenType", "Bearer");
            json.number("expiresIn", signedIn.lifetime().toSeconds());
            json.text("refreshToken", signedIn.refreshToken());
            who(json, signedIn);
        });
    }

    private static void who(JsonWriter json, SignedIn signedIn) {
        json.member("session", signedIn.session(), (writer, session) -> SessionJson.write(writer, session, true));
        json.member("user", signedIn.user(), UserJson::write);
    }
}
