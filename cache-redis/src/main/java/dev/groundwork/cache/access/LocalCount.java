package dev.groundwork.cache.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.application.access.RateLimiter.Decision;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** What clients of this node do; the same arithmetic as {@link dev.groundwork.cache.Script#TAKE}, by this process' clock. */
final class LocalCount {
    private static final int CLIENTS = 50_000;

    private final Cache<String, Level> levels = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfter(Expiry.<String, Level>writing((client, level) -> Duration.ofNanos(level.taken())))
            .build();

    /** @param taken nanoseconds, from {@code at}, until the budget is whole */
    private record Level(long at, long taken) {
        long takenAt(long now, long window) {
            return Math.clamp(taken - (now - at), 0, window);
        }
    }

    Decision take(Budget budget, String client) {
        long window = budget.window().toNanos();
        AtomicReference<Decision> decision = new AtomicReference<>();
        levels.asMap().compute(client, (key, level) -> {
            long now = System.nanoTime();
            long taken = level == null ? 0 : level.takenAt(now, window);
            long share = window / budget.requests();
            boolean allowed = taken + share <= window;
            long total = allowed ? taken + share : taken;
            int remaining = (int) Math.min(budget.requests(), (window - total) / Math.max(share, 1));
            Duration wait = allowed ? Duration.ZERO : Duration.ofNanos(taken + share - window);
            decision.set(new Decision(allowed, remaining, Duration.ofNanos(total), wait));
            return new Level(now, total);
        });
        return decision.get();
    }
}
