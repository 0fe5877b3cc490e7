package dev.groundwork.domain.account;

import java.util.Objects;
import java.util.UUID;

/** A user's public id. */
public record UserId(UUID value) {
    public UserId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
