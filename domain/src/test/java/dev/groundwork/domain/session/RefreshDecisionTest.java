package dev.groundwork.domain.session;

import static dev.groundwork.domain.session.RefreshDecision.DEAD;
import static dev.groundwork.domain.session.RefreshDecision.REPLAY;
import static dev.groundwork.domain.session.RefreshDecision.REUSED;
import static dev.groundwork.domain.session.RefreshDecision.ROTATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshDecisionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @Test
    void rotatesAnUnspentTokenUntilBeforeItsEnd() {
        assertThat(RefreshDecision.of(true, NOW.plusNanos(1), null, false, NOW)).isEqualTo(ROTATE);
        assertThat(RefreshDecision.of(true, NOW, null, false, NOW)).isEqualTo(DEAD);
    }

    @Test
    void replaysASpentTokenUntilBeforeTheGraceIsOver() {
        Instant rotated = NOW.minus(RefreshDecision.GRACE);

        assertThat(RefreshDecision.of(true, LATER, rotated.plusNanos(1), false, NOW))
                .isEqualTo(REPLAY);
        assertThat(RefreshDecision.of(true, LATER, rotated, false, NOW)).isEqualTo(REUSED);
    }

    @Test
    void takesASpentTokenWhoseSuccessorIsSpentForReused() {
        assertThat(RefreshDecision.of(true, LATER, NOW, true, NOW)).isEqualTo(REUSED);
    }

    @Test
    void seesTheReuseOfATokenThatHasExpiredSince() {
        assertThat(RefreshDecision.of(true, NOW.minusSeconds(60), NOW.minusSeconds(120), true, NOW))
                .isEqualTo(REUSED);
    }

    @Test
    void knowsNoGraceWhereTheSessionDoesNotCount() {
        assertThat(RefreshDecision.of(false, LATER, null, false, NOW)).isEqualTo(DEAD);
        assertThat(RefreshDecision.of(false, LATER, NOW, false, NOW)).isEqualTo(DEAD);
        assertThat(RefreshDecision.of(false, LATER, NOW, true, NOW)).isEqualTo(DEAD);
    }
}
