package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has.
 *
 * @param assignedBy null for the system, or where the account is gone
 * @param expiresAt when it ends; null where it does not
 */
public record Grant(
        RoleName role,
        @Nullable Person assignedBy,
        Instant assignedAt,
        @Nullable Instant expiresAt,
        Revision revision) {
    /** The members that {@link #parseEnd} understands. */
    public static final Set<String> MEMBERS = Set.of("expiresAt");

    public Grant {
        Objects.requireNonNull(role);
        Objects.requireNonNull(assignedAt);
        Objects.requireNonNull(revision);
    }

    /** Whether it still counts at {@code now}; at the very instant of its end it does not. */
    public boolean holdsAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /**
     * Reads when a new grant shall end.
     *
     * @return null where it shall not
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where the end is not after {@code now}
     */
    public static @Nullable Instant parseEnd(Input input, Instant now) {
        Input.Reader<Instant> future = raw -> requireFuture(Input.instant().read(raw), now);
        var expiresAt = input.optional("expiresAt", future);
        input.refuseIfInvalid();
        return expiresAt.get();
    }

    private static Instant requireFuture(Instant end, Instant now) {
        if (!end.isAfter(now)) {
            throw Refused.invalid("must lie in the future");
        }
        return end;
    }
}
