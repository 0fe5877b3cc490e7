package dev.groundwork.application.contract;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The same thing by several threads, at the same moment. */
public final class Together {
    static final int THREADS = 20;

    private Together() {}

    /** As {@link #run(int, IntFunction)}, by {@value #THREADS} threads. */
    static <T> List<T> run(IntFunction<? extends T> work) {
        return run(THREADS, work);
    }

    /**
     * Answers what each thread made, in the order of their numbers, which start at 0.
     *
     * @throws AssertionError where one of them failed, or they took longer than half a minute
     */
    public static <T> List<T> run(int count, IntFunction<? extends T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch ready = new CountDownLatch(count);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return patiently(() -> work.apply(number));
                }));
            }
            List<T> made = new ArrayList<>();
            for (Future<T> one : running) {
                made.add(one.get(30, TimeUnit.SECONDS));
            }
            return made;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("one of the threads failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Twenty on a busy machine may wait too long for a connection: they are told so, nothing was changed, and they ask again. */
    private static <T> T patiently(Supplier<T> work) throws InterruptedException {
        while (true) {
            try {
                return work.get();
            } catch (Refused refused) {
                if (!(refused.refusal() instanceof Refusal.Unavailable unavailable)) {
                    throw refused;
                }
                Thread.sleep(unavailable.retryAfter());
            }
        }
    }

    /** Answers what another thread makes meanwhile. */
    static <T> T elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
