package dev.groundwork.bootstrap.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** A load of so many clients, each of which asks again as soon as it is answered, for a bounded time. */
final class Load {
    private Load() {}

    /**
     * What came of a load.
     *
     * @param answers how many were as expected
     * @param others how many were not, broken connections included
     * @param seconds how long it took
     * @param millis of each expected answer, ascending
     */
    record Result(long answers, long others, double seconds, List<Double> millis) {
        double perSecond() {
            return answers / seconds;
        }

        /** The time within which so many of a hundred were answered; 0 where nothing was. */
        double percentile(double share) {
            int place = (int) Math.min(millis.size() - 1, millis.size() * share / 100);
            return millis.isEmpty() ? 0 : millis.get(place);
        }
    }

    /**
     * Runs a load and waits for its end.
     *
     * @param next the request of a number, counted from 0 over all clients
     * @param expected the status that counts
     */
    static Result run(URI base, int clients, Duration time, LongFunction<byte[]> next, int expected)
            throws InterruptedException {
        return run(base, clients, time, Long.MAX_VALUE, next, expected);
    }

    /** @param most how many requests at most */
    static Result run(URI base, int clients, Duration time, long most, LongFunction<byte[]> next, int expected)
            throws InterruptedException {
        AtomicLong numbers = new AtomicLong();
        AtomicLong others = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<List<Long>> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            List<Long> own = new ArrayList<>();
            taken.add(own);
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                try (Connection connection = new Connection(base)) {
                    for (long n = numbers.getAndIncrement(); !over.get() && n < most; n = numbers.getAndIncrement()) {
                        byte[] request = next.apply(n);
                        long sent = System.nanoTime();
                        try {
                            if (connection.send(request) == expected) {
                                own.add(System.nanoTime() - sent);
                            } else {
                                others.incrementAndGet();
                            }
                        } catch (IOException e) {
                            others.incrementAndGet();
                        }
                    }
                } catch (IOException e) {
                    others.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(Math.max(1, time.toMillis() - (System.nanoTime() - start) / 1_000_000));
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Double> millis = taken.stream()
                .flatMap(List::stream)
                .map(nanos -> nanos / 1e6)
                .sorted()
                .toList();
        return new Result(millis.size(), others.get(), seconds, millis);
    }
}
