package dev.groundwork.application.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringTest {
    private final MovableClock clock = MovableClock.stoppedAt(Instant.EPOCH);
    private final Expiring<String, Integer> values = new Expiring<>(clock, Duration.ofMinutes(1));

    @Test
    void forgetsAValueSomeTimeAfterItWasLastWritten() {
        values.change("key", before -> 1);
        clock.advance(Duration.ofSeconds(59));
        values.change("key", before -> before.orElse(0) + 1);
        clock.advance(Duration.ofSeconds(59));
        assertThat(values.find("key")).contains(2);

        clock.advance(Duration.ofSeconds(1));
        assertThat(values.find("key")).isEmpty();
        values.change("key", before -> before.orElse(0) + 1);
        assertThat(values.find("key")).contains(1);
    }
}
