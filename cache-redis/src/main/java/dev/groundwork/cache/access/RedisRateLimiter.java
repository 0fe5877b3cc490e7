package dev.groundwork.cache.access;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.cache.Redis;
import dev.groundwork.cache.Script;
import dev.groundwork.cache.access.LocalCount.Client;
import dev.groundwork.cache.access.LocalCount.Untold;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each node counts what its clients do, and ten times a second tells Redis what is new and hears what all nodes together have
 * counted, so that nobody waits for it. A node that has not seen a client lately lets it in once before it hears of the others, and for as
 * long as Redis is away a client may have its budget on each node. Clients are known by a hash, so that no list of addresses lies about.
 */
public final class RedisRateLimiter implements RateLimiter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimiter.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(1);
    private static final int HASH_BYTES = 16;

    private final Redis redis;
    private final LocalCount count = new LocalCount();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread telling =
            Thread.ofPlatform().name("groundwork-rates").daemon().unstarted(this::tellUntilTheEnd);

    private RedisRateLimiter(Redis redis) {
        this.redis = redis;
    }

    /** To be closed. */
    public static RedisRateLimiter start(Redis redis) {
        RedisRateLimiter limiter = new RedisRateLimiter(redis);
        limiter.telling.start();
        return limiter;
    }

    @Override
    public Decision take(Budget budget, String client) {
        return count.take(new Client(budget, "groundwork:v1:rate:" + budget.name() + ":" + hash(client)));
    }

    private void tellUntilTheEnd() {
        try {
            while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                tellOrGoOn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong once, the next round comes. */
    private void tellOrGoOn() {
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warn("Counting with the other nodes failed", e);
        }
    }

    /** What Redis does not hear is not told again: what was taken while it was away is as good as over when it is back. */
    private void tell() {
        for (Map.Entry<Client, Untold> taken : count.takeUntold().entrySet()) {
            Client client = taken.getKey();
            Untold untold = taken.getValue();
            redis.run(
                            Script.SPEND,
                            client.key(),
                            Integer.toString(client.budget().requests()),
                            Long.toString(client.budget().window().toNanos() / 1000),
                            Integer.toString(untold.count()),
                            Long.toString((System.nanoTime() - untold.since()) / 1000))
                    .ifPresent(all -> count.raise(client, Duration.of((Long) all, ChronoUnit.MICROS)));
        }
    }

    private static String hash(String client) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(client.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }

    /** Counts on, and tells nobody any more. */
    @Override
    public void close() {
        end.countDown();
        try {
            telling.join(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
