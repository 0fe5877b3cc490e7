package dev.groundwork.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Copies in this process. They live for half a second and a bit, not all equally long so that they are not all read again at
 * once: a change that was made on another node is seen within a second, though nobody tells. What was invalidated here counts at
 * once, and is remembered for as long as an older copy may turn up.
 */
final class Near<K, V> {
    private static final int SHORTEST_LIFE = 500;
    private static final int LONGEST_LIFE = 800;
    private static final int COPIES = 20_000;
    private static final int INVALIDATIONS = 100_000;

    private final Cache<K, Stamped<V>> copies = Caffeine.newBuilder()
            .maximumSize(COPIES)
            .expireAfter(Expiry.<K, Stamped<V>>writing((key, copy) -> lifetime()))
            .build();
    private final Cache<K, Long> invalidations;

    private record Stamped<V>(long stamp, V copy) {}

    /** @param remembered how long an older copy may turn up */
    Near(Duration remembered) {
        this.invalidations = Caffeine.newBuilder()
                .maximumSize(INVALIDATIONS)
                .expireAfterWrite(remembered)
                .build();
    }

    private static Duration lifetime() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(SHORTEST_LIFE, LONGEST_LIFE));
    }

    Optional<V> find(K key) {
        Stamped<V> kept = copies.getIfPresent(key);
        return kept == null ? Optional.empty() : Optional.of(kept.copy());
    }

    /** Keeps a copy, unless something newer is there, or an invalidation refuses it. */
    void keep(K key, V copy, long stamp) {
        copies.asMap().compute(key, (k, kept) -> {
            boolean beaten = refuses(k, stamp) || (kept != null && kept.stamp() > stamp);
            return beaten ? kept : new Stamped<>(stamp, copy);
        });
    }

    /** Whether an invalidation says that a copy with this stamp is out of date. */
    boolean refuses(K key, long stamp) {
        Long least = invalidations.getIfPresent(key);
        return least != null && stamp < least;
    }

    /** Drops a copy with a lower stamp, and refuses such from now on. */
    void invalidate(K key, long stamp) {
        invalidations.asMap().merge(key, stamp, Math::max);
        copies.asMap().computeIfPresent(key, (k, kept) -> kept.stamp() < stamp ? null : kept);
    }

    /** Drops the copy whatever its stamp, and refuses what is not newer than that and {@code stamp}. */
    void end(K key, long stamp) {
        copies.asMap().compute(key, (k, kept) -> {
            invalidations.asMap().merge(k, kept == null ? stamp : Math.max(stamp, kept.stamp() + 1), Math::max);
            return null;
        });
    }
}
