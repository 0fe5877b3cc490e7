package dev.groundwork.domain.access;

import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.Session;
import java.time.Instant;
import java.util.Objects;

/**
 * All that decides whether a credential counts, read in one go from the truth: the session, its owner's status, and what the
 * owner may do.
 *
 * @param readAt when the truth was read, by the database's clock; a copy may be believed for a short while after that only
 */
public record Authority(Session session, UserStatus status, Permissions permissions, Instant readAt) {
    public Authority {
        Objects.requireNonNull(session);
        Objects.requireNonNull(status);
        Objects.requireNonNull(permissions);
        Objects.requireNonNull(readAt);
    }

    /** Whether the session's owner may act at {@code now}. */
    public boolean countsAt(Instant now) {
        return status == UserStatus.ACTIVE && session.isAliveAt(now);
    }
}
