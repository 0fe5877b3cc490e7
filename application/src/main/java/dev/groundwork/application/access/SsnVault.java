package dev.groundwork.application.access;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Event;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Social security numbers: encrypted before they reach the store, read whole only with {@code users:read-ssn}, and each such
 * reading is in the audit trail. Safe for use by several threads.
 */
public final class SsnVault {
    private static final int BATCH = 100;

    private final Ports ports;
    private final ColumnCipher cipher;

    public SsnVault(Ports ports, Policies policies) {
        this.ports = ports;
        this.cipher = policies.cipher();
    }

    /**
     * Sets the actor's own number.
     *
     * @return whether there was none before
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden by an API token
     */
    public boolean put(Actor actor, Ssn number) {
        UserId owner = actor.requireAccountHolder().id();
        Sealed sealed = cipher.seal(owner, number.value());
        return ports.work().asService(actor, tx -> {
            keepInUse(tx, sealed.keyId());
            boolean first = tx.ssns().find(owner).isEmpty();
            tx.ssns().put(owner, sealed);
            return first;
        });
    }

    /**
     * The actor's own number, to be shown masked.
     *
     * @throws Refused as {@link #put}; not found where there is none
     */
    public Ssn own(Actor actor) {
        UserId owner = actor.requireAccountHolder().id();
        return open(owner, ports.work().asService(actor, tx -> tx.ssns().find(owner)));
    }

    /**
     * Removes the actor's own number.
     *
     * @throws Refused as {@link #own}
     */
    public void remove(Actor actor) {
        UserId owner = actor.requireAccountHolder().id();
        if (!ports.work().asService(actor, tx -> tx.ssns().remove(owner))) {
            throw noSuchNumber();
        }
    }

    /**
     * Somebody's number, whole; the audit trail keeps {@code ssn.read}.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code users:read-ssn}; not found where there is no such account, or no number
     */
    public Ssn read(Actor actor, UserId person) {
        Optional<Sealed> found = ports.work().asService(actor, tx -> {
            Standing standing = Standing.require(tx, Permission.USERS_READ_SSN);
            User user = Users.existing(tx, person);
            standing.requireReachOf(person);
            Optional<Sealed> sealed = tx.ssns().find(user.id());
            sealed.ifPresent(it -> tx.record(Event.aboutUser("ssn.read", user.id(), Map.of())));
            return sealed;
        });
        return open(person, found);
    }

    /** How many numbers another key than the current one sealed. */
    public long countUnderOlderKeys() {
        return ports.work().in(rotation(), tx -> tx.ssns().countNotUnder(cipher.currentKeyId()));
    }

    /**
     * Seals one batch of numbers anew under the current key; each batch is a unit of its own, so that a rotation can be stopped
     * anywhere and goes on later.
     *
     * @return how many were sealed anew; 0 where none is left but what others are at
     */
    public int rotateBatch() {
        return ports.work().in(rotation(), tx -> {
            keepInUse(tx, cipher.currentKeyId());
            List<SsnStore.Owned> batch = tx.ssns().listNotUnder(cipher.currentKeyId(), BATCH);
            batch.forEach(owned ->
                    tx.ssns().put(owned.user(), cipher.seal(owned.user(), cipher.open(owned.user(), owned.number()))));
            return batch.size();
        });
    }

    /**
     * Takes every key but the current one out of use, once nothing is stored under them: a server can then start without them.
     * Whoever still writes under one brings it back.
     *
     * @return the keys that were retired just now, by id; none while anything is stored under an older key
     */
    public List<String> retireOlderKeys() {
        return ports.work().in(rotation(), tx -> {
            List<String> older = tx.encryptionKeys().listForUpdate().keySet().stream()
                    .filter(id -> !id.equals(cipher.currentKeyId()))
                    .sorted()
                    .toList();
            // Counted only now: whoever was writing under an older key has finished, or has to wait.
            if (tx.ssns().countNotUnder(cipher.currentKeyId()) > 0) {
                return List.<String>of();
            }
            older.forEach(tx.encryptionKeys()::retire);
            return older;
        });
    }

    /** A server that was started before a rotation may write under a key that is retired at this very moment. */
    private void keepInUse(Transaction tx, String keyId) {
        tx.encryptionKeys()
                .add(keyId, Objects.requireNonNull(cipher.checkValues().get(keyId)));
    }

    private Actor rotation() {
        return new Actor.SystemActor(
                "key-rotation", Origin.internal(ports.ids().next().toString()));
    }

    private Ssn open(UserId owner, Optional<Sealed> found) {
        return new Ssn(cipher.open(owner, found.orElseThrow(SsnVault::noSuchNumber)));
    }

    private static Refused noSuchNumber() {
        return Refused.notFound("There is no social security number.");
    }
}
