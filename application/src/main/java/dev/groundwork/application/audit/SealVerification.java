package dev.groundwork.application.audit;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Findings;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealFault;
import dev.groundwork.domain.audit.SealKeys;
import dev.groundwork.domain.audit.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A walk along the audit trail and its seals, which ends at the first thing that does not fit. Each step reads a bounded part in a unit of
 * its own, so that it holds nobody up and takes the same memory for any number of entries. For one thread.
 */
public final class SealVerification {
    /** For one step: many seals where each has few entries, and no more entries than some megabytes hold. */
    private static final int SEALS_AT_ONCE = 16;

    private static final int ENTRIES_AT_ONCE = 4 * AuditSeals.MOST_ENTRIES;

    private static final int UNSEALED_AT_ONCE = 5_000;

    private final Work work;
    private final Actor actor;
    private final SealKeys keys;
    private final @Nullable Instant to;

    private @Nullable Seal last;
    /** The first of those whose signature can't be told, up to here. */
    private @Nullable Seal unvouched;

    private Instant keptSince = Instant.MIN;
    private long unsealedAfter = Long.MIN_VALUE;
    private boolean ended;

    private long seals;
    private long entries;
    private long dropped;
    private long unsealed;
    private @Nullable SealFault fault;

    /** @param before what the first seal of interest is chained to, which counts as it is; null where that is the first of all */
    SealVerification(Work work, Actor actor, SealKeys keys, @Nullable Seal before, @Nullable Instant to) {
        this.work = work;
        this.actor = actor;
        this.keys = keys;
        this.last = before;
        this.to = to;
    }

    /** What one step looks at: seals with the entries in their place, or, without any seal, entries behind the last one. */
    private record Part(List<Seal> seals, List<StoredEntry> entries, long given) {}

    /**
     * Goes a step further.
     *
     * @return whether there is more to come
     * @throws dev.groundwork.domain.Refused unavailable where the store can't be read now; the step can be tried again
     */
    public boolean step() {
        if (!ended) {
            look(work.asService(actor, this::read));
        }
        return !ended;
    }

    private Part read(Transaction tx) {
        List<Seal> next =
                bounded(tx.seals().list(last == null ? 0 : last.block().number(), SEALS_AT_ONCE));
        List<Seal> wanted = next.stream().filter(this::isWanted).toList();
        long after = last == null ? Long.MIN_VALUE : last.block().through();
        if (!wanted.isEmpty()) {
            int sealed = wanted.stream().mapToInt(SealVerification::size).sum();
            // Of more than were sealed, one more shows that something was added.
            return new Part(
                    next, tx.seals().listEntries(after, wanted.getLast().block().through(), sealed + 1), 0);
        }
        if (!next.isEmpty() || to != null) {
            return new Part(next, List.of(), 0);
        }
        List<StoredEntry> found =
                tx.seals().listEntries(Math.max(after, unsealedAfter), Long.MAX_VALUE, UNSEALED_AT_ONCE);
        // Asked after the entries were read: each of them has got its number by then.
        return new Part(next, found, tx.seals().lastNumber());
    }

    private static int size(Seal seal) {
        return seal.block().entries().size();
    }

    /** The first of them, and as many more as may be read at once. */
    private static List<Seal> bounded(List<Seal> seals) {
        int entries = 0;
        int count = 0;
        while (count < seals.size() && (count == 0 || entries + size(seals.get(count)) <= ENTRIES_AT_ONCE)) {
            entries += size(seals.get(count));
            count++;
        }
        return seals.subList(0, count);
    }

    private boolean isWanted(Seal seal) {
        return to == null || seal.block().since().isBefore(to);
    }

    private void look(Part part) {
        if (part.seals().isEmpty()) {
            lookBehindTheLast(part);
            return;
        }
        int place = 0;
        for (Seal seal : part.seals()) {
            if (!isWanted(seal) && unvouched == null) {
                ended = true;
            }
            if (ended || !chain(seal)) {
                return;
            }
            int begin = place;
            while (place < part.entries().size()
                    && part.entries().get(place).number() <= seal.block().through()) {
                place++;
            }
            if (isWanted(seal)) {
                compare(seal, part.entries().subList(begin, place));
            }
        }
    }

    /** Whether a seal fits behind the last one. */
    private boolean chain(Seal seal) {
        Optional<SealFault> misfit = seal.faultAfter(last, keys);
        if (misfit.isPresent()) {
            end(misfit.get());
            return false;
        }
        last = seal;
        seals++;
        if (keys.signed(seal)) {
            unvouched = null;
        } else if (unvouched == null) {
            unvouched = seal;
        }
        return true;
    }

    private void compare(Seal seal, List<StoredEntry> found) {
        Findings findings = Findings.in(seal, found, keptSince);
        if (isMissing(findings)) {
            // Read after the entries: retention says what it drops in the transaction that does.
            keptSince = work.asService(actor, DroppedMonths::end);
            findings = Findings.in(seal, found, keptSince);
        }
        entries += findings.found();
        dropped += findings.dropped();
        if (findings.fault() != null) {
            end(findings.fault());
        }
    }

    private static boolean isMissing(Findings findings) {
        SealFault found = findings.fault();
        return found != null && found.kind() == SealFault.Kind.ENTRY_MISSING;
    }

    private void lookBehindTheLast(Part part) {
        if (unvouched != null) {
            end(SealFault.unknown(unvouched));
            return;
        }
        for (StoredEntry entry : part.entries()) {
            Optional<SealFault> misfit = last == null ? Optional.empty() : Findings.unsealed(last, entry, part.given());
            if (misfit.isPresent()) {
                end(misfit.get());
                return;
            }
            unsealed++;
            unsealedAfter = entry.number();
        }
        ended = part.entries().size() < UNSEALED_AT_ONCE;
    }

    private void end(SealFault found) {
        fault = found;
        ended = true;
    }

    /** The first thing that does not fit; empty where everything did so far. */
    public Optional<SealFault> fault() {
        return Optional.ofNullable(fault);
    }

    /** The last seal that fits. */
    public Optional<Seal> last() {
        return Optional.ofNullable(last);
    }

    /** How many seals fit. */
    public long seals() {
        return seals;
    }

    /** How many entries are as they were sealed. */
    public long entries() {
        return entries;
    }

    /** How many sealed entries are gone with the months that retention dropped. */
    public long dropped() {
        return dropped;
    }

    /** How many entries are not sealed yet. */
    public long unsealed() {
        return unsealed;
    }
}
