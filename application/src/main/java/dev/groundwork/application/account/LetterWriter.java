package dev.groundwork.application.account;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.domain.account.EmailAddress;
import java.net.URI;
import java.util.function.Supplier;

/** Writes the mails. Links use the configured base, whatever a request's headers said. */
final class LetterWriter {
    private final Supplier<String> appName;
    private final URI publicUrl;

    LetterWriter(Supplier<String> appName, URI publicUrl) {
        this.appName = appName;
        this.publicUrl = publicUrl;
    }

    private String appName() {
        return appName.get();
    }

    Mail verifyAddress(EmailAddress to, String token) {
        String link = publicUrl + "/verify-email?token=" + token;
        return mail(
                to,
                "Confirm your address for " + appName(),
                "Somebody, hopefully you, gave this address to open an account at " + appName() + "."
                        + " To confirm it, open this link within 24 hours and press the button:",
                link,
                "If it was not you, do nothing: without the link, the account can't be used.");
    }

    Mail addressInUse(EmailAddress to) {
        return mail(
                to,
                "You already have an account at " + appName(),
                "Somebody, hopefully you, tried to open an account at " + appName() + " with this address."
                        + " There is one already, so nothing was changed.",
                "",
                "If it was you, sign in with the password you have. If it was not you, there is nothing to do.");
    }

    Mail resetPassword(EmailAddress to, String token) {
        return mail(
                to,
                "Choose a new password for " + appName(),
                "Somebody, hopefully you, asked to choose a new password at " + appName() + "."
                        + " To do so, open this link within 60 minutes:",
                publicUrl + "/reset-password?token=" + token,
                "If it was not you, do nothing: your password stays as it is.");
    }

    Mail invitation(EmailAddress to, String token) {
        return mail(
                to,
                "Your account at " + appName(),
                "An account was made for you at " + appName() + "."
                        + " To choose its password, open this link within 24 hours:",
                publicUrl + "/reset-password?token=" + token,
                "If the link is too old by then, ask for a new password at the sign-in page.");
    }

    Mail passwordChanged(EmailAddress to) {
        return mail(
                to,
                "Your password at " + appName() + " was changed",
                "The password of your account at " + appName() + " was changed, and other devices were signed out.",
                "",
                "If it was not you, choose a new password at once, and tell those who run the service.");
    }

    Mail addressChangeAsked(EmailAddress to, EmailAddress wanted) {
        return mail(
                to,
                "A new address for your account at " + appName(),
                "Somebody who knows your password, hopefully you, asked to change the address of your account at "
                        + appName() + " from this one to " + wanted
                        + ". It changes once a link that was sent there is followed.",
                "",
                "If it was not you, change your password at once: that signs everybody else out.");
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
