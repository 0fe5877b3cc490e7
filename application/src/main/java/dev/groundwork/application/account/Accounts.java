package dev.groundwork.application.account;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.application.account.VerificationStore.Proof;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Having an account: registering, proving one's address, looking at and changing one's own profile. Safe for use by several threads. */
public final class Accounts {
    private static final int PLACEHOLDER_BITS = 256;

    private final Ports ports;
    private final Policies policies;
    private final PasswordCheck passwordCheck;

    public Accounts(Ports ports, Policies policies, PasswordCheck passwordCheck) {
        this.ports = ports;
        this.policies = policies;
        this.passwordCheck = passwordCheck;
    }

    /** Which passwords may be chosen; {@link Registration#parse} asks for it. */
    public PasswordPolicy passwordPolicy() {
        return policies.passwords(ports.passwordStrength());
    }

    /** Today, for {@link ProfileChange#parse}. */
    public LocalDate today() {
        return LocalDate.ofInstant(ports.clock().instant(), ZoneOffset.UTC);
    }

    /**
     * Makes an unverified account and sends a link to its address. Returns the same way and takes as long whether or not the
     * address has an account; what happened goes to the mailbox. An unverified account of the address is made anew: only who
     * reads its mail can say which password was the right one. An account that waits for an invited person stays as it is, and
     * its invitation is sent again: the password is theirs to choose, and what they were given is nobody else's.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Conflict} at {@code /username} where a verified account has the
     *     name; forbidden where registration is closed; unavailable where too many passwords are being hashed
     */
    public void register(Origin origin, Registration registration) {
        if (!policies.isRegistrationOpen()) {
            throw Refused.forbidden("Accounts are made by invitation here: ask those who run the service for one.");
        }
        PasswordHash hash = ports.passwordHasher().hash(registration.password());
        ports.work().run(new Actor.SystemActor("registration", origin), tx -> {
            requireFreeUsername(tx, registration);
            Optional<User> known = tx.users().findByEmail(registration.email());
            if (known.isPresent() && known.get().emailVerified()) {
                tx.mails().add(new Letter.AddressInUse(known.get().email()));
                return;
            }
            if (known.filter(user -> isInvited(tx, user)).isPresent()) {
                tx.mails()
                        .add(new Letter.Invitation(known.get().id(), known.get().email()));
                return;
            }
            User user =
                    known.isPresent() ? makeAnew(tx, known.get(), hash, registration) : make(tx, hash, registration);
            tx.mails().add(new Letter.VerifyAddress(user.id(), user.email()));
        });
    }

    private static void requireFreeUsername(Transaction tx, Registration registration) {
        var username = registration.profile().username();
        if (username != null && tx.users().isTaken(username)) {
            throw Refused.taken("/username", "is taken");
        }
    }

    private static boolean isInvited(Transaction tx, User user) {
        return tx.credentials()
                .findById(user.id())
                .filter(found -> found.password() == null)
                .isPresent();
    }

    private static User makeAnew(Transaction tx, User known, PasswordHash hash, Registration registration) {
        tx.verifications().voidAll(known.id());
        tx.resetTokens().voidAll(known.id());
        return tx.users().replaceUnverified(known.id(), hash, registration.profile());
    }

    private User make(Transaction tx, PasswordHash hash, Registration registration) {
        UserId id = new UserId(ports.ids().next());
        return tx.users()
                .add(new NewUser(id, registration.email(), false, hash, registration.profile()))
                .orElseThrow(() -> new Overtaken("the address was registered just now"));
    }

    /**
     * Proves an address by the link that was sent to it; of any number of tries one succeeds.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} at {@code /token} where the link is unknown, used, voided
     *     or older than a day, or its account may not act
     */
    public User verifyEmail(Origin origin, String token) {
        User user = ports.work().in(new Actor.SystemActor("email-verification", origin), tx -> {
            Proof proof =
                    tx.verifications().consume(TokenHash.of(token), tx.now()).orElseThrow(Accounts::deadLink);
            return tx.users()
                    .findForUpdate(proof.user())
                    .filter(User::isActive)
                    .map(owner -> prove(tx, owner, proof.email()))
                    .orElseThrow(Accounts::deadLink);
        });
        ports.userCache().invalidate(user.id(), user.revision().version());
        return user;
    }

