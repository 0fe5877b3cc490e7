package dev.groundwork.application.access;

import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator may do at the moment of use, read anew inside the unit that does it: a copy may be 800 ms old, and
 * whoever lost a role must not use the time to give it to somebody else.
 *
 * @param held null for the operator, who may do anything
 */
record Standing(Actor actor, @Nullable Permissions held, Instant now) {

    /**
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden where the
     *     actor lacks the permission
     */
    static Standing require(Transaction tx, Permission permission) {
        Standing standing = of(tx);
        if (!standing.has(permission)) {
            throw Refused.forbidden("You need the permission " + permission + ".");
        }
        return standing;
    }

    private static Standing of(Transaction tx) {
        if (tx.actor() instanceof Actor.SystemActor system && system.operator()) {
            return new Standing(system, null, tx.now());
        }
        Actor.User user = tx.actor().requireUser();
        Permissions current = tx.grants().permissionsOf(user.id(), tx.now());
        Permissions carried = user.reach().account()
                ? current
                : current.narrowedTo(user.permissions().held().stream()
                        .map(HeldPermission::permission)
                        .collect(Collectors.toUnmodifiableSet()));
        return new Standing(user, carried, tx.now());
    }

    boolean has(Permission permission) {
        return held == null || held.include(permission, now);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Forbidden} where the person holds a permission that the actor lacks */
    void requireOver(Transaction tx, UserId person) {
        if (held != null && !held.cover(tx.grants().permissionsOf(person, now), now)) {
            throw Refused.forbidden("This person holds a permission that you lack.");
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Forbidden} where the actor lacks one of them */
    void requireAll(Collection<Permission> permissions) {
        for (Permission permission : permissions) {
            if (!has(permission)) {
                throw Refused.forbidden("You do not hold " + permission + " yourself.");
            }
        }
    }

    /**
     * Nobody gives for longer than they have it themselves.
     *
     * @param end null for ever
     * @throws Refused {@link dev.groundwork.domain.Refusal.Forbidden} where the actor lacks one of them, now or before the end
     */
    void requireAllUntil(Collection<Permission> permissions, @Nullable Instant end) {
        requireAll(permissions);
        for (Permission permission : permissions) {
            if (held != null && held.held().stream().noneMatch(one -> lasts(one, permission, end))) {
                throw Refused.forbidden("You hold " + permission + " for a shorter time yourself.");
            }
        }
    }

    private static boolean lasts(HeldPermission one, Permission permission, @Nullable Instant end) {
        Instant own = one.expiresAt();
        return one.permission().equals(permission) && (own == null || (end != null && !end.isAfter(own)));
    }

    /** Who acts, for the column that says who granted; null for the operator. */
    @Nullable
    UserId user() {
        return actor instanceof Actor.User user ? user.id() : null;
    }

    /**
     * Keeps administrators from coming and going until the unit ends.
     *
     * @return whether there is one for good: where there never was, nobody can be the last
     */
    static boolean lockAdministrators(Transaction tx) {
        tx.grants().lockAdministrators();
        return tx.grants().countLastingAdministrators() > 0;
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Conflict} where no administrator would be left for good */
    static void requireAnAdministratorLeft(Transaction tx) {
        if (tx.grants().countLastingAdministrators() == 0) {
            throw Refused.conflict("This is the last administrator: make another one first.");
        }
    }
}
