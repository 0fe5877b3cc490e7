package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Permission READ = new Permission("reports:read");
    private static final Origin ORIGIN = Origin.internal("test");
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final SessionHandle HANDLE = new SessionHandle("abcdefghijklmnopqrstuv");

    @Test
    void aUserMayWhatTheyHoldAtThatMoment() {
        Actor user = new Actor.User(
                ADA, HANDLE, new Permissions(List.of(new HeldPermission(READ, RoleName.ADMIN, NOW))), ORIGIN);
        assertThat(user.may(READ, NOW.minusMillis(1))).isTrue();
        assertThat(user.may(READ, NOW)).isFalse();
    }

    @Test
    void neitherTheSystemNorNobodyHoldsAPermission() {
        assertThat(new Actor.SystemActor("sign-in", ORIGIN).may(READ, NOW)).isFalse();
        assertThat(new Actor.Anonymous(ORIGIN).may(READ, NOW)).isFalse();
    }

    @Test
    void onlyAUserIsSignedIn() {
        Actor.User user = new Actor.User(ADA, HANDLE, Permissions.NONE, ORIGIN);
        assertThat(user.requireUser()).isEqualTo(user);
        for (Actor other : List.of(new Actor.SystemActor("sign-in", ORIGIN), new Actor.Anonymous(ORIGIN))) {
            assertThat(Refusals.refusalOf(other::requireUser)).isInstanceOf(Refusal.Unauthenticated.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnActiveOwnersLivingSessionCounts(UserStatus status) {
        assertThat(authority(status, NOW.plusMillis(1)).countsAt(NOW)).isEqualTo(status == UserStatus.ACTIVE);
        assertThat(authority(status, NOW).countsAt(NOW)).isFalse();
    }

    @Test
    void anAgentsNameIsCutAtItsLimitButNeverInsideACharacter() {
        assertThat(new Origin(null, "a".repeat(600), "r").userAgent()).hasSize(Origin.MAX_USER_AGENT);
        assertThat(new Origin(null, "a".repeat(511) + "\ud83d\ude00", "r").userAgent())
                .isEqualTo("a".repeat(511));
    }

    @Test
    void anAgentsNameLosesWhatALogCanNotHold() {
        assertThat(new Origin(null, "curl\r\n/8\0 \ud800x", "r").userAgent()).isEqualTo("curl/8 x");
    }

    private static Authority authority(UserStatus status, Instant end) {
        Session session = new Session(
                HANDLE, ADA, SessionMode.TOKEN, JsonObject.EMPTY, null, null, NOW.minusSeconds(60), NOW, end);
        return new Authority(session, status, Permissions.NONE, NOW);
    }
}
