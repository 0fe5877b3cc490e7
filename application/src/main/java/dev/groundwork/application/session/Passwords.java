package dev.groundwork.application.session;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.PasswordCheck;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.SessionHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Choosing a password anew, or for the first time after an invitation. Safe for use by several threads and nodes. */
public final class Passwords {
    private final Ports ports;
    private final Policies policies;
    private final PasswordCheck passwordCheck;
    private final AuthorityCopies copies;

    public Passwords(Ports ports, Policies policies, PasswordCheck passwordCheck, AuthorityCopies copies) {
        this.ports = ports;
        this.policies = policies;
        this.passwordCheck = passwordCheck;
        this.copies = copies;
    }

    /** Which passwords may be chosen. */
    public PasswordPolicy policy() {
        return policies.passwords(ports.passwordStrength());
    }

    /**
     * Sends a link to the account of that address. Returns the same way, and takes as long, whether or not there is one: that is
     * looked up when the mail is sent.
     */
    public void forgot(Origin origin, EmailAddress email) {
        ports.work()
                .run(
                        new Actor.SystemActor("password-reset", origin),
                        tx -> tx.mails().add(new Letter.ResetPassword(email)));
    }

    /** Whether a link would let somebody choose a password now; asking uses nothing up. */
    public boolean isGood(Origin origin, String token) {
        return ports.work()
                .in(new Actor.SystemActor("password-reset", origin), tx -> owner(tx, TokenHash.of(token)))
                .isPresent();
    }

    private static Optional<User> owner(Transaction tx, TokenHash link) {
        return tx.resetTokens().find(link, tx.now()).flatMap(tx.users()::find).filter(User::isActive);
    }

    /**
     * Sets a password by a link; of any number of tries one succeeds. Every session and API token of the account ends, its lock
     * is lifted, and its address counts as proven, since the link was read there. Nobody is signed in.
     *
     * @throws Refused {@link Refusal.Invalid} at {@code /token} where the link is unknown, used, voided or too old, or its
     *     account may not act; at {@code /newPassword} where the password is a bad choice, which leaves the link good;
     *     unavailable where too many passwords are being hashed
     */
    public void reset(Origin origin, String token, Password newPassword) {
        Actor actor = new Actor.SystemActor("password-reset", origin);
        TokenHash link = TokenHash.of(token);
        User owner = ports.work().in(actor, tx -> owner(tx, link)).orElseThrow(Passwords::deadLink);
        requireGoodChoice(owner, newPassword);
        PasswordHash hash = ports.passwordHasher().hash(newPassword);
        forget(ports.work().in(actor, tx -> {
            User user = tx.resetTokens()
                    .consume(link, tx.now())
                    .flatMap(tx.users()::findForUpdate)
                    .filter(User::isActive)
                    .orElseThrow(Passwords::deadLink);
            User changed = tx.credentials().changePassword(user.id(), hash, tx.now());
            tx.verifications().voidAll(user.id());
            tx.apiTokens().endAll(user.id());
            passwordCheck.lift(tx, user.id());
            afterChange(tx, user, null);
            return user.emailVerified() ? changed : tx.users().verify(user.id(), user.email());
        }));
    }

    /**
     * Changes the actor's own password; their other sessions end, and links that would choose another, or move the
     * account to another address, are void.
     *
     * @throws Refused {@link Refusal.Unauthenticated} where nobody is signed in; forbidden by an API token; invalid at
     *     {@code /newPassword} where it is a bad choice, or the one so far; at {@code /currentPassword}, or rate-limited, as
     *     {@link PasswordCheck#requireOwn} says; unavailable where too many passwords are being hashed
     */
    public void change(Actor actor, Password current, Password newPassword) {
        Actor.User owner = actor.requireAccountHolder();
        User user = ports.work()
                .in(actor, tx -> tx.users().find(owner.id()))
                .orElseThrow(() -> Refused.unauthenticated("The account is gone. Sign in again."));
        requireGoodChoice(user, newPassword);
        PasswordCheck.Try tried = passwordCheck.requireOwn(actor, owner.id(), "currentPassword", current);
        if (newPassword.equals(current)) {
            throw Refused.invalidAt("/newPassword", "must not be the password so far; choose another");
        }
        PasswordHash hash = ports.passwordHasher().hash(newPassword);
        forget(ports.work().asService(actor, tx -> {
            User confirmed = passwordCheck.requireConfirmed(tx, tried, "currentPassword");
            tx.resetTokens().voidAll(confirmed.id());
            tx.verifications().voidAll(confirmed.id());
            afterChange(tx, confirmed, owner.session());
            return tx.credentials().changePassword(confirmed.id(), hash, tx.now());
        }));
    }

    private static void afterChange(Transaction tx, User user, @Nullable SessionHandle except) {
        tx.sessions().endAll(user.id(), except);
        tx.mails().add(new Letter.PasswordChanged(user.email()));
    }

    private void forget(User user) {
        copies.forget(user.id());
        ports.userCache().invalidate(user.id(), user.revision().version());
    }

    private void requireGoodChoice(User user, Password password) {
        policy().requireChoice("newPassword", password, user.ownWords());
    }

    private static Refused deadLink() {
        return Refused.invalidAt("/token", "is unknown, used already, or too old; ask for a new link");
    }
}
