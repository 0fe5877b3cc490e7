package dev.groundwork.bootstrap.account;

import dev.groundwork.application.account.Mailer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes mails to the log, links and all, so that a developer needs no mail server. Never for production. */
public final class LogMailer implements Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(LogMailer.class);

    @Override
    public void send(Mail mail) {
        LOG.info(
                "No mail server is configured, so this mail goes nowhere else:\n    To: {}\n    Subject: {}\n\n{}",
                mail.to(),
                mail.subject(),
                mail.text().strip().indent(4));
    }
}
