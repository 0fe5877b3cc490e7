package dev.groundwork.domain.access;

import java.time.Instant;
import java.util.List;

/**
 * What somebody's roles allow them. Whether a grant has ended is decided each time it is asked for, so that no copy of this
 * outlives a grant.
 *
 * @param held every grant's permissions; one permission may come by several roles
 */
public record Permissions(List<HeldPermission> held) {
    /** Holds nothing. */
    public static final Permissions NONE = new Permissions(List.of());

    public Permissions {
        held = List.copyOf(held);
    }

    /** Whether {@code permission} is held at {@code now}. */
    public boolean include(Permission permission, Instant now) {
        for (HeldPermission one : held) {
            if (one.permission().equals(permission) && one.holdsAt(now)) {
                return true;
            }
        }
        return false;
    }
}
