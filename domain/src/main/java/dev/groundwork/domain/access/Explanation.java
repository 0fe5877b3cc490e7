package dev.groundwork.domain.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may do something, and why.
 *
 * @param because every way by which they may; empty where they may not
 * @param nearMisses what would let them, but for one thing
 */
public record Explanation(boolean allowed, List<Way> because, List<NearMiss> nearMisses) {
    public Explanation {
        because = List.copyOf(because);
        nearMisses = List.copyOf(nearMisses);
    }

    /** One way to a permission. */
    public sealed interface Way {}

    /**
     * By a role that was granted.
     *
     * @param expiresAt when the grant ends; null where it does not
     */
    public record ByRole(RoleName role, @Nullable Instant expiresAt) implements Way {
        public ByRole {
            Objects.requireNonNull(role);
        }
    }

    /**
     * By a membership of the project that was asked about.
     *
     * @param role the member's, in lower case
     */
    public record ByMembership(String role) implements Way {
        public ByMembership {
            Objects.requireNonNull(role);
        }
    }

    /** A way that is closed, and what closes it, as a sentence. */
    public record NearMiss(Way way, String reason) {
        public NearMiss {
            Objects.requireNonNull(way);
            Objects.requireNonNull(reason);
        }
    }
}
