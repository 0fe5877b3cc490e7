package dev.groundwork.domain.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a block's entries.
 *
 * @param found how many are there, and the same
 * @param dropped how many are gone with a month that retention dropped
 * @param fault the first that does not fit, at which looking ended; null where all do
 */
public record Findings(int found, int dropped, @Nullable SealFault fault) {
    /** The action of the entry that a server makes when seals that it had made are gone. */
    public static final String SEALS_CUT = "audit.seals_cut";

    /**
     * What a clock may be set back, or a statement may wait for a row after its trigger has looked at the clock, without being taken
     * for a forger.
     */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /**
     * Compares a block with what is found in its place.
     *
     * @param found every entry with a number of the block's stretch, by number; of more than were sealed, one more is enough
     * @param keptSince what is older was dropped by retention
     */
    public static Findings in(Seal seal, List<StoredEntry> found, Instant keptSince) {
        List<SealedEntry> sealed = seal.block().entries();
        int fitting = 0;
        int place = 0;
        for (StoredEntry entry : found) {
            int reached = reach(sealed, place, entry.number());
            SealFault fault = missing(seal, sealed.subList(place, reached), keptSince);
            if (fault == null) {
                fault = faultAt(seal, reached < sealed.size() ? sealed.get(reached) : null, entry);
            }
            if (fault != null) {
                return new Findings(fitting, place - fitting, fault);
            }
            fitting++;
            place = reached + 1;
        }
        SealFault fault = missing(seal, sealed.subList(place, sealed.size()), keptSince);
        return new Findings(fitting, (fault == null ? sealed.size() : place) - fitting, fault);
    }

    /** The first place, from one on, whose entry's number is not below another. */
    private static int reach(List<SealedEntry> sealed, int from, long number) {
        int place = from;
        while (place < sealed.size() && sealed.get(place).number() < number) {
            place++;
        }
        return place;
    }

    /** Of entries that are gone, the first that retention did not drop. */
    private static @Nullable SealFault missing(Seal seal, List<SealedEntry> gone, Instant keptSince) {
        return gone.stream()
                .filter(entry -> !entry.at().isBefore(keptSince))
                .findFirst()
                .map(entry -> SealFault.of(SealFault.Kind.ENTRY_MISSING, seal, entry.number()))
                .orElse(null);
    }

    /** @param sealed the first that has no lower number */
    private static @Nullable SealFault faultAt(Seal seal, @Nullable SealedEntry sealed, StoredEntry entry) {
        if (sealed == null || sealed.number() != entry.number()) {
            return SealFault.of(SealFault.Kind.ENTRY_ADDED, seal, entry.number());
        }
        if (!sealed.equals(entry.sealed())) {
            return SealFault.of(SealFault.Kind.ENTRY_CHANGED, seal, entry.number());
        }
        if (isBackdated(seal, entry)) {
            return SealFault.of(SealFault.Kind.ENTRY_BACKDATED, seal, entry.number());
        }
        return entry.action().equals(SEALS_CUT) ? SealFault.of(SealFault.Kind.SEALS_CUT, seal, entry.number()) : null;
    }

    /**
     * What is wrong with an entry behind the last seal, if anything.
     *
     * @param last the last seal
     * @param given the highest number that was ever given out
     */
    public static Optional<SealFault> unsealed(Seal last, StoredEntry entry, long given) {
        if (entry.number() > given) {
            return Optional.of(after(last, SealFault.Kind.ENTRY_UNNUMBERED, entry));
        }
        return isBackdated(last, entry)
                ? Optional.of(after(last, SealFault.Kind.ENTRY_BACKDATED, entry))
                : Optional.empty();
    }

    private static SealFault after(Seal last, SealFault.Kind kind, StoredEntry entry) {
        return new SealFault(kind, 0, last.block().since(), last.block().until(), entry.number());
    }

    private static boolean isBackdated(Seal seal, StoredEntry entry) {
        return entry.at().isBefore(seal.block().since().minus(GRACE));
    }
}
