package dev.groundwork.application.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

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
                    return work.apply(number);
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
}
