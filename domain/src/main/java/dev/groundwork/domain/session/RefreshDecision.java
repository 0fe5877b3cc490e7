package dev.groundwork.domain.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a refresh token is worth that somebody sends (RFC 9700 section 4.14.2). */
public enum RefreshDecision {
    /** Good: it is spent now, and a successor takes its place. */
    ROTATE,
    /** Spent a moment ago by a request whose answer may have been lost: its successor is given out again. */
    REPLAY,
    /** Somebody else has it too: the whole session ends. */
    REUSED,
    /** Worth nothing, and nothing follows from it. */
    DEAD;

    /** How long after its rotation a token still gets its successor; never counted from a revocation. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * @param counts whether the session is alive and its owner may act; where not, no grace helps
     * @param expiresAt the token's own end
     * @param rotatedAt when it was spent; null where it was not
     * @param successorSpent whether its successor was spent too
     */
    public static RefreshDecision of(
            boolean counts, Instant expiresAt, @Nullable Instant rotatedAt, boolean successorSpent, Instant now) {
        if (!counts) {
            return DEAD;
        }
        if (rotatedAt == null) {
            return now.isBefore(expiresAt) ? ROTATE : DEAD;
        }
        return !successorSpent && now.isBefore(rotatedAt.plus(GRACE)) ? REPLAY : REUSED;
    }
}
