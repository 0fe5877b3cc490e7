package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.domain.account.EmailAddress;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SmtpMailerTest {
    private static final String FROM = "Gründwork <no-reply@example.org>";
    private static final String LINK = "https://app.example.org/verify-email?token=gwv_c2VjcmV0";
    private static final Mail MAIL = new Mail(
            EmailAddress.parse("ada@example.org"),
            "Bestätige deine Adresse",
            "Öffne " + LINK + "\n",
            "<p>Öffne <a href=\"" + LINK + "\">diesen Link</a></p>");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void sendsPlainTextWithHtmlBesideIt() throws Exception {
        mailer(plain("")).send(MAIL);
        MimeMessage received = only();
        assertThat(received.getSubject()).isEqualTo(MAIL.subject());
        assertThat(received.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) received.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertPart(parts.getBodyPart(0), "text/plain", MAIL.text());
        assertPart(parts.getBodyPart(1), "text/html", MAIL.html());
    }

    @Test
    void saysWhoItIsFromAndThatAMachineSentIt() throws Exception {
        mailer(plain("")).send(MAIL);
        MimeMessage received = only();
        assertThat(received.getFrom()).hasSize(1);
        assertThat(received.getFrom()[0].toString()).contains("no-reply@example.org");
        assertThat(header(received, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(received, "Message-ID")).matches("<[0-9a-f-]{36}@app\\.example\\.org>");
        assertThat(received.getSentDate()).isNotNull();
    }

    @Test
    void gainsNoHeaderFromAnySubjectOrAddress() throws Exception {
        Mail odd = new Mail(
                EmailAddress.parse("o'{ada}|$%bcc=x@example.org"),
                "long ".repeat(60) + "\u2028Bcc: eve@example.org =?UTF-8?Q?=0D=0ABcc:_eve@example.org?=",
                "text",
                "html");
        mailer(plain("")).send(odd);
        MimeMessage received = only();
        List<String> names = Collections.list(received.getAllHeaders()).stream()
                .map(header -> header.getName())
                .toList();
        assertThat(names).doesNotContain("Bcc", "bcc").doesNotHaveDuplicates();
        assertThat(received.getAllRecipients()).hasSize(1);
    }

    @Test
    void writesToADomainOfAnyLetters() throws Exception {
        mailer(plain("")).send(new Mail(EmailAddress.parse("ada@bücher.example"), "s", "t", "h"));
        assertThat(only().getAllRecipients()[0]).hasToString("ada@xn--bcher-kva.example");
    }

    @Test
    void signsInWhereTheUrlSaysHow() throws Exception {
        server.setUser("ada@example.org", "mail user", "p@ss:w+rd");
        mailer(plain("mail%20user:p%40ss%3Aw+rd@")).send(MAIL);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void tellsOfARefusedLoginWithoutTellingTheLogin() {
        server.setUser("ada@example.org", "user", "right");
        server.getUserManager().setAuthRequired(true);
        assertThatThrownBy(() -> mailer(plain("user:wrong-one@")).send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessage("smtp://127.0.0.1:" + server.getSmtp().getPort() + " refuses the login")
                .hasNoCause();
    }

    @Test
    void givesNothingToAServerThatNobodyVouchesFor() {
        assertThatThrownBy(() -> mailer("smtps://127.0.0.1:" + server.getSmtps().getPort())
                        .send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't be spoken to in confidence");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void givesNothingToAServerWithoutTheStartTlsThatIsRequired() {
        assertThatThrownBy(() -> mailer(plain("") + "?starttls=required").send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("offers no STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void requiresStartTlsInProductionAndForPasswordsButNotOnThisMachine() {
        assertThat(SmtpServer.parse("smtp://mail.example.org", true).startTls()).isTrue();
        assertThat(SmtpServer.parse("smtp://user:secret@mail.example.org", false)
                        .startTls())
                .isTrue();
        assertThat(SmtpServer.parse("smtp://mail.example.org", false).startTls())
                .isFalse();
        assertThat(SmtpServer.parse("smtp://user:secret@localhost", true).startTls())
                .isFalse();
        assertThat(SmtpServer.parse("smtp://relay:25?starttls=offered", true).startTls())
                .isFalse();
    }

    @Test
    void tellsThatNobodyIsThere() {
        String url = plain("");
        server.stop();
        assertThatThrownBy(() -> mailer(url).send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessage(url + " can't be reached");
    }

    @Test
    void waitsForASilentServerOnlySoLong() throws Exception {
        try (ScriptedSmtp silent = new ScriptedSmtp(List.of("220 hello"))) {
            SmtpMailer impatient =
                    SmtpMailer.to(silent.url(), false, FROM, "app.example.org").within(Duration.ofMillis(300));
            assertThatThrownBy(() -> impatient.send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage(silent.url() + " did not take a mail within 300 ms");
        }
    }

    @Test
    void cutsWhatAServerSaysDownToItsCodes() throws Exception {
        List<String> script = List.of(
                "220 hello",
                "250 hello",
                "250 sender",
                "250 recipient",
                "354 go on",
                "554 5.7.1 spam, because of " + LINK + " to ada@example.org",
                "250 reset");
        try (ScriptedSmtp server = new ScriptedSmtp(script)) {
            assertThatThrownBy(() -> mailer(server.url()).send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage(server.url() + " refuses the mail: 554 5.7.1")
                    .hasNoCause();
        }
    }

    @Test
    void tellsARefusedRecipientByItsCodes() throws Exception {
        List<String> script =
                List.of("220 hello", "250 hello", "250 sender", "550 5.1.1 no ada@example.org", "250 reset");
        try (ScriptedSmtp server = new ScriptedSmtp(script)) {
            assertThatThrownBy(() -> mailer(server.url()).send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage(server.url() + " refuses the recipient: 550 5.1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.org",
                "http://user:s3cret@mail.example.org",
                "smtp://user:s3cret@",
                "smtp://s3cret@mail.example.org",
                "smtp://user:s3cret@mail.example.org:port",
                "smtp://user:s3c^ret@mail.example.org",
                "smtp://user:s3cret%zz@mail.example.org",
                "smtp://user:s3cret@mail.example.org?tls=s3cret"
            })
    void refusesAUrlThatIsNoneWithoutShowingIt(String url) {
        assertThatThrownBy(() -> mailer(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("GROUNDWORK_SMTP_URL must be")
                .hasMessageNotContaining("s3c")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "a@example.org, b@example.org",
                "a@example.org\r\nBcc: b@example.org",
                "x <@example.org>"
            })
    void refusesASenderThatIsNone(String from) {
        assertThatThrownBy(() -> SmtpMailer.to("smtp://localhost", false, from, "app.example.org"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("GROUNDWORK_MAIL_FROM must be");
    }

    private static SmtpMailer mailer(String url) {
        return SmtpMailer.to(url, false, FROM, "app.example.org");
    }

    private String plain(String login) {
        return "smtp://" + login + "127.0.0.1:" + server.getSmtp().getPort();
    }

    private MimeMessage only() {
        assertThat(server.getReceivedMessages()).hasSize(1);
        return server.getReceivedMessages()[0];
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        assertThat(message.getHeader(name)).as(name).hasSize(1);
        return message.getHeader(name)[0];
    }

    private static void assertPart(BodyPart part, String type, String content) throws Exception {
        assertThat(part.getContentType()).startsWith(type).containsIgnoringCase("utf-8");
        assertThat(((String) part.getContent()).replace("\r\n", "\n").strip()).isEqualTo(content.strip());
    }
}
