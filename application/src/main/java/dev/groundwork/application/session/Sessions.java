package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who is signed in. Safe for use by several threads. */
public final class Sessions {
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Ports ports;
    private final Policies policies;
    private final AuthorityCopies copies;

    public Sessions(Ports ports, Policies policies, AuthorityCopies copies) {
        this.ports = ports;
        this.policies = policies;
        this.copies = copies;
    }

    /**
     * Who sends this access token.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where it is malformed, forged or expired, its
     *     session is over, or its owner may not act; unavailable where nobody can tell
     */
    public Actor.User byAccessToken(String token, Origin origin) {
        return actor(policies.signer().verifyAccessToken(token, now()), SessionMode.TOKEN, origin);
    }

    /**
     * Who sends this cookie.
     *
     * @throws Refused as {@link #byAccessToken}
     */
    public Actor.User byCookie(String cookie, Origin origin) {
        return actor(policies.signer().verifyCookie(cookie, now()), SessionMode.COOKIE, origin);
    }

    /** A session whose access token counts until {@code expiresAt}. */
    record Inspected(Authority authority, Instant expiresAt) {}

    /** What an access token is worth now; empty where it is worth nothing. */
    Optional<Inspected> inspect(String accessToken, Origin origin) {
        Instant now = now();
        return policies.signer()
                .verifyAccessToken(accessToken, now)
                .flatMap(handle -> authority(handle, origin)
                        .filter(a -> a.session().mode() == SessionMode.TOKEN && a.countsAt(now))
                        .map(a -> new Inspected(a, policies.signer().endOf(accessToken))));
    }

    /**
     * The actor's own sessions, the last used first.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API token
     */
    public Page<Session> list(Actor actor, Page.Request page) {
        UserId owner = actor.requireAccountHolder().id();
        return ports.work().asService(actor, tx -> tx.sessions().list(owner, tx.now(), page));
    }

    /**
     * Ends one of the actor's own sessions, the current one too.
     *
     * @throws Refused as {@link #list}; not found where they have no such session
     */
    public void end(Actor actor, SessionHandle handle) {
        UserId owner = actor.requireAccountHolder().id();
        boolean ended = ports.work().asService(actor, tx -> tx.sessions().end(owner, handle));
        forget(owner, handle);
        if (!ended) {
            throw Refused.notFound("You have no such session.");
        }
    }

    /**
     * Ends all of the actor's own sessions but the current one.
     *
     * @throws Refused as {@link #list}
     */
    public void endOthers(Actor actor) {
        Actor.User owner = actor.requireAccountHolder();
        ports.work().<@Nullable Void>asService(actor, tx -> {
            tx.sessions().endAll(owner.id(), owner.session());
            return null;
        });
        copies.forget(owner.id());
    }

    /**
     * Ends the session that the actor is in; where it is over already, there is nothing to do.
     *
     * @throws Refused as {@link #list}
     */
    public void logOut(Actor actor) {
        Actor.User owner = actor.requireAccountHolder();
        ports.work().asService(actor, tx -> tx.sessions().end(owner.id(), owner.session()));
        forget(owner.id(), owner.session());
    }

    /**
     * Ends the session that a refresh token belongs to; does nothing where there is none, since whoever signs out wants nothing
     * more.
     */
    public void logOut(Origin origin, String refreshToken) {
        Optional<Session> ended = ports.work()
                .in(
                        new Actor.SystemActor("sign-out", origin),
                        tx -> tx.refreshTokens()
                                .findForUpdate(TokenHash.of(refreshToken))
                                .map(RefreshTokenStore.Presented::session)
                                .filter(session -> tx.sessions().end(session.user(), session.handle())));
        ended.ifPresent(session -> forget(session.user(), session.handle()));
    }

    private void forget(UserId owner, SessionHandle handle) {
        ports.sessionCache().invalidate(handle);
        copies.forget(owner);
    }

    private Actor.User actor(Optional<SessionHandle> handle, SessionMode mode, Origin origin) {
        Authority authority = handle.flatMap(h -> authority(h, origin))
                .filter(a -> a.session().mode() == mode && a.countsAt(now()))
                .orElseThrow(() -> Refused.unauthenticated("The session is over, or never was. Sign in again."));
        touch(authority, origin);
        return new Actor.User(
                authority.session().user(), authority.session().handle(), authority.permissions(), origin);
    }

    private Optional<Authority> authority(SessionHandle handle, Origin origin) {
        Supplier<Optional<Authority>> truth = () -> ports.work()
                .in(
                        new Actor.SystemActor("authentication", origin),
                        tx -> tx.sessions().findAuthority(handle));
        Instant now = now();
        Optional<Authority> copy = ports.sessionCache().get(handle, copies.oldestBelieved(now), truth);
        // What this node took back a moment ago it does not believe from any cache; that is rare enough to ask for.
        return copy.filter(found -> copies.distrusts(found, now)).isPresent() ? truth.get() : copy;
    }

    private void touch(Authority authority, Origin origin) {
        Instant now = now();
        if (authority.session().lastActivity().plus(TOUCHED_EVERY).isBefore(now)) {
            ports.work()
                    .run(
                            new Actor.SystemActor("authentication", origin),
                            tx -> tx.sessions().touch(authority.session().handle(), now));
            ports.sessionCache().invalidate(authority.session().handle());
        }
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
