package dev.groundwork.application.memory;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code password_reset_tokens}. */
record ResetLink(
        UserId user,
        TokenHash token,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant voidedAt) {

    boolean isLive() {
        return usedAt == null && voidedAt == null;
    }

    boolean countsAt(Instant now) {
        return isLive() && now.isBefore(expiresAt);
    }

    ResetLink used(Instant at) {
        return new ResetLink(user, token, expiresAt, at, voidedAt);
    }

    ResetLink voided(Instant at) {
        return new ResetLink(user, token, expiresAt, usedAt, at);
    }

    Columns recorded() {
        return new Columns()
                .with("user", user)
                .withSecret("tokenHash", token)
                .with("expiresAt", expiresAt)
                .with("used", usedAt != null)
                .with("usedAt", usedAt)
                .with("voidedAt", voidedAt);
    }
}
