package dev.groundwork.application.account;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.domain.account.EmailAddress;
import java.net.URI;

/** Writes the mails. Links use the configured base, whatever a request's headers said. */
final class LetterWriter {
    private final String appName;
    private final URI publicUrl;

    LetterWriter(String appName, URI publicUrl) {
        this.appName = appName.replaceAll("\\p{Cntrl}", " ");
        this.publicUrl = publicUrl;
    }

    Mail verifyAddress(EmailAddress to, String token) {
        String link = publicUrl + "/verify-email?token=" + token;
        return mail(
                to,
                "Confirm your address for " + appName,
                "Somebody, hopefully you, gave this address to open an account at " + appName + "."
                        + " To confirm it, open this link within 24 hours and press the button:",
                link,
                "If it was not you, do nothing: without the link, the account can't be used.");
    }

    Mail addressInUse(EmailAddress to) {
        return mail(
                to,
                "You already have an account at " + appName,
                "Somebody, hopefully you, tried to open an account at " + appName + " with this address."
                        + " There is one already, so nothing was changed.",
                "",
                "If it was you, sign in with the password you have. If it was not you, there is nothing to do.");
    }

    private static Mail mail(EmailAddress to, String subject, String opening, String link, String closing) {
        String text = opening + "\n\n" + (link.isEmpty() ? "" : link + "\n\n") + closing + "\n";
        String html = "<!doctype html><html lang=\"en\"><body><p>" + escape(opening) + "</p>"
                + (link.isEmpty() ? "" : "<p><a href=\"" + escape(link) + "\">" + escape(link) + "</a></p>")
                + "<p>" + escape(closing) + "</p></body></html>";
        return new Mail(to, subject, text, html);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
