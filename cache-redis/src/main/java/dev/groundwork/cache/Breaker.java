package dev.groundwork.cache;

import dev.groundwork.cache.RedisCaches.Health;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is asked at all. The first failure opens it, so that an outage costs each caller one wait at most; only a probe
 * of our own closes it, so that nobody waits for an attempt. Logs each change once.
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCaches.class);

    private final String servers;
    private final AtomicReference<Health> health = new AtomicReference<>(Health.UP);
    private final LongAdder failures = new LongAdder();
    private final LongAdder openings = new LongAdder();

    Breaker(String servers) {
        this.servers = servers;
    }

    Health health() {
        return health.get();
    }

    /** How many calls failed; those not made because of it are not counted. */
    long failures() {
        return failures.sum();
    }

    /** How often it opened. */
    long openings() {
        return openings.sum();
    }

    boolean isOpen() {
        return health.get() == Health.DOWN;
    }

    /** @return whether this opened it */
    boolean failed(Trouble trouble) {
        failures.increment();
        if (trouble.kind() == Trouble.Kind.MEMORY_FULL) {
            if (health.compareAndSet(Health.UP, Health.DEGRADED)) {
                LOG.warn("{} Nothing new is cached until it has.", trouble.sentence());
            }
            return false;
        }
        boolean opened = health.getAndSet(Health.DOWN) != Health.DOWN;
        if (opened) {
            openings.increment();
            LOG.warn("{} Going on without it; the database decides.", trouble.sentence());
        }
        return opened;
    }

    /** A probe found it whole. */
    void recovered() {
        if (health.getAndSet(Health.UP) != Health.UP) {
            LOG.info("Redis at {} is back.", servers);
        }
    }

    /** A probe found it answering, but with its memory full. */
    void answersAgain(Trouble trouble) {
        if (health.compareAndSet(Health.DOWN, Health.DEGRADED)) {
            LOG.warn("Redis at {} is back, but: {}", servers, trouble.sentence());
        }
    }
}
