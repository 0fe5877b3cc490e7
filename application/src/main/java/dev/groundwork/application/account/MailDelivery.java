package dev.groundwork.application.account;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.MailOutbox.Claim;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.account.VerificationStore.Proof;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends what lies in the outbox. Each letter is taken on by one node at a time, under a lease: a node that dies between sending
 * and saying so causes one duplicate, and never a lost letter. Safe for use by several threads and nodes.
 */
public final class MailDelivery {
    private static final int BATCH = 20;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** With growing pauses that is about a day. */
    private static final int MAX_ATTEMPTS = 30;

    static final Duration LINK_LIFETIME = Duration.ofHours(24);
    private static final int TOKEN_BITS = 256;

    /** Long enough to answer who asks whether a mail was sent. */
    private static final Duration KEPT_DELIVERED = Duration.ofDays(7);

    /** Its trouble is somebody's to look into. */
    private static final Duration KEPT_GIVEN_UP = Duration.ofDays(30);

    /** Short units, so that nobody waits for the rows. */
    private static final int REMOVED_AT_ONCE = 1_000;

    private static final int MOST_REMOVALS = 100;

    private final Ports ports;
    private final LetterWriter writer;
    private final LongAdder givenUp = new LongAdder();

    public MailDelivery(Ports ports, Policies policies) {
        this.ports = ports;
        this.writer = new LetterWriter(policies::appName, policies.publicUrl());
    }

    /**
     * Sends every letter that is due, one batch at most.
     *
     * @return how many were taken on; as many as a batch holds means that there may be more
     */
    public int deliverDue() {
        List<Claim> claims = ports.work().in(actor(), tx -> tx.mails().claim(BATCH, tx.now(), LEASE));
        claims.forEach(this::deliver);
        return claims.size();
    }

    /** How many letters this node gave up since it started. */
    public long lettersGivenUp() {
        return givenUp.sum();
    }

    /**
     * Drops letters that are done with: delivered ones after a week, given up ones after 30 days. A hundred batches at most; what is
     * left goes the next time. Background work; a server runs it every hour.
     *
     * @return how many went
     */
    public int removeOld() {
        int removed = 0;
        for (int i = 0; i < MOST_REMOVALS; i++) {
            int batch = ports.work()
                    .in(
                            actor(),
                            tx -> tx.mails()
                                    .removeDone(
                                            tx.now().minus(KEPT_DELIVERED),
                                            tx.now().minus(KEPT_GIVEN_UP),
                                            REMOVED_AT_ONCE));
            removed += batch;
            if (batch < REMOVED_AT_ONCE) {
                break;
            }
        }
        return removed;
    }

    private void deliver(Claim claim) {
        try {
            Optional<Mail> mail = write(claim.letter());
            if (mail.isPresent()) {
                ports.mailer().send(mail.get());
            }
            outbox(mails -> mails.delivered(claim.id()));
        } catch (IOException e) {
            failed(claim, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // One letter that breaks whoever touches it must not hold up those behind it for ever. What is thrown may
            // hold
            // anything: only its kind is kept.
            failed(claim, e.getClass().getSimpleName());
        }
    }

    /** Empty where nobody wants the letter any more, or nobody is there to get it. */
    private Optional<Mail> write(Letter letter) {
        return switch (letter) {
            case Letter.VerifyAddress it -> verification(tx -> proof(tx, it));
            case Letter.VerifyAgain it -> verification(tx -> proof(tx, it));
            case Letter.ResetPassword it ->
                choice(tx -> tx.users().findByEmail(it.to()), it.to(), ChoiceLink.RESET, writer::resetPassword);
            case Letter.Invitation it ->
                choice(tx -> tx.users().find(it.user()), it.to(), ChoiceLink.INVITATION, writer::invitation);
            case Letter.AddressInUse it -> Optional.of(writer.addressInUse(it.to()));
            case Letter.PasswordChanged it -> Optional.of(writer.passwordChanged(it.to()));
            case Letter.AddressChangeAsked it -> Optional.of(writer.addressChangeAsked(it.to(), it.wanted()));
        };
    }

    /** Mints the link at the last moment, so that its token never lies anywhere in clear; a retry voids the one before. */
    private Optional<Mail> verification(Function<Transaction, Optional<Proof>> find) {
        String token = ports.randomness().token("gwv_", TOKEN_BITS);
        Optional<Proof> wanted = ports.work().in(actor(), tx -> {
            Optional<Proof> found = find.apply(tx);
            found.ifPresent(proof -> tx.verifications()
                    .replace(proof, TokenHash.of(token), tx.now().plus(LINK_LIFETIME)));
            return found;
        });
        return wanted.map(proof -> writer.verifyAddress(proof.email(), token));
    }

    /** Of the account's own address while it is unproven; of another one while its owner's wish for it stands. */
    private static Optional<Proof> proof(Transaction tx, Letter.VerifyAddress letter) {
        Proof proof = new Proof(letter.user(), letter.to());
        return tx.users()
                .find(letter.user())
                .filter(User::isActive)
                .filter(user -> isOf(user, letter.to())
                        ? !user.emailVerified()
                        : tx.verifications().exists(proof, tx.now()))
                .map(user -> proof);
    }

    /** To the address as its account has it: what was typed may be another mailbox, though it means the same account. */
    private static Optional<Proof> proof(Transaction tx, Letter.VerifyAgain letter) {
        return tx.users()
                .findByEmail(letter.to())
                .filter(user -> user.isActive() && !user.emailVerified())
                .map(user -> new Proof(user.id(), user.email()));
    }

    /** As {@link #verification}, for a link that lets somebody choose a password; it goes to the stored address alone. */
    private Optional<Mail> choice(
            Function<Transaction, Optional<User>> find,
            EmailAddress to,
            Duration lifetime,
            BiFunction<EmailAddress, String, Mail> write) {
        String token = ChoiceLink.token(ports.randomness());
        Optional<User> owner = ports.work().in(actor(), tx -> {
            Optional<User> found = find.apply(tx).filter(user -> user.isActive() && isOf(user, to));
            found.ifPresent(user -> ChoiceLink.store(tx, user, token, lifetime));
            return found;
        });
        return owner.map(user -> write.apply(user.email(), token));
    }

    private static boolean isOf(User user, EmailAddress address) {
        return user.email().canonical().equals(address.canonical());
    }

    private void failed(Claim claim, String error) {
        int attempts = claim.attempts() + 1;
        if (attempts >= MAX_ATTEMPTS) {
            outbox(mails -> mails.giveUp(claim.id(), error));
            givenUp.increment();
        } else {
            outbox(mails -> mails.postpone(claim.id(), ports.clock().instant().plus(pause(attempts)), error));
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 16));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void outbox(Consumer<MailOutbox> change) {
        ports.work().run(actor(), tx -> change.accept(tx.mails()));
    }

    private Actor actor() {
        return new Actor.SystemActor(
                "mail-delivery", Origin.internal(ports.ids().next().toString()));
    }
}
