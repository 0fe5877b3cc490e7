package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.session.RefreshTokenStore.Presented;
import dev.groundwork.application.session.RefreshTokenStore.Rotation;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.session.RefreshDecision;
import dev.groundwork.domain.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renewing a token session (RFC 9700 section 4.14.2): a refresh token works once, and one that is sent again after its time ends
 * the whole session, since two must have it. Safe for use by several threads and nodes.
 */
public final class Refreshing {
    private final Ports ports;
    private final Policies policies;
    private final AuthorityCopies copies;
    private final TokenMint mint;

    public Refreshing(Ports ports, Policies policies, AuthorityCopies copies) {
        this.ports = ports;
        this.policies = policies;
        this.copies = copies;
        this.mint = new TokenMint(ports, policies);
    }

    /** What came of a token: new tokens, or the session that its reuse ended, or nothing. */
    private record Outcome(
            SignedIn.@Nullable WithTokens tokens, @Nullable UserId signedOut) {
        static final Outcome NOTHING = new Outcome(null, null);
    }

    /**
     * Spends a refresh token. Requests that race with the same token get the same successor within
     * {@link RefreshDecision#GRACE} of its rotation, so that a lost answer signs nobody out.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where the token is worth nothing; that its reuse
     *     ended the session is committed nevertheless
     */
    public SignedIn.WithTokens refresh(Origin origin, String refreshToken) {
        Outcome outcome = ports.work()
                .in(
                        new Actor.SystemActor("refresh", origin),
                        tx -> tx.refreshTokens()
                                .findForUpdate(TokenHash.of(refreshToken))
                                .map(presented -> decide(tx, presented, refreshToken))
                                .orElse(Outcome.NOTHING));
        if (outcome.signedOut() != null) {
            copies.forget(outcome.signedOut());
        }
        return Optional.ofNullable(outcome.tokens())
                .orElseThrow(() -> Refused.unauthenticated("The refresh token is not good any more. Sign in again."));
    }

    private Outcome decide(Transaction tx, Presented presented, String refreshToken) {
        Instant now = tx.now();
        Session session = presented.session();
        boolean counts = presented.active()
                && session.isAliveAt(now)
                && presented.owner().isActive();
        Rotation rotation = presented.rotation();
        return switch (RefreshDecision.of(
                counts,
                presented.expiresAt(),
                rotation == null ? null : rotation.at(),
                rotation != null && rotation.successorSpent(),
                now)) {
            case ROTATE -> rotate(tx, presented, refreshToken);
            case REPLAY -> replay(presented, refreshToken, now);
            case REUSED -> end(tx, session);
            case DEAD -> Outcome.NOTHING;
        };
    }

    private Outcome rotate(Transaction tx, Presented presented, String refreshToken) {
        String successor = successors(refreshToken).get(0);
        Instant end = mint.refreshTokenEnd(presented.session(), tx.now());
        tx.refreshTokens().rotate(TokenHash.of(refreshToken), TokenHash.of(successor), tx.now(), end);
        return new Outcome(mint.tokens(presented.session(), presented.owner(), successor, tx.now()), null);
    }

    private Outcome replay(Presented presented, String refreshToken, Instant now) {
        Rotation rotation = presented.rotation();
        return successors(refreshToken).stream()
                .filter(successor -> rotation != null && TokenHash.of(successor).equals(rotation.successor()))
                .findFirst()
                .map(successor ->
                        new Outcome(mint.tokens(presented.session(), presented.owner(), successor, now), null))
                .orElse(Outcome.NOTHING);
    }

    private static Outcome end(Transaction tx, Session session) {
        tx.sessions().end(session.user(), session.handle());
        tx.record(Event.aboutUser(
                "auth.refresh_reused",
                session.user(),
                Map.of("session", session.handle().value())));
        return new Outcome(null, session.user());
    }

    private List<String> successors(String refreshToken) {
        return policies.signer().successors(TokenMint.REFRESH_TOKEN_PREFIX, refreshToken);
    }
}
