package dev.groundwork.cache.access;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.cache.Redis;
import dev.groundwork.cache.Script;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One count for all nodes, in Redis and by its clock; while that can't be reached each node counts for itself. Clients are known
 * by a hash, so that no list of addresses lies about.
 */
public final class RedisRateLimiter implements RateLimiter {
    private static final int HASH_BYTES = 16;

    private final Redis redis;
    private final LocalCount local = new LocalCount();

    public RedisRateLimiter(Redis redis) {
        this.redis = redis;
    }

    @Override
    public Decision take(Budget budget, String client) {
        String key = "groundwork:v1:rate:" + budget.name() + ":" + hash(client);
        Optional<Object> answer = redis.run(
                Script.TAKE,
                key,
                Integer.toString(budget.requests()),
                Long.toString(budget.window().toNanos() / 1000));
        return answer.map(RedisRateLimiter::decision).orElseGet(() -> local.take(budget, key));
    }

    private static Decision decision(Object answer) {
        List<?> parts = (List<?>) answer;
        return new Decision(
                number(parts, 0) == 1, (int) number(parts, 1), microseconds(parts, 2), microseconds(parts, 3));
    }

    private static Duration microseconds(List<?> parts, int index) {
        return Duration.of(number(parts, index), ChronoUnit.MICROS);
    }

    private static long number(List<?> parts, int index) {
        return (Long) parts.get(index);
    }

    private static String hash(String client) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(client.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }
}
