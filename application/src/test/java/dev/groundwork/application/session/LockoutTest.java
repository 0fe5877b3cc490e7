package dev.groundwork.application.session;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static dev.groundwork.application.stage.Stage.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.account.AttemptStore.Kind;
import dev.groundwork.application.account.AttemptStore.Subject;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.memory.Pbkdf2PasswordHasher;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.application.stage.WatchedHasher;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, and how often it may be tried in vain (R21, R05). */
class LockoutTest {
    private static final String ADA = "ada@example.org";
    private static final Actor SYSTEM = new Actor.SystemActor("test", Origin.internal("test"));

    private final AtomicReference<@Nullable WatchedHasher> watched = new AtomicReference<>();
    private final Stage stage = new Stage(ports -> {
        WatchedHasher hasher = new WatchedHasher(ports.passwordHasher());
        watched.set(hasher);
        return ports.withPasswordHasher(hasher);
    });
    private User ada;

    @BeforeEach
    void someoneHasAnAccount() {
        ada = stage.person(ADA);
    }

    @Test
    void looksAtTenOfAHundredTriesAtOnce() {
        PasswordHash hash = hashOf(ada);

        List<Boolean> refused =
                Together.run(100, number -> isRefused(new Origin("198.51.100." + number, null, "r"), WRONG));

        assertThat(refused).containsOnly(true);
        assertThat(hasher().looksAt(hash)).isEqualTo(10);
    }

