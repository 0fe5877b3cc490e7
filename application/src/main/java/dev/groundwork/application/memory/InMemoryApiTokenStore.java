package dev.groundwork.application.memory;

import dev.groundwork.application.session.ApiTokenStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryApiTokenStore implements ApiTokenStore {
    private static final String TABLE = "api_tokens";
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Unit unit;

    InMemoryApiTokenStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public ApiToken add(SessionHandle handle, UserId owner, TokenHash token, NewApiToken content) {
        Tables tables = unit.asService();
        if (tables.apiTokens.contains(token)
                || tables.apiTokens.rows().stream()
                        .anyMatch(row -> row.token().handle().equals(handle))) {
            throw new IllegalStateException("there is such a token already");
        }
        ApiToken added = new ApiToken(
                handle,
                tables.users.get(owner).user().id(),
                content.name(),
                content.scope(),
                unit.stamp(),
                null,
                content.expiresAt());
        StoredApiToken row = new StoredApiToken(added, token, null);
        tables.apiTokens.put(token, row);
        unit.logInsert(TABLE, handle.value(), null, row.recorded(), added.createdAt());
        return added;
    }

    @Override
    public Page<ApiToken> list(UserId owner, Page.Request page) {
        return Paging.page(
                active(owner).stream().map(StoredApiToken::token).toList(),
                page,
                List.of(
                        new Paging.Column<>(token -> Columns.sortable(token.createdAt()), true),
                        new Paging.Column<>(token -> token.handle().value(), false)));
    }

    @Override
    public boolean end(UserId owner, SessionHandle handle) {
        List<StoredApiToken> meant = active(owner).stream()
                .filter(row -> row.token().handle().equals(handle))
                .toList();
        meant.forEach(this::revoke);
        return !meant.isEmpty();
    }

    @Override
    public void endAll(UserId owner) {
        active(owner).forEach(this::revoke);
    }

    @Override
    public Optional<TokenAuthority> findAuthority(TokenHash token) {
        Tables tables = unit.asService();
        return tables.apiTokens
                .find(token)
                .filter(StoredApiToken::isActive)
                .map(row -> new TokenAuthority(
                        row.token(),
                        tables.users.get(row.token().owner()).user().status(),
                        tables.permissionsOf(row.token().owner(), unit.stamp())));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        Table<TokenHash, StoredApiToken> tokens = unit.asService().apiTokens;
        List.copyOf(tokens.rows()).stream()
                .filter(row -> row.token().handle().equals(handle))
                .filter(row -> isOld(row.token().lastUsedAt(), at))
                .forEach(row -> tokens.put(row.hash(), row.touched(at)));
    }

    private static boolean isOld(@Nullable Instant lastUsedAt, Instant at) {
        return lastUsedAt == null || !lastUsedAt.plus(TOUCHED_EVERY).isAfter(at);
    }

    private List<StoredApiToken> active(UserId owner) {
        return unit.asService().apiTokens.rows().stream()
                .filter(row -> row.isActive() && row.token().owner().equals(owner))
                .toList();
    }

    private void revoke(StoredApiToken row) {
        StoredApiToken revoked = row.revoked(unit.stamp());
        unit.asService().apiTokens.put(row.hash(), revoked);
        unit.logUpdate(TABLE, row.token().handle().value(), null, row.recorded(), revoked.recorded(), unit.stamp());
    }
}
