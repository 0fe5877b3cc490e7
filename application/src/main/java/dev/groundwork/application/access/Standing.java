package dev.groundwork.application.access;

import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator may do at the moment of use, read anew inside the unit that does it: a copy may be 800 ms old, and
 * whoever lost a role, or was suspended or signed out, must not use the time to give it to somebody else.
 *
 * @param held null for the operator, who may do anything
 */
public record Standing(Actor actor, @Nullable Permissions held, Instant now) {

    /**
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in, or not any more; forbidden
     *     where the actor lacks the permission
     */
    public static Standing require(Transaction tx, Permission permission) {
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
        Optional<Permissions> current = user.reach().account() ? ofSession(tx, user) : ofToken(tx, user);
        return new Standing(
                user,
                current.orElseThrow(() -> Refused.unauthenticated("The session is over. Sign in again.")),
                tx.now());
    }

    private static Optional<Permissions> ofSession(Transaction tx, Actor.User user) {
        return tx.sessions()
                .findAuthority(user.session())
                .filter(found -> found.session().user().equals(user.id()) && found.countsAt(tx.now()))
                .map(Authority::permissions);
    }

    /** A token was asked for in this very request; what its owner lost since counts all the same. */
    private static Optional<Permissions> ofToken(Transaction tx, Actor.User user) {
        Set<Permission> carried = user.permissions().held().stream()
                .map(HeldPermission::permission)
                .collect(Collectors.toUnmodifiableSet());
        return tx.users()
                .find(user.id())
                .filter(User::isActive)
                .map(owner -> tx.grants().permissionsOf(owner.id(), tx.now()).narrowedTo(carried));
    }

    boolean has(Permission permission) {
        return held == null || held.include(permission, now);
    }

    /** Whether the person is the actor. */
    boolean isOwn(UserId person) {
        return person.equals(user());
    }

    /**
     * An API token never reaches its owner's account, whatever it may do with others'.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Forbidden} where the person is its owner
     */
    void requireReachOf(UserId person) {
        if (isOwn(person)) {
            actor.requireAccountHolder();
        }
    }

    /**
     * @throws Refused {@link dev.groundwork.domain.Refusal.Forbidden} as {@link #requireReachOf}, or where the person holds a
     *     permission that the actor lacks
     */
    void requireOver(Transaction tx, UserId person) {
        requireReachOf(person);
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
     * Makes a change that may unmake an administrator. Where there was none before, none is asked for: people come and go before
     * anybody is made one.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Conflict} where no administrator would be left for good
     */
    static <T extends @Nullable Object> T keepingAnAdministrator(Transaction tx, Supplier<? extends T> change) {
        tx.grants().lockAdministrators();
        int before = tx.grants().countLastingAdministrators();
        T result = change.get();
        if (before > 0 && tx.grants().countLastingAdministrators() == 0) {
            throw Refused.conflict("This is the last administrator: make another one first.");
        }
        return result;
    }
}
