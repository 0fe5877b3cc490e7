package dev.groundwork.bootstrap;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end as it wants to when a signal comes: after the batch under way, and with what it opened closed. Java's own
 * exit code for the signal stays.
 */
final class Stopping implements AutoCloseable {
    private static final int LONGEST_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean asked;

    private Stopping() {}

    static Stopping onSignal() {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    private void stop() {
        asked = true;
        try {
            if (!ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                // What is under way is one transaction, which the database takes back.
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a signal came. */
    boolean asked() {
        return asked;
    }

    /** To be called last: the process may end at once. */
    @Override
    public void close() {
        ended.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shutdownIsUnderWay) {
                // then the hook has nothing left to wait for
            }
        }
    }
}
