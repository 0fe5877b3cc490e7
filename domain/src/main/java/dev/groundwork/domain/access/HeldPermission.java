package dev.groundwork.domain.access;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A permission that somebody holds.
 *
 * @param role the role that brings it
 * @param expiresAt when the grant of that role ends; null where it does not
 */
public record HeldPermission(
        Permission permission, RoleName role, @Nullable Instant expiresAt) {
    public HeldPermission {
        Objects.requireNonNull(permission);
        Objects.requireNonNull(role);
    }

    /** Whether it still counts at {@code now}; at the very instant of its end it does not. */
    public boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
