package dev.groundwork.domain.account;

import java.util.Objects;

/**
 * A password's hash in the PHC string format, such as {@code $argon2id$v=19$m=19456,t=2,p=1$…}. It never shows itself.
 */
public record PasswordHash(String value) {
    public PasswordHash {
        Objects.requireNonNull(value);
        if (!value.startsWith("$")) {
            throw new IllegalArgumentException("not in the PHC string format");
        }
    }

    @Override
    public String toString() {
        return "PasswordHash[masked]";
    }
}
