package dev.groundwork.application.account;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static dev.groundwork.application.stage.Stage.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Proving an address, and moving an account to another (R10, R12, R15, R23). */
class AddressesTest {
    private static final String OLD = "ada@example.org";
    private static final String NEW = "ada@elsewhere.example";
    private static final Password FRESH = new Password("another quite long sentence");

    /** Mailboxes that put off what they are sent. */
    private final Set<String> puttingOff = ConcurrentHashMap.newKeySet();

    private final Stage stage = new Stage(ports -> {
        Mailer mailer = ports.mailer();
        return ports.withMailer(mail -> {
            if (puttingOff.contains(mail.to().value())) {
                throw new IOException("try again later");
            }
            mailer.send(mail);
        });
    });
    private final User ada = stage.person(OLD);

    @Test
    void movesAnAccountOnceTheLinkToTheNewAddressIsFollowed() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);
        assertThat(stage.now(ada).email().value()).isEqualTo(OLD);

        User moved = verify(link);

        assertThat(moved.email().value()).isEqualTo(NEW);
        assertThat(moved.emailVerified()).isTrue();
        assertThat(stage.signIn(NEW)).isNotNull();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.signIn(OLD));
    }

    @Test
    void tellsTheOldAddress() {
        changeEmail(NEW);

        assertThat(stage.mailsTo(OLD)).singleElement().satisfies(mail -> {
            assertThat(mail.text()).contains(NEW);
            assertThat(mail.text()).doesNotContain("?token=");
        });
    }

    @Test
    void movesNothingWithoutThePassword() {
        Stage.invalidAt(
                "/password",
                () -> stage.groundwork().accounts().changeEmail(stage.as(ada), new EmailAddress(NEW), WRONG));

        assertThat(stage.mailsTo(NEW)).isEmpty();
        assertThat(stage.mailsTo(OLD)).isEmpty();
    }

    @Test
    void tellsTheOwnerOfAnAddressAndNotWhoAsksForItThatItIsInUse() {
        stage.person("mark@example.org");

        changeEmail("MARK@example.org");

        assertThat(stage.mailsTo("MARK@example.org")).isEmpty();
        assertThat(stage.mailsTo("mark@example.org"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).doesNotContain("?token="));
        assertThat(stage.mailsTo(OLD)).hasSize(1);
    }

    @Test
    void takesTheNewestLinkAlone() {
        changeEmail(NEW);
        String first = stage.tokenMailedTo(NEW);
        changeEmail("ada@third.example");

        Stage.invalidAt("/token", () -> verify(first));
        assertThat(verify(stage.tokenMailedTo("ada@third.example")).email().value())
                .isEqualTo("ada@third.example");
    }

    @Test
    void voidsAnEarlierLinkThoughTheAddressAskedForNextIsInUse() {
        stage.person("mark@example.org");
        changeEmail(NEW);
        String first = stage.tokenMailedTo(NEW);
        changeEmail("mark@example.org");

        Stage.invalidAt("/token", () -> verify(first));
    }

    @Test
    void takesALinkForADay() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);
        stage.pass(Duration.ofDays(1));
        Stage.invalidAt("/token", () -> verify(link));
    }

    @Test
    void usesALinkOnceUnderARaceOfTwenty() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);

        assertThat(Together.run(20, number -> catchThrowable(() -> verify(link)) == null))
                .containsOnlyOnce(true);
    }

    @Test
    void takesNothingElseForALink() {
        stage.groundwork().passwords().forgot(ORIGIN, ada.email());
        for (String nothing : List.of("", "gwv_", stage.tokenMailedTo(OLD))) {
            Stage.invalidAt("/token", () -> verify(nothing));
        }
    }

    @Test
    void refusesALinkWhoseOwnerMayNotActByNow() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);
        stage.set(ada, UserStatus.SUSPENDED);

        Stage.invalidAt("/token", () -> verify(link));
        assertThat(stage.now(ada).email().value()).isEqualTo(OLD);
    }

    @Test
    void voidsALinkForGoodWhereItsOwnerIsSuspended() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);
        suspendAndReinstate();

        Stage.invalidAt("/token", () -> verify(link));
    }

    @Test
    void refusesALinkToAnAddressThatAnotherHasByNow() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);
        stage.person(NEW);

        Stage.invalidAt("/token", () -> verify(link));
    }

    @Test
    void voidsALinkByAChangedPassword() {
        changeEmail(NEW);
        String link = stage.tokenMailedTo(NEW);

        stage.groundwork().passwords().change(stage.as(ada), PASSWORD, FRESH);

        Stage.invalidAt("/token", () -> verify(link));
    }

    @Test
    void takesBackAWishByAChangedPasswordThoughTheMailboxPutItsLetterOff() {
        puttingOff.add(NEW);
        changeEmail(NEW);
        stage.mailsTo(NEW);
        stage.groundwork().passwords().change(stage.as(ada), PASSWORD, FRESH);

        assertThat(mailsOnceAccepted()).isEmpty();
    }

    @Test
    void takesBackAWishByAResetThoughTheMailboxPutItsLetterOff() {
        puttingOff.add(NEW);
        changeEmail(NEW);
        stage.mailsTo(NEW);
        stage.groundwork().passwords().forgot(ORIGIN, ada.email());
        stage.groundwork().passwords().reset(ORIGIN, stage.tokenMailedTo(OLD), FRESH);

        assertThat(mailsOnceAccepted()).isEmpty();
    }

    @Test
    void takesBackAWishByASuspensionThoughTheMailboxPutItsLetterOff() {
        puttingOff.add(NEW);
        changeEmail(NEW);
        stage.mailsTo(NEW);
        suspendAndReinstate();

        assertThat(mailsOnceAccepted()).isEmpty();
    }

    @Test
    void sendsALetterThatAMailboxPutOffWithALinkThatWorks() {
        puttingOff.add(NEW);
        changeEmail(NEW);
        stage.mailsTo(NEW);

        assertThat(mailsOnceAccepted()).hasSize(1);
        assertThat(verify(stage.tokenMailedTo(NEW)).email().value()).isEqualTo(NEW);
    }

    @Test
    void voidsLinksToChooseAPasswordThatTheOldAddressWasSent() {
        changeEmail(NEW);
        stage.groundwork().passwords().forgot(ORIGIN, ada.email());
        String reset = stage.tokenMailedTo(OLD);

        verify(stage.tokenMailedTo(NEW));

        Stage.invalidAt("/token", () -> stage.groundwork().passwords().reset(ORIGIN, reset, FRESH));
    }

    @Test
    void isNoBusinessOfAnApiTokens() {
        Actor.User session = stage.as(ada);
        Actor.User byToken = new Actor.User(
                session.id(),
                session.session(),
                session.permissions(),
                Reach.ofToken(Reach.ProjectReach.WRITE),
                session.origin());

        Stage.refused(
                Refusal.Forbidden.class,
                () -> stage.groundwork().accounts().changeEmail(byToken, new EmailAddress(NEW), PASSWORD));
        Stage.refused(
                Refusal.Forbidden.class,
                () -> stage.groundwork()
                        .accounts()
                        .changeProfile(
                                byToken, ProfileChange.parse(Input.of(Map.of("firstName", "A")), today()), null));
    }

    @Test
    void sendsALinkAgainToAnUnprovenAddressAsItIsStored() {
        User mark = stage.add("mark@example.org", false, UserStatus.ACTIVE);

        stage.groundwork().accounts().resendVerification(ORIGIN, new EmailAddress("MARK@example.org"));

        assertThat(stage.mailsTo("MARK@example.org")).isEmpty();
        verify(stage.tokenMailedTo("mark@example.org"));
        assertThat(stage.now(mark).email().value()).isEqualTo("mark@example.org");
    }

    @Test
    void sendsNothingAgainToAProvenOrUnknownOrSuspendedOne() {
        stage.add("suspended@example.org", false, UserStatus.SUSPENDED);
        for (String address : List.of(OLD, "nobody@example.org", "suspended@example.org")) {
            stage.groundwork().accounts().resendVerification(ORIGIN, new EmailAddress(address));
            assertThat(stage.mailsTo(address)).isEmpty();
        }
    }

    @Test
    void letsWhoReadsTheMailDecideWhichRegistrationOfAnAddressWasTheRightOne() {
        register("new@example.org", "the sentence of a stranger");
        String first = stage.tokenMailedTo("new@example.org");
        register("new@example.org", "the sentence of the owner");

        Stage.invalidAt("/token", () -> verify(first));
        verify(stage.tokenMailedTo("new@example.org"));

        assertThat(stage.signIn("new@example.org", new Password("the sentence of the owner")))
                .isNotNull();
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.signIn("new@example.org", new Password("the sentence of a stranger")));
    }

    @Test
    void keepsWhatAnInvitedPersonWasGivenFromWhoeverRegistersTheirAddress() {
        RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
        User invited = stage.groundwork()
                .users()
                .create(
                        Stage.OPERATOR,
                        new NewAccount(
                                new EmailAddress("eve@example.org"),
                                null,
                                Profile.EMPTY,
                                UserStatus.ACTIVE,
                                List.of(auditor),
                                false));
        String invitation = stage.tokenMailedTo("eve@example.org");

        register("eve@example.org", "the sentence of a stranger");

        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.signIn("eve@example.org", new Password("the sentence of a stranger")));
        List<Mail> mails = stage.mailsTo("eve@example.org");
        assertThat(mails).hasSize(2);
        Stage.invalidAt("/token", () -> verify(Stage.token(mails.get(1))));
        Stage.invalidAt("/token", () -> stage.groundwork().passwords().reset(ORIGIN, invitation, FRESH));
        stage.groundwork().passwords().reset(ORIGIN, Stage.token(mails.get(1)), FRESH);
        assertThat(stage.by(stage.signIn("eve@example.org", FRESH)).may(Permission.AUDIT_READ, stage.now()))
                .isTrue();
        assertThat(stage.now(invited).emailVerified()).isTrue();
    }

    @Test
    void takesWhatAnUnprovenAccountWasGivenOnceItsAddressIsRegisteredAnew() {
        RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
        User prepared = stage.add("eve@example.org", false, UserStatus.ACTIVE, auditor);

        register("eve@example.org", "the sentence of a stranger");
        verify(stage.tokenMailedTo("eve@example.org"));

        Actor.User stranger = stage.by(stage.signIn("eve@example.org", new Password("the sentence of a stranger")));
        assertThat(stranger.id()).isEqualTo(prepared.id());
        assertThat(stranger.may(Permission.AUDIT_READ, stage.now())).isFalse();
    }

    @Test
    void dropsALetterToAnAddressThatAnAdministratorHasCorrectedSince() {
        puttingOff.add("typo@example.org");
        register("typo@example.org", "a sentence of somebody's");
        stage.mailsTo("typo@example.org");
        User user = stage.find("typo@example.org").orElseThrow();
        ProfileChange nothing = ProfileChange.parse(Input.of(Map.of()), today());
        stage.groundwork()
                .users()
                .change(
                        Stage.OPERATOR,
                        user.id(),
                        new AccountChange(
                                nothing,
                                Change.to(new EmailAddress("right@example.org")),
                                Change.none(),
                                Change.none()),
                        null);
        puttingOff.clear();
        stage.pass(Duration.ofMinutes(3));

        assertThat(stage.mailsTo("typo@example.org")).isEmpty();
        assertThat(verify(stage.tokenMailedTo("right@example.org")).email().value())
                .isEqualTo("right@example.org");
    }

    private LocalDate today() {
        return stage.groundwork().accounts().today();
    }

    private List<Mail> mailsOnceAccepted() {
        puttingOff.clear();
        stage.pass(Duration.ofMinutes(3));
        return stage.mailsTo(NEW);
    }

    private void suspendAndReinstate() {
        ProfileChange nothing = ProfileChange.parse(Input.of(Map.of()), today());
        for (UserStatus status : List.of(UserStatus.SUSPENDED, UserStatus.ACTIVE)) {
            stage.groundwork()
                    .users()
                    .change(
                            Actor.SystemActor.operator(Origin.internal("r")),
                            ada.id(),
                            new AccountChange(nothing, Change.none(), Change.to(status), Change.none()),
                            null);
        }
    }

    private void register(String email, String password) {
        Registration registration = Registration.parse(
                Input.of(Map.of("email", email, "password", password)),
                stage.groundwork().accounts().passwordPolicy());
        stage.groundwork().accounts().register(ORIGIN, registration);
    }

    private void changeEmail(String wanted) {
        stage.groundwork().accounts().changeEmail(stage.as(ada), new EmailAddress(wanted), PASSWORD);
    }

    private User verify(String token) {
        return stage.groundwork().accounts().verifyEmail(ORIGIN, token);
    }
}
