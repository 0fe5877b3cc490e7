package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.domain.account.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Mailer} promises while whoever delivers can be reached. */
public interface MailerContract {
    Mailer mailer();

    /** What arrived so far, as its reader finds it; line ends as the reader has them. */
    List<Mail> received();

    @Test
    default void handsOverAMailAsItWasWritten() throws IOException {
        EmailAddress to = Fresh.email();
        Mail mail = new Mail(
                to,
                "Grüße, and a subject that is longer than one line of a header may be, by quite a few letters",
                "First line\n\nhttps://groundwork.example/verify-email?token=gwv_" + "x".repeat(100) + "\nLast: ü 😀\n",
                "<p>First line</p><p>ü &amp; 😀</p>");

        mailer().send(mail);

        assertThat(receivedBy(to)).singleElement().satisfies(arrived -> {
            assertThat(arrived.subject()).isEqualTo(mail.subject());
            assertThat(arrived.text().lines())
                    .containsExactlyElementsOf(mail.text().lines().toList());
            assertThat(arrived.html().strip()).isEqualTo(mail.html());
        });
    }

    @Test
    default void handsOverEachOfTwentyMailsOnce() {
        EmailAddress to = Fresh.email();

        Together.run(number -> {
            try {
                mailer().send(new Mail(to, "Mail " + number, "Text", "<p>Text</p>"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return number;
        });

        assertThat(receivedBy(to))
                .hasSize(Together.THREADS)
                .extracting(Mail::subject)
                .doesNotHaveDuplicates();
    }

    private List<Mail> receivedBy(EmailAddress to) {
        return received().stream()
                .filter(mail -> mail.to().canonical().equals(to.canonical()))
                .toList();
    }
}
