package dev.groundwork.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SingleFlight<String, String> flights = new SingleFlight<>();

    @Test
    void keepsWhatWasReadUnlessItWasForgottenMeanwhile() {
        boolean[] kept = new boolean[2];

        flights.get("a", flight -> {
            kept[0] = flight.unlessForgotten(() -> {});
            flights.forget("a");
            kept[1] = flight.unlessForgotten(() -> {
                throw new AssertionError("was forgotten");
            });
            return "read";
        });

        assertThat(kept).containsExactly(true, false);
    }

    @Test
    void aForgottenLoadDoesNotKeepForTheOneThatFollowed() {
        String outer = flights.get("a", flight -> {
            flights.forget("a");
            return flights.get("a", second -> String.valueOf(flight.unlessForgotten(() -> {})));
        });

        assertThat(outer).isEqualTo("false");
    }

    @Test
    void anErrorPassesToEverybodyToo() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> flights.get("a", flight -> {
            loading.countDown();
            await(go);
            throw new LinkageError("broken");
        }));
        loading.await();
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> flights.get("a", flight -> "own"));
        go.countDown();

        assertThatThrownBy(first::join).hasCauseInstanceOf(LinkageError.class);
        assertThat(second.handle((value, failure) -> failure == null ? value : String.valueOf(failure.getMessage()))
                        .join())
                .isIn("own", "java.lang.LinkageError: broken");
        assertThat(flights.get("a", flight -> "again")).isEqualTo("again");
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> flights.get("a", flight -> {
            loading.countDown();
            await(go);
            return "read";
        }));
        loading.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> flights.get("a", flight -> "own")).isInstanceOf(Refused.class);
        assertThat(Thread.interrupted()).isTrue();

        go.countDown();
        assertThat(first.join()).isEqualTo("read");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
