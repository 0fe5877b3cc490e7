package dev.groundwork.cache;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.groundwork.application.SingleFlight;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies of one kind of thing: in this process for less than a second, in Redis beneath for longer. Of several copies the one
 * with the highest stamp is the newest. Safe for use by several threads.
 */
public final class Copies<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    /** Raised whenever the shape of a copy changes, so that two releases side by side don't misread each other. */
    private static final String PREFIX = "groundwork:v1:";

    /** How long something read before an invalidation may still arrive: far longer than any statement may run. */
    private static final Duration SLOWEST_READER = Duration.ofSeconds(60);

    /** A node that Redis doesn't hear remembers its invalidations for longer than any copy lives. */
    private static final Duration REMEMBERED = Duration.ofMinutes(65);

    private static final int JITTER_PERCENT = 10;

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(visible -> visible.withIsGetterVisibility(Visibility.NONE))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Redis redis;
    private final Kind<K, V> kind;
    private final Near<K, V> near = new Near<>(REMEMBERED);
    private final SingleFlight<K, Optional<V>> flights = new SingleFlight<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /**
     * What is copied.
     *
     * @param name what its keys begin with
     * @param life how long Redis keeps a copy at most
     * @param tolerance by how much stamps of several nodes may be wrong
     */
    public record Kind<K, V>(
            String name, Class<V> type, Function<V, K> key, ToLongFunction<V> stamp, Duration life, long tolerance) {}

    public Copies(Redis redis, Kind<K, V> kind) {
        this.redis = redis;
        this.kind = kind;
    }

    /** How many who asked were answered by a copy. */
    public long hits() {
        return hits.sum();
    }

    /** How many who asked found no copy, or none that they believed; who waits for another's reading is among them. */
    public long misses() {
        return misses.sum();
    }

    private Optional<V> counted(Optional<V> copy) {
        (copy.isPresent() ? hits : misses).increment();
        return copy;
    }

    /** The copy, where there is one. */
    public Optional<V> find(K key) {
        Optional<V> copy = near.find(key);
        return counted(copy.isPresent() ? copy : beneath(key).map(found -> keptNear(key, found)));
    }

    /**
     * The copy if it is believed, else what {@code loader} reads, once for however many ask on this node. Who asks after an
     * invalidation gets nothing that was read before it.
     */
    public Optional<V> get(K key, Predicate<V> believed, Supplier<Optional<V>> loader) {
        Optional<V> copy = near.find(key).filter(believed);
        if (copy.isPresent()) {
            return counted(copy);
        }
        AtomicBoolean wasRead = new AtomicBoolean(true);
        Optional<V> shared = flights.get(key, flight -> {
            Optional<V> kept = kept(flight, key, believed);
            wasRead.set(kept.isEmpty());
            return kept.isPresent() ? kept : load(flight, key, loader);
        });
        (wasRead.get() ? misses : hits).increment();
        // Who had to wait may be stricter than the one it waited for.
        return shared.isPresent() && !believed.test(shared.get()) ? loader.get() : shared;
    }

    private Optional<V> kept(SingleFlight<K, Optional<V>>.Flight flight, K key, Predicate<V> believed) {
        // Another flight may have landed since the caller looked.
        Optional<V> copy = near.find(key).filter(believed);
        if (copy.isPresent()) {
            return copy;
        }
        Optional<V> found = beneath(key).filter(believed);
        found.ifPresent(known -> flight.unlessForgotten(() -> keptNear(key, known)));
        return found;
    }

    private Optional<V> load(SingleFlight<K, Optional<V>>.Flight flight, K key, Supplier<Optional<V>> loader) {
        long began = System.nanoTime();
        Optional<V> read = loader.get();
        read.filter(loaded -> flight.unlessForgotten(() -> keptNear(key, loaded)))
                .filter(loaded -> System.nanoTime() - began < SLOWEST_READER.toNanos())
                .ifPresent(this::fillBeneath);
        return read;
    }

    /** Keeps a copy, unless a newer one or an invalidation is there. */
    public void fill(V copy) {
        keptNear(kind.key().apply(copy), copy);
        fillBeneath(copy);
    }

    /**
     * Drops copies with a lower stamp, and refuses such.
     *
     * @return whether Redis heard of it
     */
    public boolean invalidate(K key, long stamp) {
        near.invalidate(key, stamp);
        flights.forget(key);
        return tell(Script.INVALIDATE, key, stamp);
    }

    /** Drops the copy whatever its stamp, and refuses what is not newer than that and {@code stamp}. */
    public void end(K key, long stamp) {
        flights.forget(key);
        near.end(key, stamp);
        tell(Script.END, key, stamp);
    }

    private boolean tell(Script script, K key, long stamp) {
        return redis.run(script, name(key), Long.toString(stamp), Long.toString(SLOWEST_READER.toMillis()))
                .isPresent();
    }

    private V keptNear(K key, V copy) {
        near.keep(key, copy, kind.stamp().applyAsLong(copy));
        return copy;
    }

    private Optional<V> beneath(K key) {
        return redis.run(Script.FIND, name(key))
                .flatMap(text -> read(key, (String) text))
                .filter(copy -> !near.refuses(key, kind.stamp().applyAsLong(copy) - kind.tolerance()));
    }

    private void fillBeneath(V copy) {
        if (redis.isAway()) {
            return;
        }
        long life = kind.life().toMillis();
        long jittered = life - ThreadLocalRandom.current().nextLong(life * JITTER_PERCENT / 100);
        redis.run(
                Script.FILL,
                name(kind.key().apply(copy)),
                Long.toString(kind.stamp().applyAsLong(copy)),
                JSON.writeValueAsString(copy),
                Long.toString(jittered));
    }

    private Optional<V> read(K key, String text) {
        Optional<V> copy = parse(text).filter(parsed -> kind.key().apply(parsed).equals(key));
        if (copy.isPresent()) {
            return copy;
        }
        LOG.debug("What is kept of a {} can't be read, and is dropped.", kind.name());
        redis.run(Script.DROP, name(key), text);
        return Optional.empty();
    }

    private Optional<V> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, kind.type()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private String name(K key) {
        return PREFIX + kind.name() + ":" + key;
    }
}
