package dev.groundwork.application.session;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.SessionMode;
import dev.groundwork.domain.session.SignInRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Renewing a session (R07, R08, R09). */
class RefreshingTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Stage stage = new Stage();
    private final User ada = stage.person("ada@example.org");
    private final SignedIn.WithTokens first = stage.signIn("ada@example.org");

    @Test
    void givesNewTokensOfTheSameSession() {
        SignedIn.WithTokens second = refresh(first.refreshToken());

        assertThat(second.refreshToken()).startsWith("gwr_").isNotEqualTo(first.refreshToken());
        assertThat(second.session()).isEqualTo(first.session());
        assertThat(stage.by(second).id()).isEqualTo(ada.id());
        assertThat(refresh(second.refreshToken()).refreshToken()).isNotEqualTo(second.refreshToken());
    }

    @Test
    void givesTwentyAtOnceTheSameSuccessor() {
        List<String> successors =
                Together.run(20, number -> refresh(first.refreshToken()).refreshToken());

        assertThat(successors).hasSize(20).containsOnly(successors.get(0));
        assertThat(refresh(successors.get(0))).isNotNull();
    }

    @Test
    void givesTheSameSuccessorUntilTheGraceIsOver() {
        String successor = refresh(first.refreshToken()).refreshToken();

        stage.pass(GRACE.minusMillis(1));
        SignedIn.WithTokens again = refresh(first.refreshToken());

        assertThat(again.refreshToken()).isEqualTo(successor);
        assertThat(stage.by(again).id()).isEqualTo(ada.id());
    }

    @Test
    void countsTheGraceFromTheRotationAndNotFromAReplay() {
        refresh(first.refreshToken());
        stage.pass(GRACE.minusMillis(1));
        refresh(first.refreshToken());
        stage.pass(Duration.ofMillis(1));

        assertDead(first.refreshToken());
    }

    @Test
    void endsTheWholeSessionWhereASpentTokenComesBack() {
        SignedIn.WithTokens second = refresh(first.refreshToken());
        stage.pass(GRACE);

        assertDead(first.refreshToken());

        assertDead(second.refreshToken());
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(second));
        assertThat(stage.history(ada))
                .filteredOn(it -> it.action().equals("auth.refresh_reused"))
                .hasSize(1);
    }

    @Test
    void endsTheWholeSessionWhereASpentTokenComesBackLongAfterItsOwnEnd() {
        String second = refresh(first.refreshToken()).refreshToken();
        stage.pass(Duration.ofDays(6));
        String third = refresh(second).refreshToken();
        stage.pass(Duration.ofDays(2));

        assertDead(first.refreshToken());
        assertDead(third);
    }

    @Test
    void endsTheWholeSessionWithinTheGraceWhereTheSuccessorIsSpentToo() {
        String second = refresh(first.refreshToken()).refreshToken();
        String third = refresh(second).refreshToken();

        assertDead(first.refreshToken());

        assertDead(third);
    }

    @Test
    void leavesOtherSessionsAloneWhereOneIsEndedByReuse() {
        SignedIn.WithTokens other = stage.signIn("ada@example.org");
        refresh(first.refreshToken());
        stage.pass(GRACE);
        assertDead(first.refreshToken());

        assertThat(stage.by(other).id()).isEqualTo(ada.id());
        assertThat(refresh(other.refreshToken())).isNotNull();
    }

    @Test
    void isNoWayAroundALogOutWithinTheGrace() {
        String second = refresh(first.refreshToken()).refreshToken();
        stage.groundwork().sessions().logOut(ORIGIN, second);

        assertDead(first.refreshToken());
        assertDead(second);
        assertThat(stage.history(ada)).noneMatch(it -> it.action().equals("auth.refresh_reused"));
    }

    @Test
    void knowsNoTokenOfASessionThatWasEnded() {
        stage.groundwork().sessions().end(stage.by(first), first.session().handle());

        assertDead(first.refreshToken());
    }

    @Test
    void refusesAnOwnerWhoMayNotAct() {
        String second = refresh(first.refreshToken()).refreshToken();
        for (UserStatus status : List.of(UserStatus.SUSPENDED, UserStatus.INACTIVE, UserStatus.DELETED)) {
            stage.set(ada, status);
            assertDead(second);
            assertDead(first.refreshToken());
        }
    }

    @Test
    void slidesBySevenDaysWithEachRefresh() {
        stage.pass(Duration.ofDays(7).minusMillis(1));
        String second = refresh(first.refreshToken()).refreshToken();
        stage.pass(Duration.ofDays(7).minusMillis(1));
        String third = refresh(second).refreshToken();
        stage.pass(Duration.ofDays(7));

        assertDead(third);
    }

    @Test
    void endsForGoodAfterThirtyDays() {
        String token = first.refreshToken();
        for (int day = 5; day <= 25; day += 5) {
            stage.pass(Duration.ofDays(5));
            token = refresh(token).refreshToken();
        }
        stage.pass(Duration.ofDays(5).minusSeconds(5));
        SignedIn.WithTokens last = refresh(token);
        assertThat(last.lifetime()).as("no longer than the session").isEqualTo(Duration.ofSeconds(5));
        assertThat(last.session().expiresAt()).isEqualTo(Stage.START.plus(Duration.ofDays(30)));

        stage.pass(Duration.ofSeconds(5));

        assertDead(last.refreshToken());
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(last));
    }

    @Test
    void givesTheSameSuccessorThoughTheSigningSecretWasChangedMeanwhile() {
        byte[] old = stage.ports().randomness().bytes(32);
        byte[] fresh = stage.ports().randomness().bytes(32);
        Groundwork before = signingWith(List.of(old));
        Groundwork after = signingWith(List.of(fresh, old));
        String token =
                Stage.signIn(before, ORIGIN, "ada@example.org", Stage.PASSWORD).refreshToken();
        String successor = before.refreshing().refresh(ORIGIN, token).refreshToken();

        assertThat(after.refreshing().refresh(ORIGIN, token).refreshToken()).isEqualTo(successor);
        assertThat(after.refreshing().refresh(ORIGIN, successor)).isNotNull();
    }

    @Test
    void knowsNothingOfWhatIsNoRefreshToken() {
        SignInRequest request =
                new SignInRequest(new Login("ada@example.org"), Stage.PASSWORD, JsonObject.EMPTY, SessionMode.COOKIE);
        String cookie = ((SignedIn.WithCookie) stage.groundwork().signIn().signIn(ORIGIN, request)).cookie();

        for (String nothing : List.of("", "gwr_", first.accessToken(), cookie, first.refreshToken() + "A")) {
            assertDead(nothing);
        }
    }

    @Test
    void tellsNobodyATokenByItsText() {
        assertThat(first.toString()).doesNotContain(first.refreshToken()).doesNotContain(first.accessToken());
    }

    private Groundwork signingWith(List<byte[]> secrets) {
        Policies usual = stage.groundwork().policies();
        return stage.under(Policies.usual(usual.publicUrl(), new CredentialSigner(secrets), usual.cipher()));
    }

    private SignedIn.WithTokens refresh(String token) {
        return stage.groundwork().refreshing().refresh(ORIGIN, token);
    }

    private void assertDead(String token) {
        Stage.refused(Refusal.Unauthenticated.class, () -> refresh(token));
    }
}
