package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void delaysNothingBelowTheThreshold() {
        Attempts attempts = Attempts.NONE;
        for (int i = 0; i < 9; i++) {
            attempts = attempts.withTry(10, NOW);
            assertThat(attempts.blockAt(NOW)).isFalse();
        }
        assertThat(attempts.failures()).isEqualTo(9);
        assertThat(attempts.withTry(10, NOW).blockAt(NOW)).isTrue();
    }

    @Test
    void doublesTheDelayFromOneSecondToFifteenMinutes() {
        List<Duration> delays = new ArrayList<>();
        Attempts attempts = new Attempts(9, Instant.EPOCH, NOW);
        for (int i = 0; i < 13; i++) {
            attempts = attempts.withTry(10, NOW);
            delays.add(Duration.between(NOW, attempts.blockedUntil()));
        }

        assertThat(delays)
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L, 900L);
        assertThat(new Attempts(1_000_000, Instant.EPOCH, NOW).withTry(10, NOW).blockedUntil())
                .isEqualTo(NOW.plusSeconds(900));
    }

    @Test
    void blocksUntilBeforeTheEndOfADelay() {
        Attempts attempts = new Attempts(9, Instant.EPOCH, NOW).withTry(10, NOW);

        assertThat(attempts.blockAt(NOW.plusMillis(999))).isTrue();
        assertThat(attempts.blockAt(NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void givesATryBack() {
        assertThat(new Attempts(10, NOW.plusSeconds(1), NOW).withoutTry(10))
                .isEqualTo(new Attempts(9, Instant.EPOCH, NOW));
        assertThat(new Attempts(12, NOW.plusSeconds(4), NOW).withoutTry(10))
                .as("what others failed at stays")
                .isEqualTo(new Attempts(11, NOW.plusSeconds(4), NOW));
        assertThat(Attempts.NONE.withoutTry(10)).isEqualTo(Attempts.NONE);
    }

    @Test
    void forgetsAfterAWhile() {
        Attempts attempts = new Attempts(12, NOW.plusSeconds(4), NOW);
        Duration hour = Duration.ofHours(1);

        assertThat(attempts.rememberedAt(NOW.plus(hour), hour)).isEqualTo(attempts);
        assertThat(attempts.rememberedAt(NOW.plus(hour).plusNanos(1), hour)).isEqualTo(Attempts.NONE);
    }
}
