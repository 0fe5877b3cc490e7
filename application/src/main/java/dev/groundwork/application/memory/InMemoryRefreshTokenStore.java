package dev.groundwork.application.memory;

import dev.groundwork.application.session.RefreshTokenStore;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryRefreshTokenStore implements RefreshTokenStore {
    private static final String TABLE = "refresh_tokens";

    private final Unit unit;

    InMemoryRefreshTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void addFirst(SessionHandle session, TokenHash token, Instant expiresAt) {
        add(RefreshToken.of(unit.asService().sessions.get(session).session(), token, 0, expiresAt));
    }

    @Override
    public Optional<Presented> findForUpdate(TokenHash token) {
        Tables tables = unit.asService();
        return tables.refreshTokens.find(token).map(found -> {
            StoredSession session = tables.sessions.get(found.session().handle());
            return new Presented(
                    session.session(),
                    session.isActive(),
                    tables.users.get(found.session().user()).user(),
                    found.expiresAt(),
                    rotation(tables, found));
        });
    }

    private static @Nullable Rotation rotation(Tables tables, RefreshToken token) {
        Instant rotatedAt = token.rotatedAt();
        TokenHash successor = token.successor();
        return rotatedAt == null || successor == null
                ? null
                : new Rotation(
                        rotatedAt,
                        successor,
                        tables.refreshTokens.get(successor).rotatedAt() != null);
    }

    @Override
    public void rotate(TokenHash spent, TokenHash successor, Instant now, Instant expiresAt) {
        Tables tables = unit.asService();
        RefreshToken before = tables.refreshTokens.get(spent);
        RefreshToken rotated = before.rotated(now, successor);
        tables.refreshTokens.put(spent, rotated);
        unit.logUpdate(TABLE, before.name(), null, before.recorded(), rotated.recorded(), unit.stamp());
        add(RefreshToken.of(before.session(), successor, before.generation() + 1, expiresAt));
    }

    private void add(RefreshToken token) {
        unit.asService().refreshTokens.put(token.token(), token);
        unit.logInsert(TABLE, token.name(), null, token.recorded(), unit.stamp());
    }
}
