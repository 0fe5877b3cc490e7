package dev.groundwork.application.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that tests can stop and move, so that nobody has to sleep until something expires. Safe for use by several threads. */
public final class MovableClock implements InstantSource {
    private final AtomicReference<InstantSource> source;

    private MovableClock(InstantSource source) {
        this.source = new AtomicReference<>(source);
    }

    /** A clock that goes with the system's until it is moved, and goes on from there. */
    public static MovableClock running() {
        return new MovableClock(InstantSource.system());
    }

    /** A clock that stands still until it is moved. */
    public static MovableClock stoppedAt(Instant instant) {
        return new MovableClock(InstantSource.fixed(instant));
    }

    @Override
    public Instant instant() {
        return source.get().instant();
    }

    /** Moves the clock on; back where {@code by} is negative. It goes or stands as it did. */
    public void advance(Duration by) {
        source.updateAndGet(before -> InstantSource.offset(before, by));
    }
}