    /**
     * Sends a new link to an unverified account's address. Returns the same way, and takes as long, whether or not there is
     * such an account: that is looked up when the mail is sent.
     */
    public void resendVerification(Origin origin, EmailAddress email) {
        ports.work()
                .run(
                        new Actor.SystemActor("email-verification", origin),
                        tx -> tx.mails().add(new Letter.VerifyAgain(email)));
    }

    /**
     * Asks to change the actor's own address: a link goes to the new one, and the change happens once it is followed; a notice
     * goes to the old one. Returns the same way whether or not the new address has an account.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API
     *     token; as {@link PasswordCheck#requireOwn} for the password
     */
    public void changeEmail(Actor actor, EmailAddress wanted, Password password) {
        UserId id = actor.requireAccountHolder().id();
        PasswordCheck.Try tried = passwordCheck.requireOwn(actor, id, "password", password);
        ports.work().<@Nullable Void>asService(actor, tx -> {
            User user = passwordCheck.requireConfirmed(tx, tried, "password");
            Optional<User> other =
                    tx.users().findByEmail(wanted).filter(found -> !found.id().equals(id));
            tx.mails()
                    .add(other.<Letter>map(found -> new Letter.AddressInUse(found.email()))
                            .orElseGet(() -> new Letter.VerifyAddress(id, wanted)));
            awaitProof(tx, new Proof(id, wanted));
            tx.mails().add(new Letter.AddressChangeAsked(user.email(), wanted));
            return null;
        });
    }

    /**
     * A link that nobody has the token of stands for the wish until its letter is sent: whatever voids links until then, such as
     * a new password, takes back the wish too, however long the wanted mailbox puts the letter off.
     */
    private void awaitProof(Transaction tx, Proof proof) {
        TokenHash nobodys = TokenHash.of(ports.randomness().token("", PLACEHOLDER_BITS));
        tx.verifications().replace(proof, nobodys, tx.now().plus(MailDelivery.LINK_LIFETIME));
    }

    /**
     * The actor's own account; a copy may be up to a second old.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in
     */
    public User me(Actor actor) {
        UserId id = actor.requireUser().id();
        return ports.userCache()
                .get(id, () -> ports.work().in(actor, tx -> tx.users().find(id)).orElseThrow(Accounts::gone));
    }

    /**
     * Changes the actor's own profile.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @return the account as it is now
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API
     *     token; stale where the account
     *     has another version; conflict at {@code /username} where a verified account has the name
     */
    public User changeProfile(Actor actor, ProfileChange change, @Nullable Long expectedVersion) {
        UserId id = actor.requireAccountHolder().id();
        User changed = ports.work().in(actor, tx -> {
            User user = tx.users().findForUpdate(id).orElseThrow(Accounts::gone);
            user.revision().requireVersion(expectedVersion);
            return tx.users().changeProfile(id, change.applyTo(user.profile()));
        });
        ports.userCache().invalidate(id, changed.revision().version());
        return changed;
    }

    /** What was sent to the address before must not count for the account any more. */
    private static User prove(Transaction tx, User owner, EmailAddress email) {
        if (!owner.email().canonical().equals(email.canonical())) {
            if (tx.users().findByEmail(email).isPresent()) {
                throw deadLink();
            }
            tx.resetTokens().voidAll(owner.id());
        }
        return tx.users().verify(owner.id(), email);
    }

    private static Refused deadLink() {
        return Refused.invalidAt("/token", "is unknown, used already, or too old; ask for a new link");
    }

    private static Refused gone() {
        return Refused.unauthenticated("The account is gone. Sign in again.");
    }
}
