package dev.groundwork.application.audit;

import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.StoredEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The seals of the audit trail, which are only added to, and its entries as they are stored. As the service only. */
public interface SealStore {

    /**
     * A stretch of the trail behind the last seal that is complete: whatever is entered from now on, and whatever units under way will
     * still enter, has a higher number.
     *
     * @param through the last number of the stretch
     * @param since no entry of it was written before, but for a moment
     * @param until when it was looked at
     */
    record Stretch(long through, Instant since, Instant until) {
        public Stretch {
            Objects.requireNonNull(since);
            Objects.requireNonNull(until);
        }
    }

    /**
     * What can be sealed now; empty where nothing is left, where units that may still enter something are under way, or where another
     * unit is at it. Keeps other units from it until this one ends, and makes nobody wait who enters something.
     */
    Optional<Stretch> findComplete();

    Optional<Seal> findLast();

    /** The number of the last seal whose block was complete before a moment; 0 where there is none. */
    long lastBefore(Instant moment);

    /** The seals with a higher number, the lowest first, {@code most} at most. */
    List<Seal> list(long after, int most);

    /**
     * Adds the next seal.
     *
     * @throws dev.groundwork.application.Overtaken where there is one of that number
     */
    void add(Seal seal);

    /** The entries with numbers above {@code after} and up to {@code through}, by number, {@code most} at most. */
    List<StoredEntry> listEntries(long after, long through, int most);

    /** The highest number that was ever given to an entry, whether or not the entry came to be. */
    long lastNumber();
}
