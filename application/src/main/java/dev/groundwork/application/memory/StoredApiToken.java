package dev.groundwork.application.memory;

import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.TokenHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_tokens}. */
record StoredApiToken(
        ApiToken token, TokenHash hash, @Nullable Instant revokedAt) {

    boolean isActive() {
        return revokedAt == null;
    }

    StoredApiToken revoked(Instant at) {
        return new StoredApiToken(token, hash, at);
    }

    StoredApiToken touched(Instant at) {
        return new StoredApiToken(
                new ApiToken(
                        token.handle(),
                        token.owner(),
                        token.name(),
                        token.scope(),
                        token.createdAt(),
                        at,
                        token.expiresAt()),
                hash,
                revokedAt);
    }

    Columns recorded() {
        return new Columns()
                .with("user", token.owner())
                .with("name", token.name())
                .withSecret("tokenHash", hash)
                .with(
                        "permissions",
                        token.scope().permissions().stream()
                                .map(Permission::name)
                                .sorted()
                                .toList())
                .with("projects", token.scope().projects())
                .with("expiresAt", token.expiresAt())
                .with("revokedAt", revokedAt);
    }
}
