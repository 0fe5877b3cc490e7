package dev.groundwork.bootstrap.account;

import dev.groundwork.bootstrap.StartRefused;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Where mails are handed over, and how. Shows neither user nor password.
 *
 * @param implicitTls TLS from the first byte
 * @param startTls whether a server that offers no STARTTLS is refused; one that does gets it in any case
 */
record SmtpServer(
        String host,
        int port,
        boolean implicitTls,
        boolean startTls,
        @Nullable String user,
        @Nullable String password) {
    private static final int SUBMISSION_PORT = 587;
    private static final int TLS_PORT = 465;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern CODES = Pattern.compile("^(\\d{3})(?:[ -](\\d\\.\\d{1,3}\\.\\d{1,3}))?");

    /** Reads what {@link SmtpMailer#to} takes. */
    static SmtpServer parse(String url, boolean production) {
        URI uri = uri(url);
        boolean implicitTls = "smtps".equals(uri.getScheme());
        if (uri.getHost() == null || !(implicitTls || "smtp".equals(uri.getScheme()))) {
            throw unreadable();
        }
        @Nullable String user = null;
        @Nullable String password = null;
        if (uri.getRawUserInfo() != null) {
            String[] login = uri.getRawUserInfo().split(":", 2);
            if (login.length != 2) {
                throw unreadable();
            }
            user = decoded(login[0]);
            password = decoded(login[1]);
        }
        boolean startTls = !LOOPBACK.contains(uri.getHost()) && (production || password != null);
        switch (Optional.ofNullable(uri.getRawQuery()).orElse("")) {
            case "" -> {}
            case "starttls=offered" -> startTls = false;
            case "starttls=required" -> startTls = true;
            default -> throw unreadable();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : implicitTls ? TLS_PORT : SUBMISSION_PORT;
        return new SmtpServer(uri.getHost(), port, implicitTls, startTls, user, password);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw unreadable(); // without its cause, which quotes the password
        }
    }

    /** Percent-encoding alone; a plus sign is one. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static StartRefused unreadable() {
        return new StartRefused(
                "GROUNDWORK_SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host:465,"
                        + " with special characters of user and password in percent-encoding.");
    }

    String protocol() {
        return implicitTls ? "smtps" : "smtp";
    }

    Properties properties(Duration longestConnect, Duration longestAnswer, String greeting) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol() + ".";
        properties.setProperty(prefix + "connectiontimeout", Long.toString(longestConnect.toMillis()));
        properties.setProperty(prefix + "timeout", Long.toString(longestAnswer.toMillis()));
        // Else the machine's own name is looked up, which may take its time.
        properties.setProperty(prefix + "localhost", greeting);
        // The mail is taken by then; nobody needs the answer to a good-bye.
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "auth", Boolean.toString(user != null));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        return properties;
    }

    /** What went wrong, in words that hold nothing of the mail and nothing of the login. */
    IOException failure(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return new IOException(this + " refuses the login");
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = next(cause)) {
            @Nullable String reason = reason(cause);
            if (reason != null) {
                return new IOException(this + reason);
            }
        }
        return new IOException(
                this + " could not be given a mail: " + failure.getClass().getSimpleName());
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException messaging ? messaging.getNextException() : failure.getCause();
    }

    private static @Nullable String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case SMTPAddressFailedException refused -> " refuses the recipient: " + codes(message);
            case SMTPSenderFailedException refused -> " refuses the sender: " + codes(message);
            case SMTPSendFailedException refused -> " refuses the mail: " + codes(message);
            case MailConnectException unreachable -> " can't be reached";
            case SocketTimeoutException silent -> " does not answer";
            case SSLException insecure -> " can't be spoken to in confidence: " + message;
            case MessagingException plain
            when message.startsWith("STARTTLS is required") ->
                " offers no STARTTLS, without which no mail is given to it";
            default -> null;
        };
    }

    private static String codes(String answer) {
        Matcher matcher = CODES.matcher(answer);
        if (!matcher.find()) {
            return "no code";
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + " " + matcher.group(2);
    }

    @Override
    public String toString() {
        return protocol() + "://" + host + ":" + port;
    }
}
