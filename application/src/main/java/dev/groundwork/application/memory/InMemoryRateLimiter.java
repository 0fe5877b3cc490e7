package dev.groundwork.application.memory;

import dev.groundwork.application.access.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts in the process: a bucket per budget and client, which fills again evenly, so that nobody gets twice the budget by
 * waiting for a window's edge. Whoever was not seen for longest is forgotten where there are too many.
 */
public final class InMemoryRateLimiter implements RateLimiter {
    /** Bounded, since a client chooses its own address within a network: some 10 MiB. */
    private static final int MAX_CLIENTS = 50_000;

    private final InstantSource clock;
    /** By the moment at which each bucket is whole again. */
    private final Map<Client, Instant> wholeAt = new LinkedHashMap<>();

    /** Counts nobody yet. */
    public InMemoryRateLimiter(InstantSource clock) {
        this.clock = clock;
    }

    private record Client(Budget budget, String name) {}

    @Override
    public synchronized Decision take(Budget budget, String client) {
        Instant now = clock.instant();
        Client key = new Client(budget, client);
        Instant known = wholeAt.remove(key);
        Instant end = now.plus(budget.window());
        Instant start = known == null || known.isBefore(now) ? now : known.isAfter(end) ? end : known;
        Duration one = budget.window().dividedBy(budget.requests());
        Instant after = start.plus(one);
        boolean allowed = !after.isAfter(end);
        Instant whole = allowed ? after : start;
        wholeAt.put(key, whole);
        forget(now);
        Duration missing = Duration.between(now, whole);
        int remaining = (int) budget.window().minus(missing).dividedBy(one);
        Duration wait = allowed ? Duration.ZERO : Duration.between(end, after);
        return new Decision(allowed, Math.max(0, remaining), missing, wait);
    }

    private void forget(Instant now) {
        Iterator<Instant> longestAsked = wholeAt.values().iterator();
        while (longestAsked.hasNext() && (longestAsked.next().isBefore(now) || wholeAt.size() > MAX_CLIENTS)) {
            longestAsked.remove();
        }
    }
}
