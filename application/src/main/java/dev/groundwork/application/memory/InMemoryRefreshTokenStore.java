package dev.groundwork.application.memory;

import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;

final class InMemoryRefreshTokenStore implements RefreshTokenStore {
    private final Unit unit;

    InMemoryRefreshTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void addFirst(SessionHandle session, TokenHash token, Instant expiresAt) {
        Tables tables = unit.asService();
        RefreshToken first = new RefreshToken(tables.sessions.get(session), token, 0, expiresAt);
        tables.refreshTokens.put(token, first);
        unit.logInsert("refresh_tokens", session + ":" + first.generation(), null, first.recorded(), unit.stamp());
    }
}
