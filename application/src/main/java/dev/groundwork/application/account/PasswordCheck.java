package dev.groundwork.application.account;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.AttemptStore.Kind;
import dev.groundwork.application.account.AttemptStore.Subject;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Attempts;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody knows a password: the one place where that is asked, so that every way in counts against the same lock. A try
 * is charged in a unit of its own before the password is looked at, and given back once it turns out right. Safe for use by
 * several threads and nodes.
 */
public final class PasswordCheck {
    /** An address is many people's: what it failed at is forgotten after a quiet hour. */
    private static final Duration ADDRESS_MEMORY = Duration.ofHours(1);

    /** An account's count stays until a right try: dropping it sooner would give an attacker fresh tries for waiting. */
    private static final Duration ACCOUNT_MEMORY = Duration.ofDays(30);

    private static final int DECOY_BITS = 256;

    /** Names that share a stripe share its turns, which costs some of them a moment. */
    private static final int STRIPES = 256;

    /** Under the least threshold, also on two nodes at once. */
    private static final int AT_ONCE = 2;

    /** A hundred tries of one account at once are answered, and leave most of a server's threads to others. */
    private static final int MAX_WAITING = 128;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Ports ports;
    private final Policies policies;

    private final List<Semaphore> turns =
            Stream.generate(() -> new Semaphore(AT_ONCE, true)).limit(STRIPES).toList();

    /** What is verified where there is nothing to verify, so that the answer takes as long. */
    private volatile @Nullable PasswordHash decoy;

