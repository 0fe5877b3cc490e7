package dev.groundwork.application.access;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.ChoiceLink;
import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.PasswordCheck;
import dev.groundwork.application.session.AuthorityCopies;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Helping somebody who can't get in. Safe for use by several threads and nodes. */
public final class Recovery {
    private final Ports ports;
    private final Policies policies;
    private final PasswordCheck passwordCheck;
    private final AuthorityCopies copies;

    public Recovery(Ports ports, Policies policies, PasswordCheck passwordCheck, AuthorityCopies copies) {
        this.ports = ports;
        this.policies = policies;
        this.passwordCheck = passwordCheck;
        this.copies = copies;
    }

    /**
     * Mails somebody a link to choose a new password, or their first.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:update}, or where the person holds more; not found where there is no such account; conflict where it is
     *     not active
     */
    public void sendLink(Actor actor, UserId id) {
        ports.work().<@Nullable Void>asService(actor, tx -> {
            User user = active(tx, Standing.require(tx, Permission.USERS_UPDATE), id);
            tx.mails()
                    .add(
                            hasPassword(user)
                                    ? new Letter.ResetPassword(user.email())
                                    : new Letter.Invitation(user.id(), user.email()));
            return null;
        });
    }

    /**
     * A link to choose a new password, or the first, to be handed to its owner in another way than by mail; older ones are void.
     * For who operates the machine alone: it is worth the account.
     *
     * @throws Refused as {@link #sendLink}; forbidden for everybody else
     */
    public ChoiceLink mintLink(Actor actor, UserId id) {
        String token = ChoiceLink.token(ports.randomness());
        return ports.work().asService(actor, tx -> {
            User user = active(tx, operator(tx), id);
            Duration lifetime = hasPassword(user) ? ChoiceLink.RESET : ChoiceLink.INVITATION;
            return ChoiceLink.store(tx, user, token, lifetime);
        });
    }

    /**
     * Sets somebody's password, as who operates the machine. Every session, API token and link of the account ends, its lock is
     * lifted, and its owner is told. The address counts as proven no more and no less than before.
     *
     * @throws Refused as {@link #mintLink}; invalid at {@code /password} where it is a bad choice; unavailable where too many
     *     passwords are being hashed
     */
    public User setPassword(Actor actor, UserId id, Password password) {
        User owner = ports.work().asService(actor, tx -> active(tx, operator(tx), id));
        policies.passwords(ports.passwordStrength()).requireChoice("password", password, owner.ownWords());
        PasswordHash hash = ports.passwordHasher().hash(password);
        User changed = ports.work().asService(actor, tx -> {
            User user = active(tx, operator(tx), id);
            Departure.signOut(tx, user);
            passwordCheck.lift(tx, user.id());
            tx.mails().add(new Letter.PasswordChanged(user.email()));
            return tx.credentials().changePassword(user.id(), hash, tx.now());
        });
        copies.forget(changed.id());
        ports.userCache().invalidate(changed.id(), changed.revision().version());
        return changed;
    }

    private static Standing operator(Transaction tx) {
        Standing standing = Standing.require(tx, Permission.USERS_UPDATE);
        standing.requireOperator();
        return standing;
    }

    private static User active(Transaction tx, Standing standing, UserId id) {
        User user = Users.locked(tx, id);
        standing.requireOver(tx, id);
        if (!user.isActive()) {
            throw Refused.conflict("The account is " + user.status().name().toLowerCase(Locale.ROOT)
                    + ", and no password would let its owner in; make it active first.");
        }
        return user;
    }

    private static boolean hasPassword(User user) {
        return user.activity().passwordChangedAt() != null;
    }
}
