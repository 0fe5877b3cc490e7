package dev.groundwork.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes whoever serves a request past its deadline: a thread that waits for a body, a connection or a turn gives up and the client
 * gets an answer. What waits for PostgreSQL or Redis is bounded there. One look at everything under way every quarter of a second
 * costs less than a timer per request.
 */
final class Deadlines implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final long allowedNanos;
    private final Set<Deadline> underWay = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    Deadlines(Duration allowed) {
        this.allowedNanos = allowed.toNanos();
        this.watch = Thread.ofPlatform().daemon().name("web-deadlines").unstarted(this::watch);
    }

    void start() {
        watch.start();
    }

    /** One request's deadline; it ends with {@link #done()}, and never wakes what the thread does after that. */
    static final class Deadline {
        private final Thread thread = Thread.currentThread();
        private final long end;
        private final Set<Deadline> underWay;
        private boolean over;
        private boolean done;

        private Deadline(long end, Set<Deadline> underWay) {
            this.end = end;
            this.underWay = underWay;
        }

        boolean isOver() {
            return System.nanoTime() - end > 0;
        }

        private synchronized void wakeIfOver() {
            if (!done && !over && isOver()) {
                over = true;
                thread.interrupt();
            }
        }

        /** Ends the watch; the thread can go on undisturbed, also where it was woken too late to notice. */
        synchronized void done() {
            done = true;
            underWay.remove(this);
            if (over) {
                Thread.interrupted();
            }
        }
    }

    /** Begins the deadline of a request that the calling thread serves. */
    Deadline begin() {
        return begin(allowedNanos);
    }

    /** As {@link #begin()}, for what may take longer, or must not take as long. */
    Deadline begin(Duration allowed) {
        return begin(allowed.toNanos());
    }

    private Deadline begin(long nanos) {
        Deadline deadline = new Deadline(System.nanoTime() + nanos, underWay);
        underWay.add(deadline);
        return deadline;
    }

    int underWay() {
        return underWay.size();
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            underWay.forEach(Deadline::wakeIfOver);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}
