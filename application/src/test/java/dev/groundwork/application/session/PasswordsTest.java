package dev.groundwork.application.session;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static dev.groundwork.application.stage.Stage.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.application.stage.WatchedHasher;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Choosing a password anew (R10, R11, R15, R23). */
class PasswordsTest {
    private static final String ADA = "ada@example.org";
    private static final Password FRESH = new Password("another quite long sentence");

    private final AtomicReference<@Nullable WatchedHasher> watched = new AtomicReference<>();
    private final Stage stage = new Stage(ports -> {
        WatchedHasher hasher = new WatchedHasher(ports.passwordHasher());
        watched.set(hasher);
        return ports.withPasswordHasher(hasher);
    });
    private final User ada = stage.person(ADA);

    @Test
    void setsAPasswordByTheLinkThatWasMailed() {
        reset(link(), FRESH);

        assertThat(stage.signIn(ADA, FRESH)).isNotNull();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn(ADA, PASSWORD));
    }

    @Test
    void usesALinkOnceUnderARaceOfTwenty() {
        String link = link();

        List<Boolean> refused = Together.run(20, number -> {
            Throwable thrown = catchThrowable(() -> reset(link, new Password("a sentence of number " + number)));
            if (thrown != null) {
                Stage.invalidAt("/token", () -> {
                    throw thrown;
                });
            }
            return thrown != null;
        });

        assertThat(refused).containsOnlyOnce(false);
    }

    @Test
    void takesALinkForAnHour() {
        String link = link();
        stage.pass(Duration.ofHours(1));
        Stage.invalidAt("/token", () -> reset(link, FRESH));

        String other = link();
        stage.pass(Duration.ofHours(1).minusMillis(1));
        reset(other, FRESH);
    }

    @Test
    void takesTheNewestLinkAlone() {
        String old = link();
        String fresh = link();

        Stage.invalidAt("/token", () -> reset(old, FRESH));
        reset(fresh, FRESH);
    }

    @Test
    void takesNothingElseForALink() {
        for (String nothing :
                List.of("", " ", "gwp_", link() + "A", stage.signIn(ADA).refreshToken())) {
            Stage.invalidAt("/token", () -> reset(nothing, FRESH));
        }
    }

    @Test
    void leavesALinkGoodWhereThePasswordIsABadChoice() {
        String link = link();

        Stage.invalidAt("/newPassword", () -> reset(link, new Password("short")));
        Stage.invalidAt("/newPassword", () -> reset(link, new Password("ada@example.org1")));

        reset(link, FRESH);
    }

    @Test
    void endsAllThatCouldActForTheAccount() {
        SignedIn.WithTokens session = stage.signIn(ADA);
        String apiToken = apiToken(stage.by(session));
        String link = link();

        reset(link, FRESH);

        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(session));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().refreshing().refresh(ORIGIN, session.refreshToken()));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().apiTokens().byToken(apiToken, ORIGIN));
        Stage.invalidAt("/token", () -> reset(link, FRESH));
    }

    @Test
    void mailsTheOwnerThatThePasswordWasChanged() {
        reset(link(), FRESH);

        assertThat(stage.mailsTo(ADA))
                .extracting(Mail::subject)
                .last()
                .asString()
                .contains("was changed");
    }

    @Test
    void provesTheAddressThatTheLinkWasReadAt() {
        User unverified = stage.add("new@example.org", false, UserStatus.ACTIVE);
        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress("new@example.org"));

        reset(stage.tokenMailedTo("new@example.org"), FRESH);

        assertThat(stage.now(unverified).emailVerified()).isTrue();
        assertThat(stage.signIn("new@example.org", FRESH)).isNotNull();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("new@example.org", PASSWORD));
    }

    @Test
    void mailsNobodyWhoHasNoAccountOrMayNotAct() {
        User suspended = stage.add("suspended@example.org", true, UserStatus.SUSPENDED);
        stage.groundwork().passwords().forgot(ORIGIN, suspended.email());
        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress("nobody@example.org"));

        assertThat(stage.mailsTo("suspended@example.org")).isEmpty();
        assertThat(stage.mailsTo("nobody@example.org")).isEmpty();
    }

    @Test
    void mailsTheAddressAsItIsStoredHoweverItWasTyped() {
        stage.person("mark@example.org");

        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress("MARK@example.org"));

        assertThat(stage.mailsTo("MARK@example.org")).isEmpty();
        assertThat(stage.mailsTo("mark@example.org")).hasSize(1);
    }

    @Test
    void refusesALinkWhoseOwnerWasSuspendedMeanwhile() {
        for (UserStatus status : List.of(UserStatus.SUSPENDED, UserStatus.INACTIVE, UserStatus.DELETED)) {
            User user = stage.person(status + "@example.org");
            stage.groundwork().passwords().forgot(ORIGIN, user.email());
            String link = stage.tokenMailedTo(user.email().value());
            stage.set(user, status);
            Stage.invalidAt("/token", () -> reset(link, FRESH));
        }
    }

    @Test
    void refusesALinkWhoseOwnerIsSuspendedWhileThePasswordIsBeingHashed() {
        String link = link();
        whileHashing(() -> stage.set(ada, UserStatus.SUSPENDED));

        Stage.invalidAt("/token", () -> reset(link, FRESH));
        stage.set(ada, UserStatus.ACTIVE);
        assertThat(stage.signIn(ADA, PASSWORD)).isNotNull();
    }

    @Test
    void refusesALinkThatIsVoidedWhileThePasswordIsBeingHashed() {
        String link = link();
        whileHashing(this::link);

        Stage.invalidAt("/token", () -> reset(link, FRESH));
    }

    @Test
    void refusesAChangeWhoseSessionIsOvertakenByAReset() {
        Actor.User actor = stage.as(ada);
        String link = link();
        stage.pass(Duration.ofSeconds(1));
        whileHashing(() -> reset(link, FRESH));

        Stage.invalidAt("/currentPassword", () -> change(actor, PASSWORD, new Password("the sentence of a thief")));
        assertThat(stage.signIn(ADA, FRESH)).isNotNull();
    }

    @Test
    void changesAPasswordAndEndsTheOtherSessions() {
        SignedIn.WithTokens mine = stage.signIn(ADA);
        SignedIn.WithTokens other = stage.signIn(ADA);
        String link = link();

        change(stage.by(mine), PASSWORD, FRESH);

        assertThat(stage.by(mine).id()).isEqualTo(ada.id());
        assertThat(stage.groundwork().refreshing().refresh(ORIGIN, mine.refreshToken()))
                .isNotNull();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(other));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().refreshing().refresh(ORIGIN, other.refreshToken()));
        Stage.invalidAt("/token", () -> reset(link, FRESH));
        assertThat(stage.signIn(ADA, FRESH)).isNotNull();
        assertThat(stage.mailsTo(ADA))
                .extracting(Mail::subject)
                .last()
                .asString()
                .contains("was changed");
    }

    @Test
    void changesNothingWithoutThePasswordSoFar() {
        SignedIn.WithTokens other = stage.signIn(ADA);
        Actor.User actor = stage.as(ada);

        Stage.invalidAt("/currentPassword", () -> change(actor, WRONG, FRESH));
        Stage.invalidAt("/newPassword", () -> change(actor, PASSWORD, new Password("short")));

        assertThat(stage.by(other).id()).isEqualTo(ada.id());
        assertThat(stage.signIn(ADA, PASSWORD)).isNotNull();
    }

    @Test
    void changesNoPasswordIntoItself() {
        Stage.invalidAt("/newPassword", () -> change(stage.as(ada), PASSWORD, PASSWORD));
        Stage.invalidAt("/currentPassword", () -> change(stage.as(ada), FRESH, FRESH));
    }

    @Test
    void countsWrongPasswordsOfASessionAgainstTheSameLock() {
        Actor.User actor = stage.as(ada);
        for (int i = 0; i < 10; i++) {
            Stage.invalidAt("/currentPassword", () -> change(actor, WRONG, FRESH));
        }

        Stage.refused(Refusal.RateLimited.class, () -> change(actor, PASSWORD, FRESH));
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn(ADA));
        stage.pass(Duration.ofSeconds(1));
        change(actor, PASSWORD, FRESH);
    }

    @Test
    void isNoBusinessOfAnApiTokens() {
        Actor.User byToken = stage.groundwork().apiTokens().byToken(apiToken(stage.as(ada)), ORIGIN);

        Stage.refused(Refusal.Forbidden.class, () -> change(byToken, PASSWORD, FRESH));
    }

    private void whileHashing(Runnable what) {
        WatchedHasher hasher = watched.get();
        assertThat(hasher).isNotNull();
        // so that nothing else has to be hashed before
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("nobody@example.org"));
        hasher.whileHashing(what);
    }

    private String link() {
        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress(ADA));
        return stage.tokenMailedTo(ADA);
    }

    private String apiToken(Actor actor) {
        NewApiToken content = new NewApiToken(
                "script",
                new ApiToken.Scope(Set.of(), ProjectReach.WRITE),
                stage.now().plus(Duration.ofDays(90)));
        return stage.groundwork().apiTokens().create(actor, content).secret();
    }

    private void reset(String token, Password password) {
        stage.groundwork().passwords().reset(ORIGIN, token, password);
    }

    private void change(Actor actor, Password current, Password wanted) {
        stage.groundwork().passwords().change(actor, current, wanted);
    }
}
