package dev.groundwork.application.memory;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code refresh_tokens}. */
record RefreshToken(
        Session session,
        TokenHash token,
        int generation,
        Instant expiresAt,
        @Nullable Instant rotatedAt,
        @Nullable TokenHash successor,
        @Nullable Instant revokedAt) {

    static RefreshToken of(Session session, TokenHash token, int generation, Instant expiresAt) {
        return new RefreshToken(session, token, generation, expiresAt, null, null, null);
    }

    RefreshToken rotated(Instant at, TokenHash next) {
        return new RefreshToken(session, token, generation, expiresAt, at, next, revokedAt);
    }

    RefreshToken revoked(Instant at) {
        return new RefreshToken(session, token, generation, expiresAt, rotatedAt, successor, at);
    }

    /** What the audit trail calls it. */
    String name() {
        return session.handle() + ":" + generation;
    }

    Columns recorded() {
        return new Columns()
                .with("user", session.user())
                .with("session", session.handle())
                .with("generation", generation)
                .withSecret("tokenHash", token)
                .with("expiresAt", expiresAt)
                .with("rotatedAt", rotatedAt)
                .with("isRevoked", revokedAt != null)
                .with("revokedAt", revokedAt);
    }
}
