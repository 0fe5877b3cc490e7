package dev.groundwork.web.session;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.SignIn;
import dev.groundwork.application.session.SignedIn;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Budgets;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import dev.groundwork.web.SessionCookie;
import dev.groundwork.web.account.UserJson;
import java.util.List;

/** Signing in. */
public final class SessionRoutes {
    private final SignIn signIn;
    private final SessionCookie cookie;

    public SessionRoutes(Groundwork groundwork, SessionCookie cookie) {
        this.signIn = groundwork.signIn();
        this.cookie = cookie;
    }

    public List<Route> routes() {
        return List.of(Route.post("/v1/auth/login")
                .access(Access.SIGN_IN)
                .budget(Budgets.SIGN_IN)
                .json(SignInRequest.MEMBERS)
                .to(this::login));
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
