package dev.groundwork.application.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Values that are forgotten some time after they were last written, so that what was written long ago takes no memory. */
final class Expiring<K, V> {
    private final InstantSource clock;
    private final Duration keptFor;
    private final Map<K, Kept<V>> longestWrittenFirst = new LinkedHashMap<>();

    Expiring(InstantSource clock, Duration keptFor) {
        this.clock = clock;
        this.keptFor = keptFor;
    }

    private record Kept<V>(V value, Instant until) {}

    synchronized Optional<V> find(K key) {
        return find(key, clock.instant());
    }

    /** Puts what {@code change} makes of what is there. */
    synchronized void change(K key, Function<? super Optional<V>, ? extends V> change) {
        Instant now = clock.instant();
        V value = change.apply(find(key, now));
        longestWrittenFirst.remove(key);
        longestWrittenFirst.put(key, new Kept<>(value, now.plus(keptFor)));
        forgetExpired(now);
    }

    private Optional<V> find(K key, Instant now) {
        Kept<V> kept = longestWrittenFirst.get(key);
        return kept != null && now.isBefore(kept.until()) ? Optional.of(kept.value()) : Optional.empty();
    }

    private void forgetExpired(Instant now) {
        Iterator<Kept<V>> kept = longestWrittenFirst.values().iterator();
        while (kept.hasNext() && !now.isBefore(kept.next().until())) {
            kept.remove();
        }
    }
}
