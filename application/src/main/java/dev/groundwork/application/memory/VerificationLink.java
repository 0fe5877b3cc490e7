package dev.groundwork.application.memory;

import dev.groundwork.application.account.VerificationStore.Proof;
import dev.groundwork.domain.account.TokenHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code email_verification_tokens}. */
record VerificationLink(
        Proof proof,
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

    VerificationLink used(Instant at) {
        return new VerificationLink(proof, token, expiresAt, at, voidedAt);
    }

    VerificationLink voided(Instant at) {
        return new VerificationLink(proof, token, expiresAt, usedAt, at);
    }

    Columns recorded() {
        return new Columns()
                .with("user", proof.user())
                .withSecret("tokenHash", token)
                .with("email", proof.email())
                .with("expiresAt", expiresAt)
                .with("used", usedAt != null)
                .with("usedAt", usedAt)
                .with("voidedAt", voidedAt);
    }
}
