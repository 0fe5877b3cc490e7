package dev.groundwork.domain.session;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody signed in on one device.
 *
 * @param device what the device told about itself
 * @param ipAddress where the sign-in came from; null where nobody knows
 * @param userAgent what the client called itself; null where it did not
 * @param lastActivity a touch at most once a minute
 * @param expiresAt when it ends, however active
 */
public record Session(
        SessionHandle handle,
        UserId user,
        SessionMode mode,
        JsonObject device,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        Instant createdAt,
        Instant lastActivity,
        Instant expiresAt) {
    public Session {
        Objects.requireNonNull(handle);
        Objects.requireNonNull(user);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(device);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(lastActivity);
        Objects.requireNonNull(expiresAt);
    }

    /** Whether it still counts at {@code now}; at the very instant of its end it does not. */
    public boolean isAliveAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
