package dev.groundwork.application.account;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.ServerSetting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of each kind of letter (R12). */
class LettersTest {
    private static final Actor SYSTEM = new Actor.SystemActor("test", Origin.internal("test"));
    private static final EmailAddress NOBODY = new EmailAddress("nobody@example.org");

    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Stage stage = new Stage(ports -> {
        Mailer mailer = ports.mailer();
        return ports.withMailer(mail -> {
            Exception broken = failure.get();
            if (broken instanceof IOException e && mail.to().value().startsWith("broken")) {
                throw e;
            }
            if (broken instanceof RuntimeException e && mail.to().value().startsWith("broken")) {
                throw e;
            }
            mailer.send(mail);
        });
    });
    private final User ada = stage.person("ada@example.org");

    @Test
    void writesEachKindInPlainTextAndInHtml() {
        User fresh = stage.add("fresh@example.org", false, UserStatus.ACTIVE);
        List<Letter> letters = List.of(
                new Letter.VerifyAddress(fresh.id(), fresh.email()),
                new Letter.VerifyAgain(fresh.email()),
                new Letter.ResetPassword(ada.email()),
                new Letter.Invitation(fresh.id(), fresh.email()),
                new Letter.AddressInUse(ada.email()),
                new Letter.PasswordChanged(ada.email()),
                new Letter.AddressChangeAsked(ada.email(), NOBODY));
        for (Letter letter : letters) {
            int before = stage.mailsTo(letter.to().value()).size();
            add(letter);
            List<Mail> mails = stage.mailsTo(letter.to().value());
            assertThat(mails).as(letter.toString()).hasSize(before + 1);
            Mail mail = mails.getLast();
            assertThat(mail.subject()).contains("Groundwork");
            assertThat(mail.html()).startsWith("<!doctype html>");
            boolean link = mail.text().contains("https://stage.example/");
            assertThat(mail.html().contains("<a href=\"https://stage.example/")).isEqualTo(link);
        }
    }

    @Test
    void dropsWhatNobodyIsThereToGet() {
        User gone = stage.person("gone@example.org");
        stage.set(gone, UserStatus.DELETED);
        User suspended = stage.add("suspended@example.org", false, UserStatus.SUSPENDED);
        UserId stranger = new UserId(UUID.randomUUID());
        List.of(
                        new Letter.VerifyAddress(stranger, NOBODY),
                        new Letter.VerifyAddress(gone.id(), gone.email()),
                        new Letter.VerifyAddress(suspended.id(), suspended.email()),
                        new Letter.VerifyAddress(ada.id(), ada.email()),
                        new Letter.VerifyAddress(ada.id(), NOBODY),
                        new Letter.VerifyAgain(NOBODY),
                        new Letter.VerifyAgain(ada.email()),
                        new Letter.VerifyAgain(suspended.email()),
                        new Letter.ResetPassword(NOBODY),
                        new Letter.ResetPassword(gone.email()),
                        new Letter.ResetPassword(suspended.email()),
                        new Letter.Invitation(stranger, NOBODY),
                        new Letter.Invitation(gone.id(), gone.email()),
                        new Letter.Invitation(suspended.id(), suspended.email()),
                        new Letter.Invitation(ada.id(), NOBODY))
                .forEach(this::add);

        assertThat(stage.mailsTo("nobody@example.org")).isEmpty();
        assertThat(stage.mailsTo("gone@example.org")).isEmpty();
        assertThat(stage.mailsTo("suspended@example.org")).isEmpty();
        assertThat(stage.mailsTo("ada@example.org")).isEmpty();
        assertThat(stage.groundwork().mailDelivery().deliverDue())
                .as("done with")
                .isZero();
    }

    @Test
    void letsNoAddressAndNoNameBreakOutOfAHeader() {
        for (String broken : List.of(
                "a@example.org\r\nBcc: b@example.org",
                "a@example.org\n",
                "a\r@example.org",
                "a,b@example.org",
                "<a@example.org>",
                "a b@example.org",
                "\"a\"@example.org",
                "a@exa\u0000mple.org",
                "a@example.org\u2028Bcc: b@example.org")) {
            assertThatThrownBy(() -> new EmailAddress(broken)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Mail(ada.email(), "one\r\nBcc: b@example.org", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        name("A\r\nBcc: b@example.org\u0085");
        add(new Letter.PasswordChanged(ada.email()));
        stage.groundwork().mailDelivery().deliverDue();

        assertThat(stage.mailsTo("ada@example.org"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.subject()).doesNotContain("\r", "\n", "\u0085", "Bcc"));
    }

    @Test
    void writesTheNameOfTheServiceAsItIsSet() {
        name("A <b>&");
        add(new Letter.PasswordChanged(ada.email()));
        stage.groundwork().mailDelivery().deliverDue();

        assertThat(stage.mailsTo("ada@example.org")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).contains("A <b>&");
            assertThat(mail.html()).doesNotContain("<b>").contains("&lt;b&gt;&amp;");
        });
    }

    /** As somebody who writes into the table could. */
    private void name(String name) {
        stage.work()
                .run(
                        SYSTEM,
                        tx -> tx.settings()
                                .put(new NewSetting(ServerSetting.APP_NAME.key(), JsonValue.copyOf(name), null, true)));
        stage.groundwork().follow();
    }

    @Test
    void mintsAnotherLinkAtEachTryAndVoidsTheOneBefore() {
        User user = stage.person("broken@example.org");
        stage.groundwork().passwords().forgot(ORIGIN, user.email());
        failure.set(new IOException("greylisted"));
        assertThat(stage.mailsTo("broken@example.org")).isEmpty();
        failure.set(null);
        assertThat(stage.mailsTo("broken@example.org"))
                .as("not before its time")
                .isEmpty();
        stage.pass(Duration.ofSeconds(5));

        String link = stage.tokenMailedTo("broken@example.org");

        stage.groundwork().passwords().reset(ORIGIN, link, Stage.WRONG);
    }

    @Test
    void isNotHeldUpByALetterThatBreaksWhoeverTouchesIt() {
        failure.set(new IllegalStateException("no such thing as this mail: secret body"));
        add(new Letter.PasswordChanged(new EmailAddress("broken@example.org")));
        add(new Letter.PasswordChanged(ada.email()));

        assertThat(stage.mailsTo("ada@example.org")).hasSize(1);

        failure.set(null);
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.mailsTo("broken@example.org")).hasSize(1);
    }

    @Test
    void givesUpAfterThirtyTriesInAboutADayAndTellsTheAuditTrail() {
        User user = stage.add("broken@example.org", false, UserStatus.ACTIVE);
        failure.set(new IOException("no such mailbox"));
        add(new Letter.Invitation(user.id(), user.email()));
        int tries = 0;
        for (int hour = 0; hour < 40; hour++) {
            for (int i = 0; i < 20; i++) {
                tries += stage.groundwork().mailDelivery().deliverDue();
                stage.pass(Duration.ofMinutes(3));
            }
        }

        assertThat(tries).isEqualTo(30);
        assertThat(stage.history(user))
                .filteredOn(it -> it.action().equals("mail.given_up"))
                .hasSize(1);
    }

    private void add(Letter letter) {
        stage.work().run(SYSTEM, tx -> tx.mails().add(letter));
    }
}
