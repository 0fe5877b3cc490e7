package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.domain.account.EmailAddress;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogMailerTest {

    @Test
    void showsRecipientSubjectAndTheTextWithItsLinkOnALineOfItsOwn() {
        Logger logger = (Logger) LoggerFactory.getLogger(LogMailer.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            new LogMailer()
                    .send(new Mail(
                            EmailAddress.parse("ada@example.org"),
                            "Confirm your address",
                            "Open this:\n\nhttp://127.0.0.1:8080/verify-email?token=gwv_x\n",
                            "<p>not shown</p>"));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage().lines().map(String::strip))
                .contains(
                        "To: ada@example.org",
                        "Subject: Confirm your address",
                        "http://127.0.0.1:8080/verify-email?token=gwv_x")
                .doesNotContain("<p>not shown</p>");
    }
}
