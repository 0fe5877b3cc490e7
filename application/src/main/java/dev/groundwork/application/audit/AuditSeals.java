package dev.groundwork.application.audit;

import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.Standing;
import dev.groundwork.application.audit.SealStore.Stretch;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.audit.Block;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.audit.Findings;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealKeys;
import dev.groundwork.domain.audit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Makes the audit trail tamper-evident: its entries are sealed block by block, each seal chained to the last and signed with a key that the
 * store does not have. Safe for use by several threads and nodes.
 */
public final class AuditSeals {
    /** A block is read whole, here and when it is verified. */
    static final int MOST_ENTRIES = 1_000;

    /** So that a trail that was never sealed does not keep a node busy for long. */
    private static final int MOST_BLOCKS = 200;

    /** Nobody knows from this node how much waits after another one has sealed for so long. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(2);

    private final Ports ports;
    private final SealKeys keys;
    private final AtomicReference<@Nullable Seal> seen = new AtomicReference<>();
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private final LongAdder sealed = new LongAdder();

    public AuditSeals(Ports ports, Policies policies) {
        this.ports = ports;
        this.keys = new SealKeys(policies.cipher().derivedKeys("groundwork audit seals"));
    }

    private record Waiting(Instant at, long numbers) {}

    /** What a unit left behind: the last seal, and how many entries that has, if the unit made it. */
    private record Round(@Nullable Seal last, OptionalInt entries, Waiting waiting) {}

    /**
     * Seals what is complete, some hundred blocks at most. Background work; a server runs it every 20 seconds.
     *
     * @return how many entries were sealed
     * @throws IllegalStateException where the last seal is not signed with one of the configured keys: nothing is built on it
     */
    public int seal() {
        int entries = 0;
        // Whoever was writing at the first try has mostly ended at the second.
        for (int blocks = 0, misses = 0; blocks < MOST_BLOCKS && misses < 2; blocks++) {
            Round round = ports.work().in(actor(), this::sealNext);
            seen.set(round.last());
            waiting.set(round.waiting());
            misses = round.entries().isPresent() ? 0 : misses + 1;
            int count = round.entries().orElse(0);
            entries += count;
            sealed.add(count);
        }
        return entries;
    }

    private Round sealNext(Transaction tx) {
        Optional<Stretch> complete = tx.seals().findComplete();
        @Nullable Seal last = trustedLast(tx);
        long sealedThrough = last == null ? 0 : last.block().through();
        Optional<Seal> seal = complete.filter(stretch -> stretch.through() > sealedThrough)
                .map(stretch -> sealNext(tx, last, sealedThrough, stretch));
        @Nullable Seal newest = seal.orElse(last);
        long left =
                tx.seals().lastNumber() - (newest == null ? 0 : newest.block().through());
        OptionalInt entries =
                seal.stream().mapToInt(it -> it.block().entries().size()).findFirst();
        return new Round(newest, entries, new Waiting(tx.now(), left));
    }

    private Seal sealNext(Transaction tx, @Nullable Seal last, long sealedThrough, Stretch stretch) {
        List<StoredEntry> entries = tx.seals().listEntries(sealedThrough, stretch.through(), MOST_ENTRIES);
        // Also where all entries of a stretch are gone: the next begins behind it.
        long through = entries.size() < MOST_ENTRIES
                ? stretch.through()
                : entries.getLast().number();
        return add(tx, last, new Stretch(through, stretch.since(), stretch.until()), entries);
    }

    private Seal add(Transaction tx, @Nullable Seal last, Stretch stretch, List<StoredEntry> entries) {
        Block block = new Block(
                last == null ? 1 : last.block().number() + 1,
                stretch.through(),
                stretch.since(),
                stretch.until(),
                entries.stream().map(StoredEntry::sealed).toList());
        Seal seal = Seal.of(block, last, keys);
        tx.seals().add(seal);
        return seal;
    }

    /**
     * The last seal. Where nobody who has a key put it there, nothing is built on it; where the one that this node saw last is gone, the
     * trail says so from now on.
     */
    private @Nullable Seal trustedLast(Transaction tx) {
        @Nullable Seal last = tx.seals().findLast().orElse(null);
        if (last != null && !keys.signed(last)) {
            throw new IllegalStateException("the last seal of the audit trail, "
                    + last.block().number() + ", is not signed with a configured key (it names \"" + last.keyId()
                    + "\"): nothing is sealed behind it");
        }
        @Nullable Seal before = seen.get();
        if (before != null && !isThere(tx, before, last)) {
            String number = Long.toString(before.block().number());
            tx.record(new Event(
                    Findings.SEALS_CUT,
                    "seals",
                    number,
                    Map.of("hash", before.hash().toString())));
        }
        return last;
    }

    private static boolean isThere(Transaction tx, Seal seal, @Nullable Seal last) {
        long number = seal.block().number();
        if (last != null && last.block().number() == number) {
            return last.hash().equals(seal.hash());
        }
        return tx.seals().list(number - 1, 1).stream()
                .anyMatch(found -> found.hash().equals(seal.hash()));
    }

    /**
     * Sees to it that the last seal is under the key that signs now, so that what is sealed can be proved without any older key: a seal
     * proves all that came before. To be done before an older key goes.
     *
     * @throws IllegalStateException as {@link #seal}
     */
    public void signUnderCurrentKey() {
        ports.work().run(actor(), tx -> {
            @Nullable Seal last = trustedLast(tx);
            if (last != null && !last.keyId().equals(keys.current())) {
                Block block = last.block();
                add(tx, last, new Stretch(block.through(), block.since(), block.until()), List.of());
            }
        });
    }

    /**
     * Begins to compare the trail with its seals.
     *
     * @param from the first moment that is of interest, inclusive; null for the beginning
     * @param to the last, exclusive; null for the end, with what is not sealed yet
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code audit:read}
     */
    public SealVerification verify(Actor actor, @Nullable Instant from, @Nullable Instant to) {
        @Nullable
        Seal before = ports.work().<@Nullable Seal>asService(actor, tx -> {
            Standing.require(tx, Permission.AUDIT_READ);
            long number = from == null ? 0 : tx.seals().lastBefore(from);
            return number == 0 ? null : tx.seals().list(number - 1, 1).getFirst();
        });
        return new SealVerification(ports.work(), actor, keys, before, to);
    }

    /**
     * A seal by its number.
     *
     * @throws Refused as {@link #verify}
     */
    public Optional<Seal> find(Actor actor, long number) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.AUDIT_READ);
            return tx.seals().list(number - 1, 1).stream()
                    .filter(seal -> seal.block().number() == number)
                    .findFirst();
        });
    }

    /** How many entries this node sealed since it started. */
    public long entriesSealed() {
        return sealed.sum();
    }

    /**
     * How many numbers of entries were given out since the last seal when this node last looked: as many entries or a few less wait to be
     * sealed. Empty where it has not looked for two minutes, since another node does.
     */
    public OptionalLong waiting() {
        Waiting last = waiting.get();
        return last == null || last.at().plus(KNOWN_FOR).isBefore(ports.clock().instant())
                ? OptionalLong.empty()
                : OptionalLong.of(last.numbers());
    }

    private Actor actor() {
        return new Actor.SystemActor(
                "audit-seals", Origin.internal(ports.ids().next().toString()));
    }
}
