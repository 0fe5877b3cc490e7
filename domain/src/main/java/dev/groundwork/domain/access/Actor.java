package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Objects;

/**
 * Who acts. Use cases take it first and decide with it; PostgreSQL is told of it and decides again; the audit trail names it.
 */
public sealed interface Actor {

    Origin origin();

    /** Whether this actor holds {@code permission} at {@code now}. */
    boolean may(Permission permission, Instant now);

    /**
     * Whoever is signed in.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is
     */
    default User requireUser() {
        if (this instanceof User user) {
            return user;
        }
        throw Refused.unauthenticated("Sign in first.");
    }

    /**
     * Whoever is signed in, with a credential that reaches their account and not only what the account may do.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is; forbidden by an API token
     */
    default User requireAccountHolder() {
        User user = requireUser();
        if (!user.reach().account()) {
            throw Refused.forbidden("An API token does not reach its owner's account; sign in with the password.");
        }
        return user;
    }

    /**
     * Reads somebody's id, or {@code me} for the actor's own.
     *
     * @return a reader that refuses {@code me} as unauthenticated where nobody is signed in
     */
    default Input.Reader<UserId> someone() {
        return raw ->
                raw.equals("me") ? requireUser().id() : new UserId(Input.uuid().read(raw));
    }

    /**
     * Lets pass who holds {@code permission} at {@code now}.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden where they
     *     lack it
     */
    default void require(Permission permission, Instant now) {
        if (!may(permission, now)) {
            requireUser();
            throw Refused.forbidden("You need the permission " + permission + ".");
        }
    }

    /**
     * A user, in a session or by an API token.
     *
     * @param session the session's handle, or the token's
     * @param permissions what the user holds, narrowed to what the credential carries
     * @param reach what else the credential carries
     */
    record User(UserId id, SessionHandle session, Permissions permissions, Reach reach, Origin origin)
            implements Actor {
        public User {
            Objects.requireNonNull(id);
            Objects.requireNonNull(session);
            Objects.requireNonNull(permissions);
            Objects.requireNonNull(reach);
            Objects.requireNonNull(origin);
        }

        /** A user in a session, which carries all that its owner may. */
        public User(UserId id, SessionHandle session, Permissions permissions, Origin origin) {
            this(id, session, permissions, Reach.WHOLE, origin);
        }

        @Override
        public boolean may(Permission permission, Instant now) {
            return permissions.include(permission, now);
        }
    }

    /**
     * The system itself, for a reason that the audit trail names, such as {@code sign-in}. It may do what its use case does and
     * holds no permission beyond that.
     *
     * @param operator whether it is whoever operates the machine, who may do anything
     */
    record SystemActor(String reason, boolean operator, Origin origin) implements Actor {
        public SystemActor {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(origin);
        }

        public SystemActor(String reason, Origin origin) {
            this(reason, false, origin);
        }

        /** Whoever operates the machine, by the command line. */
        public static SystemActor operator(Origin origin) {
            return new SystemActor("command-line", true, origin);
        }

        @Override
        public boolean may(Permission permission, Instant now) {
            return operator;
        }
    }

    /** Nobody: a request without a credential. */
    record Anonymous(Origin origin) implements Actor {
        public Anonymous {
            Objects.requireNonNull(origin);
        }

        @Override
        public boolean may(Permission permission, Instant now) {
            return false;
        }
    }
}
