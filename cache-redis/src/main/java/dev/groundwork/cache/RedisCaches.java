package dev.groundwork.cache;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.session.SessionCache;
import dev.groundwork.cache.access.RedisRateLimiter;
import dev.groundwork.cache.account.RedisUserCache;
import dev.groundwork.cache.session.RedisSessionCache;
import java.io.Serial;
import java.net.URI;
import java.time.InstantSource;

/**
 * The caches and the rate limiter, on Redis 6.2 or newer, single or cluster. Redis may vanish, be flushed, refuse writes or hang:
 * nothing here throws because of it, a call waits a quarter of a second for it at most, and while it is known to be away none
 * waits. Safe for use by several threads.
 */
public final class RedisCaches implements AutoCloseable {
    private final Redis redis;
    private final RedisUserCache userCache;
    private final RedisSessionCache sessionCache;
    private final RedisRateLimiter rateLimiter;

    /**
     * Where Redis is.
     *
     * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} for TLS, or
     *     {@code redis-cluster://[user:password@]host[:port],host[:port]}; the password never shows in text or messages
     */
    public record Settings(URI url) {
        /** @throws IllegalArgumentException with a sentence, where the URL is none of these */
        public Settings {
            RedisUrl.of(url);
        }

        @Override
        public String toString() {
            return "Settings[" + RedisUrl.of(url) + "]";
        }
    }

    /** How Redis is. */
    public enum Health {
        UP,
        /** It answers and can be told what is out of date, but its memory is full: nothing new is cached. */
        DEGRADED,
        /** It isn't asked at all; the database decides, and each node counts its clients for itself. */
        DOWN
    }

    /** What is cached, and how often a copy of it would do, since the start. */
    public enum Kind {
        /** Accounts. */
        USERS,
        /** Sessions, each with its person's roles and permissions. */
        SESSIONS
    }

    /** Why Redis can't be used; the message is one sentence that tells an operator what to do. */
    public static final class Unusable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Unusable(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    private RedisCaches(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.userCache = new RedisUserCache(redis);
        this.sessionCache = new RedisSessionCache(redis, clock);
        this.rateLimiter = RedisRateLimiter.start(redis);
    }

    /**
     * Caches that connect when they are first used, and again whenever Redis is back.
     *
     * @param clock the database's, as this node measures it; the same that authorities are read by
     */
    public static RedisCaches connect(Settings settings, InstantSource clock) {
        return new RedisCaches(new Redis(RedisUrl.of(settings.url())), clock);
    }

    public UserCache userCache() {
        return userCache;
    }

    public SessionCache sessionCache() {
        return sessionCache;
    }

    public RateLimiter rateLimiter() {
        return rateLimiter;
    }

    /** How Redis is, as the last calls found it; asks nobody. */
    public Health health() {
        return redis.health();
    }

    /** How many calls failed since the start; calls not made because Redis is away are not counted. */
    public long failures() {
        return redis.failures();
    }

    /** How often Redis was given up on since the start; it isn't asked again before it is back. */
    public long openings() {
        return redis.openings();
    }

    /** How many who asked were answered by a copy, since the start. */
    public long hits(Kind kind) {
        return switch (kind) {
            case USERS -> userCache.hits();
            case SESSIONS -> sessionCache.hits();
        };
    }

    /** How many who asked had to be answered by the database, since the start. */
    public long misses(Kind kind) {
        return switch (kind) {
            case USERS -> userCache.misses();
            case SESSIONS -> sessionCache.misses();
        };
    }

    /**
     * Asks Redis, for some four seconds at most, whether it can be used.
     *
     * @throws Unusable where it isn't there, doesn't let us in, or isn't Redis 6.2 or newer; not where it is only busy, full or
     *     unable to save
     */
    public void ping() {
        redis.ping();
    }

    /** From now on the caches have nothing and keep nothing. */
    @Override
    public void close() {
        rateLimiter.close();
        redis.close();
    }
}
