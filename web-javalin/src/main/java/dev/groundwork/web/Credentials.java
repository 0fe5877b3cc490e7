package dev.groundwork.web;

import dev.groundwork.application.session.ApiTokens;
import dev.groundwork.application.session.Sessions;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out who asks. */
final class Credentials {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String BAD_CREDENTIAL = Problem.CHALLENGE + ", error=\"invalid_token\"";
    private static final String SCHEME = "bearer ";

    private final Sessions sessions;
    private final ApiTokens apiTokens;
    private final SessionCookie cookie;
    private final Origins origins;

    Credentials(Sessions sessions, ApiTokens apiTokens, SessionCookie cookie, Origins origins) {
        this.sessions = sessions;
        this.apiTokens = apiTokens;
        this.cookie = cookie;
        this.origins = origins;
    }

    /** @param deadCookie whether a cookie came that counts for nothing, and should be taken back */
    record Caller(Actor actor, boolean deadCookie) {}

    /**
     * Looks at {@code Authorization}, then at {@code X-API-Key}, then at the cookie. A bad one of the first two is refused, since
     * whoever sends it believes to be signed in; a dead cookie, which a browser sends unasked, counts as none.
     *
     * @throws Rejected 401 for a bad header; 403 where a cookie comes with an unsafe method and no proof of whose page sends it
     */
    Caller caller(HttpServletRequest request, Origin origin) {
        if (request.getHeader("Authorization") != null) {
            return new Caller(byHeader(Collections.list(request.getHeaders("Authorization")), origin), false);
        }
        if (request.getHeader("X-API-Key") != null) {
            return new Caller(byApiKey(Collections.list(request.getHeaders("X-API-Key")), origin), false);
        }
        @Nullable String value = cookie.find(request);
        if (value == null) {
            return new Caller(new Actor.Anonymous(origin), false);
        }
        Actor.User user;
        try {
            user = sessions.byCookie(value, origin);
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Unauthenticated) {
                return new Caller(new Actor.Anonymous(origin), true);
            }
            throw refused;
        }
        if (!SAFE.contains(request.getMethod()) && !origins.isOwn(request)) {
            throw new Rejected(Problem.of(
                    Problem.Kind.FORBIDDEN, "Under a cookie, only pages of this service's own origin may do this."));
        }
        return new Caller(user, false);
    }

    private Actor byHeader(List<String> values, Origin origin) {
        String value = values.get(0);
        if (values.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw badCredential("Send one Authorization header, of the scheme Bearer.");
        }
        String token = value.substring(SCHEME.length()).strip();
        return token.startsWith(ApiTokens.PREFIX)
                ? genuine(() -> apiTokens.byToken(token, origin))
                : genuine(() -> sessions.byAccessToken(token, origin));
    }

    private Actor byApiKey(List<String> values, Origin origin) {
        if (values.size() > 1) {
            throw badCredential("Send one X-API-Key header.");
        }
        return genuine(() -> apiTokens.byToken(values.get(0).strip(), origin));
    }

    private static Actor genuine(Supplier<Actor.User> caller) {
        try {
            return caller.get();
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Unauthenticated unauthenticated) {
                throw badCredential(unauthenticated.detail());
            }
            throw refused;
        }
    }

    private static Rejected badCredential(String detail) {
        return new Rejected(
                Problem.of(Problem.Kind.UNAUTHENTICATED, detail).withHeader("WWW-Authenticate", BAD_CREDENTIAL));
    }
}
