package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void holdsUntilBeforeItsEnd() {
        assertThat(grant(NOW).holdsAt(NOW.minusNanos(1))).isTrue();
        assertThat(grant(NOW).holdsAt(NOW)).isFalse();
        assertThat(grant(null).holdsAt(Instant.MAX)).isTrue();
    }

    @Test
    void readsAnEndInTheFuture() {
        assertThat(Grant.parseEnd(Input.of(Map.of("expiresAt", "2026-03-01T13:00:00.001+01:00")), NOW))
                .isEqualTo(NOW.plusMillis(1));
    }

    @Test
    void readsNoEndWhereThereIsNone() {
        Map<String, @Nullable Object> none = new HashMap<>();
        none.put("expiresAt", null);

        assertThat(Grant.parseEnd(Input.of(none), NOW)).isNull();
        assertThat(Grant.parseEnd(Input.of(Map.of()), NOW)).isNull();
    }

    @Test
    void refusesAnEndThatIsNotInTheFutureOrNoTime() {
        for (Object end : List.<Object>of("2026-03-01T12:00:00Z", "2001-01-01T00:00:00Z", "tomorrow", 7)) {
            assertThatThrownBy(() -> Grant.parseEnd(Input.of(Map.of("expiresAt", end)), NOW))
                    .isInstanceOf(Refused.class);
        }
    }

    private static Grant grant(@Nullable Instant end) {
        return new Grant(RoleName.USER, null, NOW, end, new Revision(NOW, NOW, 1));
    }
}
