package dev.groundwork.application.memory;

import dev.groundwork.domain.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code user_sessions}. */
record StoredSession(Session session, @Nullable Instant revokedAt) {

    boolean isActive() {
        return revokedAt == null;
    }

    StoredSession revoked(Instant at) {
        return new StoredSession(session, at);
    }

    StoredSession touched(Instant at) {
        return new StoredSession(
                new Session(
                        session.handle(),
                        session.user(),
                        session.mode(),
                        session.device(),
                        session.ipAddress(),
                        session.userAgent(),
                        session.createdAt(),
                        at,
                        session.expiresAt()),
                revokedAt);
    }

    Columns recorded() {
        return new Columns()
                .with("user", session.user())
                .with("mode", session.mode())
                .with("ipAddress", session.ipAddress())
                .with("userAgent", session.userAgent())
                .with("deviceInfo", session.device())
                .with("isActive", isActive())
                .with("expiresAt", session.expiresAt())
                .with("revokedAt", revokedAt);
    }
}
