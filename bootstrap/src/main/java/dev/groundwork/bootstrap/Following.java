package dev.groundwork.bootstrap;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads anew, on this node and for as long as it runs, what the node keeps of settings and flags. Not the scheduler's, whose work is
 * done by one node for all.
 */
final class Following implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    /** Twice within the second that a change may take to count everywhere. */
    private static final Duration PAUSE = Duration.ofMillis(400);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    private Following(Runnable follow) {
        this.thread = Thread.ofPlatform().name("groundwork-following").daemon().unstarted(() -> run(follow));
    }

    /** @param follow reads anew; it may throw, and is tried again */
    static Following start(Runnable follow) {
        Following following = new Following(follow);
        following.thread.start();
        return following;
    }

    private void run(Runnable follow) {
        try {
            while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                once(follow);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once(Runnable follow) {
        try {
            follow.run();
            failing = false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // An outage is one line, not two a second; what was read last counts on.
            if (!failing) {
                LOG.warn("Settings can't be read anew: {}", e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
