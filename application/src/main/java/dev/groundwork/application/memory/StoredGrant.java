package dev.groundwork.application.memory;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code user_roles}. */
record StoredGrant(
        Grantee key,
        @Nullable UserId by,
        Instant assignedAt,
        @Nullable Instant expiresAt,
        Revision revision) {

    /** What a grant is found by. */
    record Grantee(UserId user, RoleName role) {
        @Override
        public String toString() {
            return user + ":" + role;
        }
    }

    boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    Columns recorded() {
        return new Columns()
                .with("user", key.user())
                .with("role", key.role())
                .with("assignedBy", by)
                .with("assignedAt", assignedAt)
                .with("expiresAt", expiresAt);
    }
}
