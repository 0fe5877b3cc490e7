package dev.groundwork.cache.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.application.access.RateLimiter.Decision;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What clients of this node do, and of the others as far as it is known; the same arithmetic as
 * {@link dev.groundwork.cache.Script#SPEND}, by this process' clock.
 */
final class LocalCount {
    private static final int CLIENTS = 50_000;

    private final Cache<Client, Level> levels = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfter(Expiry.<Client, Level>writing((client, level) -> Duration.ofNanos(level.taken())))
            .build();

    /** What the other nodes have not heard of yet. */
    private final Map<Client, Untold> untold = new ConcurrentHashMap<>();

    /** @param key the budget's and the client's, without the client's name */
    record Client(Budget budget, String key) {}

    /** @param since when the first of them was taken, by {@link System#nanoTime} */
    record Untold(int count, long since) {
        private Untold and(Untold later) {
            return new Untold(count + later.count, since);
        }
    }

    /** @param taken nanoseconds, from {@code at}, until the budget is whole */
    private record Level(long at, long taken) {
        long takenAt(long now, long window) {
            return Math.clamp(taken - (now - at), 0, window);
        }
    }

    Decision take(Client client) {
        long window = client.budget().window().toNanos();
        int requests = client.budget().requests();
        AtomicReference<Decision> decision = new AtomicReference<>();
        levels.asMap().compute(client, (key, level) -> {
            long now = System.nanoTime();
            long taken = level == null ? 0 : level.takenAt(now, window);
            long share = window / requests;
            boolean allowed = taken + share <= window;
            long total = allowed ? taken + share : taken;
            int remaining = (int) Math.min(requests, (window - total) / Math.max(share, 1));
            Duration wait = allowed ? Duration.ZERO : Duration.ofNanos(taken + share - window);
            decision.set(new Decision(allowed, remaining, Duration.ofNanos(total), wait));
            return new Level(now, total);
        });
        Decision made = decision.get();
        if (made.allowed() && untold.size() < CLIENTS) {
            untold.merge(client, new Untold(1, System.nanoTime()), Untold::and);
        }
        return made;
    }

    /** What was taken here since the last time this was asked. */
    Map<Client, Untold> takeUntold() {
        Map<Client, Untold> taken = new HashMap<>();
        for (Iterator<Client> clients = untold.keySet().iterator(); clients.hasNext(); ) {
            Client client = clients.next();
            Untold one = untold.remove(client);
            if (one != null) {
                taken.put(client, one);
            }
        }
        return taken;
    }

    /** All nodes together have taken so much, if that is more than was known here. */
    void raise(Client client, Duration taken) {
        long window = client.budget().window().toNanos();
        levels.asMap().compute(client, (key, level) -> {
            long now = System.nanoTime();
            long here = level == null ? 0 : level.takenAt(now, window);
            return new Level(now, Math.clamp(taken.toNanos(), here, window));
        });
    }
}