    public PasswordCheck(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    /**
     * A try that was made.
     *
     * @param account whose password was tried; empty for an unknown name
     * @param delayedUntil until when tries are refused unseen; null where this one was looked at
     * @param right whether it was the password; confirmed only by {@link #confirm}
     */
    public record Try(
            Optional<Credentials> account,
            Subject subject,
            @Nullable Instant delayedUntil,
            boolean right) {
        public Try {
            Objects.requireNonNull(account);
            Objects.requireNonNull(subject);
        }
    }

    /**
     * Tries of one name take turns, a few at a time: each is charged before it is looked at, and many right ones at once must
     * not add up to a lock.
     *
     * @param name what was typed to say whose password is meant
     * @param trying {@link #attempt}, and the unit that confirms it
     * @throws Refused {@link Refusal.Unavailable} where too many wait, or its turn does not come within a few seconds
     */
    public <T> T inTurn(String name, Supplier<T> trying) {
        Semaphore turns = this.turns.get(Math.floorMod(name.hashCode(), STRIPES));
        try {
            if (turns.getQueueLength() >= MAX_WAITING
                    || !turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return trying.get();
        } finally {
            turns.release();
        }
    }

    private static Refused busy() {
        return new Refused(new Refusal.Unavailable("Too many sign in at once.", Duration.ofSeconds(1)));
    }

    /**
     * Tries a password; takes as long whether or not there is such an account, and whether or not the try is looked at.
     *
     * @param find whose password is meant
     * @param name what was typed to say so
     * @throws Refused {@link Refusal.Unavailable} where too many passwords are being hashed
     */
    public Try attempt(Actor actor, Function<Transaction, Optional<Credentials>> find, String name, Password password) {
        PasswordHash anyHash = decoy();
        Try charged = ports.work().asService(actor, tx -> charge(tx, find.apply(tx), name));
        @Nullable
        PasswordHash hash = charged.account().map(Credentials::password).orElse(null);
        boolean seen = charged.delayedUntil() == null && hash != null;
        boolean fits = verify(actor, charged, password, seen && hash != null ? hash : anyHash);
        return new Try(charged.account(), charged.subject(), charged.delayedUntil(), seen && fits);
    }

    /** A try that nobody had the time to look at is given back, lest a busy hour lock out whoever asks again. */
    private boolean verify(Actor actor, Try charged, Password password, PasswordHash hash) {
        try {
            return ports.passwordHasher().verify(password, hash);
        } catch (Refused busy) {
            if (charged.delayedUntil() == null) {
                ports.work().<@Nullable Void>asService(actor, tx -> {
                    Attempts counted = tx.attempts().findForUpdate(charged.subject());
                    tx.attempts()
                            .put(
                                    charged.subject(),
                                    counted.withoutTry(policies.lockout().threshold()));
                    giveBackAddress(tx);
                    return null;
                });
            }
            throw busy;
        }
    }

    /**
     * Confirms a right try and gives it back; to be called in the unit that acts on it. The account may have been suspended, or
     * its password changed, while the password was being verified. A try that is not confirmed counts as any other that failed.
     *
     * @param allowed what else must be true of the account
     * @return the account, which nobody else changes until the unit ends; empty where the try was wrong, or is so by now
     */
    public Optional<User> confirm(Transaction tx, Try tried, Predicate<User> allowed) {
        if (!tried.right()) {
            return Optional.empty();
        }
        Credentials then = tried.account().orElseThrow();
        Optional<User> user = tx.credentials()
                .findForUpdate(then.user().id())
                .filter(now -> now.user().isActive() && isSamePassword(then, now))
                .map(Credentials::user)
                .filter(allowed);
        if (user.isPresent()) {
            giveBack(tx, tried.subject());
        }
        return user;
    }

    /** The same, be it under a stronger hash by now: another sign-in may have replaced it, which changes no password. */
    private static boolean isSamePassword(Credentials then, Credentials now) {
        return Objects.equals(then.password(), now.password())
                || (now.password() != null
                        && Objects.equals(
                                then.user().activity().passwordChangedAt(),
                                now.user().activity().passwordChangedAt()));
    }

    /**
     * Tries the actor's own password, for a change that a stolen session must not be able to make.
     *
     * @param member the input's member that the password stands in
     * @return a right try, to be confirmed
     * @throws Refused {@link Refusal.Invalid} at {@code member} where it is wrong; rate-limited while a delay runs; unavailable
     *     where too many passwords are being hashed
     */
    public Try requireOwn(Actor actor, UserId id, String member, Password password) {
        Try tried = attempt(actor, tx -> tx.credentials().findById(id), id.toString(), password);
        Instant delayedUntil = tried.delayedUntil();
        if (delayedUntil != null) {
            Duration wait = Duration.between(ports.clock().instant(), delayedUntil);
            throw new Refused(new Refusal.RateLimited(
                    "The password was tried too often; wait before the next try.",
                    wait.isPositive() ? wait : Duration.ofSeconds(1)));
        }
        if (!tried.right()) {
            throw wrong(member);
        }
        return tried;
    }

    /** @throws Refused {@link Refusal.Invalid} at {@code member} where the try is wrong by now */
    public User requireConfirmed(Transaction tx, Try tried, String member) {
        return confirm(tx, tried, user -> true).orElseThrow(() -> wrong(member));
    }

    /** Lifts an account's lock: its owner has proven who they are in another way. */
    public void lift(Transaction tx, UserId user) {
        tx.attempts().clear(subjectOf(user));
    }

    /**
     * Drops counts that say nothing any more: nobody tried for longer than the longest delay could matter.
     *
     * @return how many
     */
    public int forgetOld() {
        Actor actor = new Actor.SystemActor(
                "attempts-expiry", Origin.internal(ports.ids().next().toString()));
        return ports.work()
                .in(actor, tx -> tx.attempts().removeOlderThan(tx.now().minus(ACCOUNT_MEMORY)));
    }

    private static Refused wrong(String member) {
        return Refused.invalidAt("/" + member, "is not your password");
    }

    private Try charge(Transaction tx, Optional<Credentials> account, String name) {
        Subject subject = account.map(a -> subjectOf(a.user().id()))
                .orElseGet(() -> new Subject(Kind.ACCOUNT, "name:" + policies.fingerprint(name)));
        Instant now = tx.now();
        Attempts attempts = tx.attempts().findForUpdate(subject);
        Optional<Subject> address = address(tx.actor());
        Attempts ofAddress =
                address.map(tx.attempts()::findForUpdate).orElse(Attempts.NONE).rememberedAt(now, ADDRESS_MEMORY);
        if (attempts.blockAt(now) || ofAddress.blockAt(now)) {
            Instant until = attempts.blockedUntil().isAfter(ofAddress.blockedUntil())
                    ? attempts.blockedUntil()
                    : ofAddress.blockedUntil();
            return new Try(account, subject, until, false);
        }
        tx.attempts().put(subject, attempts.withTry(policies.lockout().threshold(), now));
        address.ifPresent(
                a -> tx.attempts().put(a, ofAddress.withTry(policies.lockout().perAddress(), now)));
        return new Try(account, subject, null, false);
    }

    private void giveBack(Transaction tx, Subject subject) {
        tx.attempts().clear(subject);
        giveBackAddress(tx);
    }

    private void giveBackAddress(Transaction tx) {
        address(tx.actor())
                .ifPresent(a -> tx.attempts()
                        .put(
                                a,
                                tx.attempts()
                                        .findForUpdate(a)
                                        .withoutTry(policies.lockout().perAddress())));
    }

    private static Subject subjectOf(UserId user) {
        return new Subject(Kind.ACCOUNT, "user:" + user);
    }

    /** IPv6 by /64, which is what one client is given. */
    private Optional<Subject> address(Actor actor) {
        String address = actor.origin().ipAddress();
        if (address == null || policies.lockout().perAddress() == 0) {
            return Optional.empty();
        }
        if (address.indexOf(':') < 0) {
            return Optional.of(new Subject(Kind.ADDRESS, address));
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            String network = HexFormat.of().formatHex(Arrays.copyOf(bytes, 8));
            return Optional.of(new Subject(Kind.ADDRESS, network + "/64"));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    /** Asked for at every try, so that the first one to make it does not tell by its time that a name is unknown. */
    private PasswordHash decoy() {
        PasswordHash known = decoy;
        if (known == null) {
            known = ports.passwordHasher().hash(new Password(ports.randomness().token("decoy-", DECOY_BITS)));
            decoy = known;
        }
        return known;
    }
}
