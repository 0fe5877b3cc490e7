package dev.groundwork.web;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Threads that wait for their clients: for the rest of a body, or until an answer is taken. Where more wait than there is room for,
 * those who have waited longest are given up, so that clients that dawdle never keep everybody else out; who is quick is never among
 * them. Safe for use by several threads.
 */
final class ClientWaits {
    private final int room;
    private final long patienceNanos;
    /** In the order in which they began. */
    private final Map<Deadlines.Deadline, Long> waiting = new LinkedHashMap<>();

    /**
     * @param room how many may wait for as long as their deadlines allow
     * @param patience how long anybody may wait, whoever else does
     */
    ClientWaits(int room, Duration patience) {
        this.room = room;
        this.patienceNanos = patience.toNanos();
    }

    /** One begins to wait, until {@link #end}. */
    synchronized void begin(Deadlines.Deadline deadline) {
        waiting.put(deadline, System.nanoTime());
        makeRoom();
    }

    synchronized void end(Deadlines.Deadline deadline) {
        waiting.remove(deadline);
    }

    /** Gives up those who have waited longest, as long as there are too many. */
    synchronized void makeRoom() {
        long now = System.nanoTime();
        Iterator<Map.Entry<Deadlines.Deadline, Long>> longest =
                waiting.entrySet().iterator();
        while (waiting.size() > room && longest.hasNext()) {
            Map.Entry<Deadlines.Deadline, Long> one = longest.next();
            if (now - one.getValue() < patienceNanos) {
                return;
            }
            longest.remove();
            one.getKey().cutShort();
        }
    }
}
