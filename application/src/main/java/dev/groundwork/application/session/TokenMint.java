package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.Session;
import java.time.Duration;
import java.time.Instant;

/** Makes the credentials that a session's owner carries. */
final class TokenMint {
    /** Tells people and secret scanners what they found. */
    static final String REFRESH_TOKEN_PREFIX = "gwr_";

    private static final int REFRESH_TOKEN_BITS = 256;

    private final Ports ports;
    private final Policies policies;

    TokenMint(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    SignedIn cookie(Session session, User user) {
        return new SignedIn.WithCookie(
                session,
                user,
                policies.signer().cookie(session.handle(), session.expiresAt()),
                policies.lifetimes().cookie());
    }

    SignedIn firstTokens(Transaction tx, Session session, User user) {
        String refreshToken = ports.randomness().token(REFRESH_TOKEN_PREFIX, REFRESH_TOKEN_BITS);
        tx.refreshTokens().addFirst(session.handle(), TokenHash.of(refreshToken), refreshTokenEnd(session, tx.now()));
        return tokens(session, user, refreshToken, tx.now());
    }

    /** An access token beside a refresh token that is stored already. */
    SignedIn.WithTokens tokens(Session session, User user, String refreshToken, Instant now) {
        Duration lifetime = policies.lifetimes().accessToken();
        Duration left = Duration.between(now, session.expiresAt());
        Duration counted = left.compareTo(lifetime) < 0 ? left : lifetime;
        String accessToken = policies.signer().accessToken(session.handle(), now.plus(counted));
        return new SignedIn.WithTokens(session, user, accessToken, counted, refreshToken);
    }

    /** Slides with each refresh, up to the session's own end. */
    Instant refreshTokenEnd(Session session, Instant now) {
        Instant slid = now.plus(policies.lifetimes().refreshToken());
        return slid.isAfter(session.expiresAt()) ? session.expiresAt() : slid;
    }
}
