package dev.groundwork.application.account;

import dev.groundwork.domain.account.EmailAddress;
import java.io.IOException;
import java.util.Objects;

/** Hands mails over to whoever delivers them. Safe for use by several threads. */
@FunctionalInterface
public interface Mailer {

    /**
     * A mail as it goes out.
     *
     * @param text for those who read plain text
     * @param html the same for those who do not
     */
    record Mail(EmailAddress to, String subject, String text, String html) {
        public Mail {
            Objects.requireNonNull(to);
            if (subject.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a subject is one line");
            }
        }
    }

    /**
     * Returns once the mail was accepted; waits no longer than a few seconds.
     *
     * @throws IOException where it was not, or nobody knows; the message holds nothing of the mail's body
     */
    void send(Mail mail) throws IOException;
}
