package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static dev.groundwork.application.stage.Stage.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.ChoiceLink;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an operator does for who can't get in. */
class RecoveryTest {
    private static final Password FRESH = new Password("another quite long sentence");

    private final Stage stage = new Stage();
    private final Groundwork groundwork = stage.groundwork();
    private final Recovery recovery = groundwork.recovery();
    private final User ada = stage.person("ada@example.org");

    @Test
    void sendsALinkToWhoAskedForHelp() {
        recovery.sendLink(OPERATOR, ada.id());

        groundwork.passwords().reset(ORIGIN, stage.tokenMailedTo("ada@example.org"), FRESH);
        assertThat(stage.mailsTo("ada@example.org")).extracting(Mail::subject).hasSize(2);
    }

    @Test
    void mintsALinkThatLetsItsOwnerChooseAPasswordOnce() {
        ChoiceLink first = recovery.mintLink(OPERATOR, ada.id());
        ChoiceLink link = recovery.mintLink(OPERATOR, ada.id());

        assertThat(link.expiresAt()).isEqualTo(stage.now().plus(Duration.ofMinutes(60)));
        assertThat(link.toString()).doesNotContain(link.token());
        Stage.invalidAt("/token", () -> groundwork.passwords().reset(ORIGIN, first.token(), FRESH));
        groundwork.passwords().reset(ORIGIN, link.token(), FRESH);
        Stage.invalidAt("/token", () -> groundwork.passwords().reset(ORIGIN, link.token(), PASSWORD));
        assertThat(stage.signIn("ada@example.org", FRESH)).isNotNull();
    }

    @Test
    void givesWhoNeverHadAPasswordADay() {
        User eve = groundwork
                .users()
                .createQuietly(
                        OPERATOR,
                        new NewAccount(
                                new EmailAddress("eve@example.org"),
                                null,
                                Profile.EMPTY,
                                UserStatus.ACTIVE,
                                List.of(),
                                false));

        ChoiceLink link = recovery.mintLink(OPERATOR, eve.id());

        assertThat(link.expiresAt()).isEqualTo(stage.now().plus(Duration.ofHours(24)));
        assertThat(stage.mailsTo("eve@example.org")).isEmpty();
        groundwork.passwords().reset(ORIGIN, link.token(), FRESH);
        assertThat(stage.now(eve).emailVerified()).isTrue();
    }

    @Test
    void setsAPasswordThatEndsEverythingOfBefore() {
        Actor.User session = stage.as(ada);
        ChoiceLink link = recovery.mintLink(OPERATOR, ada.id());
        for (int i = 0; i < 10; i++) {
            Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn("ada@example.org", WRONG));
        }

        recovery.setPassword(OPERATOR, ada.id(), FRESH);

        assertThat(stage.signIn("ada@example.org", FRESH)).isNotNull();
        assertThat(groundwork.passwords().isGood(ORIGIN, link.token())).isFalse();
        assertThat(groundwork
                        .sessions()
                        .list(
                                stage.by(stage.signIn("ada@example.org", FRESH)),
                                dev.groundwork.domain.Page.Request.first())
                        .items())
                .noneMatch(one -> one.handle().equals(session.session()));
        assertThat(stage.mailsTo("ada@example.org")).extracting(Mail::subject).hasSize(1);
    }

    @Test
    void setsNoPasswordThatIsABadChoice() {
        Stage.invalidAt("/password", () -> recovery.setPassword(OPERATOR, ada.id(), new Password("ada@example.org 1")));
        Stage.invalidAt("/password", () -> recovery.setPassword(OPERATOR, ada.id(), new Password("short")));
    }

    @Test
    void handsNobodyElsesAccountToAnAdministrator() {
        Actor.User admin = stage.administrator();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> recovery.mintLink(admin, ada.id()), () -> recovery.setPassword(admin, ada.id(), FRESH))) {
            Stage.refused(Refusal.Forbidden.class, use);
        }
    }

    @Test
    void helpsNobodyWhoMayNotActAnyway() {
        stage.set(ada, UserStatus.SUSPENDED);

        Stage.refused(Refusal.Conflict.class, () -> recovery.sendLink(OPERATOR, ada.id()));
        Stage.refused(Refusal.Conflict.class, () -> recovery.mintLink(OPERATOR, ada.id()));
        Stage.refused(Refusal.Conflict.class, () -> recovery.setPassword(OPERATOR, ada.id(), FRESH));
        stage.set(ada, UserStatus.DELETED);
        Stage.refused(Refusal.NotFound.class, () -> recovery.mintLink(OPERATOR, ada.id()));
    }
}