    @Test
    void delaysTheNextTryForTwiceAsLongEachTimeUpToAQuarterOfAnHour() {
        wrongTries(9);
        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900)) {
            int looks = hasher().looksAt(hashOf(ada));
            wrongTries(1);
            assertThat(hasher().looksAt(hashOf(ada))).isEqualTo(looks + 1);
            stage.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(isRefused(ORIGIN, PASSWORD)).as("before %d s", seconds).isTrue();
            stage.pass(Duration.ofMillis(1));
        }
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void neitherCountsNorDelaysFurtherWhatIsTriedDuringADelay() {
        wrongTries(11);
        stage.pass(Duration.ofSeconds(1));
        wrongTries(1);
        stage.pass(Duration.ofMillis(1500));
        wrongTries(50);
        stage.pass(Duration.ofMillis(500));

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void forgetsWhatFailedOnceThePasswordWasRight() {
        wrongTries(9);
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
        wrongTries(9);

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void takesARightPasswordThatWasBeingLookedAtWhenADelayBegan() {
        hasher().meanwhile(() -> wrongTries(10));

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void countsUnknownNamesAlike() {
        Together.run(
                100, number -> isRefused(new Origin("198.51.100." + number, null, "r"), "nobody@example.org", WRONG));

        String name = stage.groundwork().policies().signer().fingerprint("nobody@example.org");
        assertThat(stage.work()
                        .<Integer>in(
                                SYSTEM,
                                tx -> tx.attempts()
                                        .findForUpdate(new Subject(Kind.ACCOUNT, "name:" + name))
                                        .failures()))
                .isEqualTo(10);
    }

    @Test
    void countsTheRightPasswordOfAnAccountThatMayNotSignInAsAnyOtherFailure() {
        User unverified = stage.add("unverified@example.org", false, UserStatus.ACTIVE);
        User suspended = stage.add("suspended@example.org", true, UserStatus.SUSPENDED);
        User inactive = stage.add("inactive@example.org", true, UserStatus.INACTIVE);

        for (User user : List.of(unverified, suspended, inactive)) {
            for (int i = 0; i < 12; i++) {
                isRefused(new Origin("203.0.113.9", null, "r"), user.email().value(), PASSWORD);
            }
            assertThat(failures(user)).as(user.email().value()).isEqualTo(10);
        }
        assertThat(failures(new Subject(Kind.ADDRESS, "203.0.113.9"))).isEqualTo(30);
    }

    @Test
    void delaysAnAddressAtTenTimesTheThreshold() {
        for (int i = 0; i < 100; i++) {
            isRefused(ORIGIN, "nobody" + i + "@example.org", WRONG);
        }

        assertThat(isRefused(ORIGIN, PASSWORD)).isTrue();
        assertThat(isRefused(new Origin("192.0.2.8", null, "r"), PASSWORD)).isFalse();
        stage.pass(Duration.ofSeconds(1));
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void keepsWhatAnAddressFailedAtThoughOneOfItsTriesWasRight() {
        for (int i = 0; i < 99; i++) {
            isRefused(ORIGIN, "nobody" + i + "@example.org", WRONG);
        }
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
        isRefused(ORIGIN, "nobody@example.org", WRONG);

        assertThat(isRefused(ORIGIN, PASSWORD)).isTrue();
    }

    @Test
    void forgetsWhatAnAddressFailedAtAfterAQuietHour() {
        for (int i = 0; i < 99; i++) {
            isRefused(ORIGIN, "nobody" + i + "@example.org", WRONG);
        }
        stage.pass(Duration.ofHours(1).plusMillis(1));
        for (int i = 0; i < 99; i++) {
            isRefused(ORIGIN, "nobody" + i + "@example.org", WRONG);
        }

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void countsTheNetworkOfAnIpv6ClientAsOneAddress() {
        for (int i = 0; i < 100; i++) {
            isRefused(new Origin("2001:db8:0:1::" + i, null, "r"), "nobody" + i + "@example.org", WRONG);
        }

        assertThat(isRefused(new Origin("2001:db8:0:1:ffff::1", null, "r"), PASSWORD))
                .isTrue();
        assertThat(isRefused(new Origin("2001:db8:0:2::1", null, "r"), PASSWORD))
                .isFalse();
    }

    @Test
    void countsNoAddressesWhereLimitsPerClientAreOff() {
        Groundwork open = stage.under(stage.groundwork().policies().withoutLimitPerAddress());
        for (int i = 0; i < 150; i++) {
            isRefused(open, ORIGIN, "nobody" + i + "@example.org", WRONG);
        }

        assertThat(isRefused(open, ORIGIN, ADA, PASSWORD)).isFalse();
    }

    @Test
    void isLiftedByAReset() {
        wrongTries(30);
        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress(ADA));
        Password fresh = new Password("another quite long sentence");

        stage.groundwork().passwords().reset(ORIGIN, stage.tokenMailedTo(ADA), fresh);

        assertThat(isRefused(ORIGIN, fresh)).isFalse();
    }

    @Test
    void countsNoTryThatNobodyHadTheTimeToLookAt() {
        wrongTries(1);
        hasher().setBusy(true);
        for (int i = 0; i < 200; i++) {
            Stage.refused(Refusal.Unavailable.class, () -> stage.signIn(ADA));
        }
        hasher().setBusy(false);

        assertThat(failures(ada)).isEqualTo(1);
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void hashesAPasswordAnewWhoseHashIsWeakerThanTodays() {
        PasswordHash weak = weaken(ada);

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();

        assertThat(hashOf(ada)).isNotEqualTo(weak);
        assertThat(stage.now(ada).activity().passwordChangedAt())
                .isEqualTo(ada.activity().passwordChangedAt());
        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
    }

    @Test
    void signsInThoughTheStrongerHashCannotBeMade() {
        PasswordHash weak = weaken(ada);
        isRefused(ORIGIN, "nobody@example.org", WRONG);
        hasher().meanwhile(() -> hasher().setBusy(true));

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();

        assertThat(hashOf(ada)).isEqualTo(weak);
    }

    @Test
    void signsInWhereAnotherSignInReplacesTheWeakerHashMeanwhile() {
        weaken(ada);
        hasher().meanwhile(() -> assertThat(isRefused(ORIGIN, PASSWORD)).isFalse());

        assertThat(isRefused(ORIGIN, PASSWORD)).isFalse();
        assertThat(failures(ada)).isZero();
    }

    @Test
    void refusesAPasswordThatWasChangedWhileItWasBeingLookedAt() {
        Actor.User owner = stage.as(ada);
        hasher().meanwhile(() -> {
            stage.pass(Duration.ofMillis(1));
            stage.groundwork().passwords().change(owner, PASSWORD, new Password("another quite long sentence"));
        });

        assertThat(isRefused(ORIGIN, PASSWORD)).isTrue();
    }

    @Test
    void refusesWhoIsSuspendedWhileThePasswordIsBeingLookedAt() {
        hasher().meanwhile(() -> stage.set(ada, UserStatus.SUSPENDED));

        assertThat(isRefused(ORIGIN, PASSWORD)).isTrue();
    }

    @Test
    void makesAFreshSessionAtEachSignIn() {
        assertThat(stage.signIn(ADA).session().handle())
                .isNotEqualTo(stage.signIn(ADA).session().handle());
    }

    @Test
    void tellsTheAuditTrailOfEachRefusal() {
        wrongTries(11);

        assertThat(stage.history(ada))
                .filteredOn(it -> it.action().equals("auth.login_failed"))
                .hasSize(11);
    }

    private void wrongTries(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(isRefused(ORIGIN, WRONG)).isTrue();
        }
    }

    private boolean isRefused(Origin origin, Password password) {
        return isRefused(origin, ADA, password);
    }

    private boolean isRefused(Origin origin, String login, Password password) {
        return isRefused(stage.groundwork(), origin, login, password);
    }

    private static boolean isRefused(Groundwork node, Origin origin, String login, Password password) {
        Throwable thrown = catchThrowable(() -> Stage.signIn(node, origin, login, password));
        if (thrown != null) {
            Stage.refused(Refusal.Unauthenticated.class, () -> {
                throw thrown;
            });
        }
        return thrown != null;
    }

    private PasswordHash weaken(User user) {
        Pbkdf2PasswordHasher cheap = new Pbkdf2PasswordHasher(InMemory.randomness(), 1);
        PasswordHash weak = cheap.hash(PASSWORD);
        stage.work().run(SYSTEM, tx -> tx.credentials().upgradePassword(user.id(), hashOf(tx, user), weak));
        return weak;
    }

    private PasswordHash hashOf(User user) {
        return stage.work().in(SYSTEM, tx -> hashOf(tx, user));
    }

    private static PasswordHash hashOf(Transaction tx, User user) {
        return tx.credentials().findById(user.id()).map(Credentials::password).orElseThrow();
    }

    private int failures(User user) {
        return failures(new Subject(Kind.ACCOUNT, "user:" + user.id()));
    }

    private int failures(Subject subject) {
        return stage.work()
                .<Integer>in(SYSTEM, tx -> tx.attempts().findForUpdate(subject).failures());
    }

    private WatchedHasher hasher() {
        WatchedHasher hasher = watched.get();
        assertThat(hasher).isNotNull();
        return hasher;
    }
}
