package dev.groundwork.application;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One load per key at a time, however many ask: the first reads, the others wait for what it read. What caches keep themselves
 * from being overrun with. Safe for use by several threads; a load must not ask for its own key.
 */
public final class SingleFlight<K, V> {
    /** Nobody waits longer for any answer, so that a loader that hangs against its promise piles nothing up. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ConcurrentHashMap<K, Flight> flights = new ConcurrentHashMap<>();

    /** With no load under way. */
    public SingleFlight() {}

    /** A load under way. */
    public final class Flight {
        private final K key;
        private final CompletableFuture<V> outcome = new CompletableFuture<>();

        private Flight(K key) {
            this.key = key;
        }

        /**
         * Runs {@code keep} unless the key was {@linkplain #forget forgotten} since the load began; a forgetting that comes
         * meanwhile waits for it.
         *
         * @param keep short, and silent about other loads
         * @return whether it ran
         */
        public boolean unlessForgotten(Runnable keep) {
            return flights.computeIfPresent(key, (k, current) -> {
                        if (current == this) {
                            keep.run();
                        }
                        return current;
                    })
                    == this;
        }
    }

    /**
     * What {@code load} reads, or the load of the key that is under way.
     *
     * @throws RuntimeException what the load threw
     * @throws Refused {@link Refusal.Unavailable} where another's load does not end, or this thread is interrupted
     */
    public V get(K key, Function<Flight, V> load) {
        Flight mine = new Flight(key);
        Flight other = flights.putIfAbsent(key, mine);
        return other == null ? lead(mine, load) : follow(other);
    }

    /** Who asks for the key from now on gets nothing that was read before. */
    public void forget(K key) {
        flights.remove(key);
    }

    private V lead(Flight mine, Function<Flight, V> load) {
        Throwable failure = null;
        try {
            V value = load.apply(mine);
            mine.outcome.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            flights.remove(mine.key, mine);
            if (failure != null) {
                mine.outcome.completeExceptionally(failure);
            }
        }
    }

    private V follow(Flight other) {
        try {
            return other.outcome.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (TimeoutException e) {
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    private static Refused unavailable() {
        return new Refused(new Refusal.Unavailable("Another request reads the same and does not end.", RETRY_AFTER));
    }
}
