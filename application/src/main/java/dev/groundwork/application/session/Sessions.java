package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who is signed in. Safe for use by several threads. */
public final class Sessions {
    /**
     * How long after the truth was read a copy of it is believed. Under a second, so that what was taken back counts on every
     * node within one even where no invalidation arrives.
     */
    private static final Duration BELIEVED_FOR = Duration.ofMillis(800);

    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Ports ports;
    private final Policies policies;

    public Sessions(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
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

    private Actor.User actor(Optional<SessionHandle> handle, SessionMode mode, Origin origin) {
        Authority authority = handle.flatMap(h -> authority(h, origin))
                .filter(a -> a.session().mode() == mode && a.countsAt(now()))
                .orElseThrow(() -> Refused.unauthenticated("The session is over, or never was. Sign in again."));
        touch(authority, origin);
        return new Actor.User(
                authority.session().user(), authority.session().handle(), authority.permissions(), origin);
    }

    private Optional<Authority> authority(SessionHandle handle, Origin origin) {
        return ports.sessionCache()
                .get(
                        handle,
                        now().minus(BELIEVED_FOR),
                        () -> ports.work()
                                .in(
                                        new Actor.SystemActor("authentication", origin),
                                        tx -> tx.sessions().findAuthority(handle)));
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
