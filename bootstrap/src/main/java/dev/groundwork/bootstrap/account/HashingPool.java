package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Few threads of its own for work that keeps a core busy, and a short queue before them: who finds it full is told at once, and
 * nobody waits longer than a bound. So a flood of sign-ins costs those who sign in, and nobody else.
 */
final class HashingPool implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ThreadPoolExecutor threads;
    private final Duration longestWait;

    /**
     * @param atOnce how many run
     * @param waiting how many more may wait
     * @param longestWait for the work itself too
     */
    HashingPool(int atOnce, int waiting, Duration longestWait) {
        ThreadFactory factory = Thread.ofPlatform().daemon().name("hashing-", 1).factory();
        this.threads =
                new ThreadPoolExecutor(atOnce, atOnce, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), factory);
        this.longestWait = longestWait;
    }

    /**
     * What the work returns. An interruption ends the waiting, and stays set.
     *
     * @throws Refused {@link Refusal.Unavailable} where too many wait, or it took too long
     */
    <T> T run(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        try {
            threads.execute(task);
            return task.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | CancellationException | TimeoutException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing failed", e.getCause());
        } finally {
            // Whoever has stopped waiting does not keep a place in the queue.
            if (!task.isDone() && task.cancel(false)) {
                threads.remove(task);
            }
        }
    }

    /** How many wait at this moment. */
    int waiting() {
        return threads.getQueue().size();
    }

    private static Refused busy() {
        return new Refused(new Refusal.Unavailable(
                "Too many people are signing in at this moment. Try again shortly.", RETRY_AFTER));
    }

    @Override
    public void close() {
        threads.shutdownNow().forEach(waiting -> ((FutureTask<?>) waiting).cancel(false));
    }
}
