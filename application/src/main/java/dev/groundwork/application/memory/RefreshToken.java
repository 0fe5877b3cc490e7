package dev.groundwork.application.memory;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.Session;
import java.time.Instant;

/** A row of {@code refresh_tokens}. */
record RefreshToken(Session session, TokenHash token, int generation, Instant expiresAt) {

    Columns recorded() {
        return new Columns()
                .with("user", session.user())
                .with("session", session.handle())
                .with("generation", generation)
                .withSecret("tokenHash", token)
                .with("expiresAt", expiresAt)
                .with("rotatedAt", null)
                .with("isRevoked", false)
                .with("revokedAt", null);
    }
}
