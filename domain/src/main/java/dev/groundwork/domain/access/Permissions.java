package dev.groundwork.domain.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;

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

    /** Whether everything that {@code other} includes at {@code now} is included here too. */
    public boolean cover(Permissions other, Instant now) {
        return other.held().stream().filter(one -> one.holdsAt(now)).allMatch(one -> include(one.permission(), now));
    }

    /** What is left where a credential carries only some of them. */
    public Permissions narrowedTo(Set<Permission> carried) {
        return new Permissions(
                held.stream().filter(one -> carried.contains(one.permission())).toList());
    }
}
