package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HashingPoolTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void refusesWhoFindsTheQueueFullAndServesWhoeverWaits() throws Exception {
        try (HashingPool pool = new HashingPool(1, 1, LONG)) {
            CompletableFuture<String> running =
                    CompletableFuture.supplyAsync(() -> pool.run(this::hold), Thread::startVirtualThread);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<String> waiting = fill(pool);
            assertUnavailable(() -> pool.run(() -> "too many"));
            end.countDown();
            assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("held");
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("waited");
            assertThat(pool.run(() -> "free again")).isEqualTo("free again");
        }
    }

    @Test
    void refusesWhoWouldWaitTooLongAndKeepsNoPlaceForThem() throws Exception {
        try (HashingPool pool = new HashingPool(1, 1, Duration.ofMillis(50))) {
            assertUnavailable(() -> pool.run(this::hold));
            assertUnavailable(() -> pool.run(() -> "first in the queue"));
            assertUnavailable(() -> pool.run(() -> "first in the queue, and not second"));
            end.countDown();
        }
    }

    @Test
    void endsTheWaitingOfWhoeverIsInterrupted() throws Exception {
        try (HashingPool pool = new HashingPool(1, 1, LONG)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    pool.run(this::hold);
                } catch (Refused e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            end.countDown();
        }
    }

    @Test
    void refusesWhoStillWaitsWhenItIsClosed() throws Exception {
        HashingPool pool = new HashingPool(1, 1, LONG);
        CompletableFuture<String> running =
                CompletableFuture.supplyAsync(() -> pool.run(this::hold), Thread::startVirtualThread);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<String> waiting = fill(pool);
        pool.close();
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
        assertUnavailable(() -> pool.run(() -> "too late"));
        end.countDown();
        running.handle((held, interrupted) -> "whatever").get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsAFaultFromARefusal() {
        try (HashingPool pool = new HashingPool(1, 1, LONG)) {
            assertThatThrownBy(() -> pool.run(() -> {
                        throw new IllegalArgumentException("broken");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("broken");
        }
    }

    private String hold() throws InterruptedException {
        begun.countDown();
        assertThat(end.await(15, TimeUnit.SECONDS)).isTrue();
        return "held";
    }

    /** Returns once somebody waits in the queue. */
    private static CompletableFuture<String> fill(HashingPool pool) throws InterruptedException {
        CompletableFuture<String> waiting =
                CompletableFuture.supplyAsync(() -> pool.run(() -> "waited"), Thread::startVirtualThread);
        while (pool.waiting() == 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return waiting;
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.Unavailable.class,
                                        unavailable -> assertThat(unavailable.retryAfter())
                                                .isEqualTo(Duration.ofSeconds(1))));
    }
}
