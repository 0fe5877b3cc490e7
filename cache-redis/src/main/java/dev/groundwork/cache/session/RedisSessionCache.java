package dev.groundwork.cache.session;

import dev.groundwork.application.session.SessionCache;
import dev.groundwork.cache.Copies;
import dev.groundwork.cache.Redis;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Authorities, for a second in Redis and for less in this process; the microsecond in which the truth was read is a copy's
 * stamp.
 */
public final class RedisSessionCache implements SessionCache {
    /** The database's clock as two nodes measure it may differ by twice 50 ms. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private static final Copies.Kind<SessionHandle, Authority> AUTHORITIES = new Copies.Kind<>(
            "session",
            Authority.class,
            authority -> authority.session().handle(),
            authority -> micros(authority.readAt()),
            Duration.ofSeconds(1),
            TOLERANCE.toNanos() / 1000);

    private final Copies<SessionHandle, Authority> copies;
    private final InstantSource clock;

    /** @param clock the database's, as this node measures it */
    public RedisSessionCache(Redis redis, InstantSource clock) {
        this.copies = new Copies<>(redis, AUTHORITIES);
        this.clock = clock;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public Optional<Authority> find(SessionHandle handle) {
        return copies.find(handle);
    }

    @Override
    public Optional<Authority> get(SessionHandle handle, Instant oldest, Supplier<Optional<Authority>> loader) {
        return copies.get(handle, copy -> copy.readAt().isAfter(oldest), loader);
    }

    @Override
    public void fill(Authority authority) {
        copies.fill(authority);
    }

    @Override
    public void invalidate(SessionHandle handle) {
        // one more, since what was read in this very microsecond may have been read just before
        copies.end(handle, micros(clock.instant()) + 1);
    }

    /** How many who asked were answered by a copy. */
    public long hits() {
        return copies.hits();
    }

    /** How many who asked had to be answered by the database. */
    public long misses() {
        return copies.misses();
    }
}
