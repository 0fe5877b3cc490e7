package dev.groundwork.application;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A node's copy of something small that seldom changes, such as all settings. Reading it costs nothing and never waits once it
 * was read for the first time. Safe for use by several threads.
 *
 * <p>It follows the truth by being read again: by a server's background work twice a second, and by whatever opens a unit of work
 * where it is older than that, so that it is never much older than {@link #FRESH} where anything happens. While the truth can't be
 * read, the last copy counts.
 *
 * @param <T> an immutable snapshot
 */
public final class LiveCopy<T> {
    /** How old a copy may be before it is read again. */
    static final Duration FRESH = Duration.ofMillis(500);

    /** What a reader of the first copy, or whoever has just changed the truth, waits for another one's reading. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Reading<T> read;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Copy<T> copy;

    private record Copy<T>(T value, Instant readAt) {}

    /** Reads the truth, in a unit of its own. */
    @FunctionalInterface
    public interface Reading<T> {
        /** @param before the copy there is, to be returned where nothing has changed; null at first */
        T read(@Nullable T before);
    }

    public LiveCopy(InstantSource clock, Reading<T> read) {
        this.clock = clock;
        this.read = read;
    }

    /**
     * The copy there is; where there is none yet, it is read. Not to be called within a unit before it was read.
     *
     * @throws dev.groundwork.domain.Refused unavailable where there is none and the truth can't be read
     */
    public T get() {
        Copy<T> now = copy;
        if (now == null) {
            renew();
            now = copy;
        }
        if (now == null) {
            throw new Refused(
                    new Refusal.Unavailable("What this depends on could not be read yet.", Duration.ofSeconds(1)));
        }
        return now.value();
    }

    /** Whether it was ever read. */
    public boolean isThere() {
        return copy != null;
    }

    /**
     * Reads the truth where the copy is old and nobody else is reading it; where it can't be read, the copy there is stays.
     *
     * @throws Refused unavailable where it waited for the truth in vain: what needs the same database would wait once more
     */
    void follow() {
        Copy<T> now = copy;
        if (now == null) {
            renew();
        } else if (isOld(now) && reading.tryLock()) {
            try {
                renew();
            } catch (RuntimeException unreadable) {
                // Whoever asks within the next moments finds out for itself.
                copy = new Copy<>(now.value(), clock.instant());
                if (unreadable instanceof Refused refused && refused.refusal() instanceof Refusal.Unavailable) {
                    throw refused;
                }
            } finally {
                reading.unlock();
            }
        }
    }

    private boolean isOld(Copy<T> copy) {
        Duration age = Duration.between(copy.readAt(), clock.instant());
        return age.compareTo(FRESH) > 0 || age.isNegative();
    }

    /**
     * Reads the truth now. Readings take turns, so that none ends with an older state than one before.
     *
     * @throws dev.groundwork.domain.Refused unavailable where it can't be read
     */
    public void renew() {
        if (!isMyTurn()) {
            return;
        }
        try {
            Copy<T> before = copy;
            Instant now = clock.instant();
            copy = new Copy<>(read.read(before == null ? null : before.value()), now);
        } finally {
            reading.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
