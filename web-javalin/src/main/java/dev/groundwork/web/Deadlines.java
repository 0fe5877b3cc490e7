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
    private final ClientWaits clientWaits =
            new ClientWaits(Lifecycle.MAX_CLIENT_WAITS, Lifecycle.PATIENCE_WITH_CLIENTS);
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
        private final ClientWaits clientWaits;
        private boolean over;
        private boolean done;
        private volatile boolean cutShort;

        private Deadline(long end, Set<Deadline> underWay, ClientWaits clientWaits) {
            this.end = end;
            this.underWay = underWay;
            this.clientWaits = clientWaits;
        }

        /** From now on it is the client that time passes for, and others may need it more. */
        void waitForClient() {
            clientWaits.begin(this);
        }

        void waitForClientNoMore() {
            clientWaits.end(this);
        }

        boolean isOver() {
            return cutShort || System.nanoTime() - end > 0;
        }

        /** Ends the time that it was given. */
        synchronized void cutShort() {
            if (!done) {
                cutShort = true;
                wakeIfOver();
            }
        }

        private synchronized void wakeIfOver() {
            if (!done && !over && isOver()) {
                over = true;
                thread.interrupt();
            }
        }

        /** Ends the watch; the thread can go on undisturbed, also where it was woken too late to notice. */
        void done() {
            clientWaits.end(this);
            underWay.remove(this);
            endWatch();
        }

        private synchronized void endWatch() {
            done = true;
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
        Deadline deadline = new Deadline(System.nanoTime() + nanos, underWay, clientWaits);
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
            clientWaits.makeRoom();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}
