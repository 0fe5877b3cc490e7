package dev.groundwork.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.memory.MovableClock;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveCopyTest {
    private final MovableClock clock = MovableClock.stoppedAt(Instant.EPOCH);
    private final AtomicInteger readings = new AtomicInteger();
    private volatile boolean away;
    private final LiveCopy<Integer> copy = new LiveCopy<>(clock, before -> {
        if (away) {
            throw new IllegalStateException("away");
        }
        return readings.incrementAndGet();
    });

    @Test
    void isReadOnceAndThenAgainOnlyWhereItIsOld() {
        copy.follow();
        copy.follow();
        assertThat(copy.get()).isEqualTo(1);

        clock.advance(Duration.ofMillis(501));
        assertThat(copy.get()).as("reading it never waits").isEqualTo(1);
        copy.follow();
        assertThat(copy.get()).isEqualTo(2);
    }

    @Test
    void staysWhileTheTruthCanNotBeReadAndAsksOnceInAWhile() {
        copy.follow();
        away = true;
        clock.advance(Duration.ofSeconds(10));

        copy.follow();
        assertThat(copy.get()).isEqualTo(1);
        assertThatThrownBy(copy::renew).hasMessage("away");

        away = false;
        copy.follow();
        assertThat(copy.get()).as("nobody asks again at once").isEqualTo(1);
        clock.advance(Duration.ofMillis(501));
        copy.follow();
        assertThat(copy.get()).isEqualTo(2);
    }

    @Test
    void isNotWaitedForTwiceWhereTheDatabaseIsLost() {
        AtomicBoolean lost = new AtomicBoolean();
        LiveCopy<Integer> followed = new LiveCopy<>(clock, before -> {
            if (lost.get()) {
                throw new Refused(new Refusal.Unavailable("lost", Duration.ofSeconds(1)));
            }
            return 7;
        });
        followed.follow();
        lost.set(true);
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(followed::follow).as("whoever waited for it in vain").isInstanceOf(Refused.class);
        followed.follow();
        assertThat(followed.get()).isEqualTo(7);
    }

    @Test
    void isNothingBeforeItWasReadForTheFirstTime() {
        away = true;

        assertThatThrownBy(copy::get).hasMessage("away");
        assertThatThrownBy(copy::follow).hasMessage("away");
    }

    @Test
    void makesNobodyWaitForAnotherOnesReading() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger number = new AtomicInteger();
        LiveCopy<Integer> slow = new LiveCopy<>(clock, before -> {
            if (number.incrementAndGet() == 2) {
                begun.countDown();
                awaitEnd(end);
            }
            return number.get();
        });
        slow.follow();
        clock.advance(Duration.ofSeconds(1));
        Thread other = Thread.ofVirtual().start(slow::follow);
        begun.await();

        slow.follow();
        assertThat(slow.get()).isEqualTo(1);

        end.countDown();
        other.join();
        assertThat(slow.get()).isEqualTo(2);
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
