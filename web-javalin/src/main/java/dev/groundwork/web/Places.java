package dev.groundwork.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** So many at once, and of these so many of one client, so that nobody keeps all others out. Safe for use by several threads. */
final class Places {
    private final int most;
    private final int mostOfOne;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> takenByOne = new ConcurrentHashMap<>();

    Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Whether there was one left, and one for this client; it is the client's until {@link #giveBack}. */
    boolean take(String client) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return false;
        }
        if (takenByOne.merge(client, 1, Integer::sum) > mostOfOne) {
            giveBack(client);
            return false;
        }
        return true;
    }

    void giveBack(String client) {
        taken.decrementAndGet();
        takenByOne.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
    }
}
