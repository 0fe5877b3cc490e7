package dev.groundwork.application;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long it took from each change of settings and flags, wherever it was made, until it counted on this node. What removes something
 * leaves nothing to measure by. Safe for use by several threads.
 */
public final class ChangeLag {
    private final LongAdder changes = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    ChangeLag() {}

    /** How many were measured. */
    public long changes() {
        return changes.sum();
    }

    /** How long they took together, in nanoseconds. */
    public long nanos() {
        return nanos.sum();
    }

    /**
     * The newest of what a node has just read.
     *
     * @param known the newest of what it knew
     * @param changed when the newest was changed, by the database's clock
     * @param now by the same clock, as the node measures it
     */
    public void arrived(Instant known, Instant changed, Instant now) {
        if (changed.isAfter(known)) {
            changes.increment();
            nanos.add(Math.max(0, Duration.between(changed, now).toNanos()));
        }
    }
}
