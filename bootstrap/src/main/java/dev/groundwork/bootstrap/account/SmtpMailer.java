package dev.groundwork.bootstrap.account;

import dev.groundwork.application.account.Mailer;
import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.domain.account.EmailAddress;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands mails to an SMTP server, each over a connection of its own, as plain text with HTML beside it. Nothing of a mail gets
 * into a failure's message: what a server says of it is cut down to its codes, since it may quote a link.
 */
public final class SmtpMailer implements Mailer {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    /** For all of it: a server that answers a little at a time would keep every single bound. */
    private static final Duration LONGEST_SEND = Duration.ofSeconds(10);

    /** RFC 5322 section 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    private final SmtpServer server;
    private final InternetAddress from;
    private final String publicHost;
    private final Duration longestSend;

    /**
     * A mailer for one server; whether that is there shows with the first mail.
     *
     * @param url {@code smtp://user:password@host:587} or {@code smtps://…:465}, user and password in percent-encoding, both or
     *     none. STARTTLS is required in production and wherever a password goes over the wire, but on this machine;
     *     {@code ?starttls=offered} takes a server without it all the same
     * @param from one address, with or without a name
     * @param publicHost the service's own name, for message ids and greetings
     * @throws StartRefused where URL or address can't be read; the sentence holds nothing of the URL
     */
    public static SmtpMailer to(String url, boolean production, String from, String publicHost) {
        return new SmtpMailer(SmtpServer.parse(url, production), sender(from), publicHost, LONGEST_SEND);
    }

    private SmtpMailer(SmtpServer server, InternetAddress from, String publicHost, Duration longestSend) {
        this.server = server;
        this.from = from;
        this.publicHost = publicHost;
        this.longestSend = longestSend;
    }

    /** The same with another bound for a whole mail. */
    SmtpMailer within(Duration longest) {
        return new SmtpMailer(server, from, publicHost, longest);
    }

    private static InternetAddress sender(String from) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(from, true);
            if (addresses.length == 1 && from.chars().noneMatch(Character::isISOControl)) {
                addresses[0].validate();
                addresses[0].setPersonal(addresses[0].getPersonal(), StandardCharsets.UTF_8.name());
                return addresses[0];
            }
        } catch (AddressException | UnsupportedEncodingException e) {
            throw unreadable(from);
        }
        throw unreadable(from);
    }

    private static StartRefused unreadable(String from) {
        return new StartRefused(
                "GROUNDWORK_MAIL_FROM must be one address such as Groundwork <no-reply@example.org>, and \""
                        + from.replaceAll("\\p{Cntrl}", " ") + "\" is none.");
    }

    @Override
    public void send(Mail mail) throws IOException {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            hand(mail);
            return null;
        });
        // A virtual thread, since interrupting it closes the socket that it waits for.
        Thread.ofVirtual().name("smtp").start(sending);
        try {
            sending.get(longestSend.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(server + " did not take a mail within " + longestSend.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("a mail was interrupted on its way to " + server);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException failure) {
                throw server.failure(failure);
            }
            throw new IOException("a mail can't be written in a form that " + server + " would understand");
        } finally {
            sending.cancel(true);
        }
    }

    private void hand(Mail mail) throws MessagingException {
        InternetAddress recipient = recipient(mail.to());
        Session session = session(recipient);
        MimeMessage message = message(session, recipient, mail);
        try (Transport transport = session.getTransport(server.protocol())) {
            transport.connect(server.host(), server.port(), server.user(), server.password());
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /** RFC 6531 only for an address that needs it, which few servers can deliver. */
    private Session session(InternetAddress recipient) {
        Properties properties = server.properties(LONGEST_CONNECT, LONGEST_ANSWER, publicHost);
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(recipient.getAddress());
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(!ascii));
        return Session.getInstance(properties);
    }

    private MimeMessage message(Session session, InternetAddress recipient, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, recipient);
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneOffset.UTC)));
        // RFC 3834: no out-of-office note shall answer.
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.text(), StandardCharsets.UTF_8.name());
        MimeBodyPart html = new MimeBodyPart();
        html.setText(mail.html(), StandardCharsets.UTF_8.name(), "html");
        message.setContent(new MimeMultipart("alternative", new BodyPart[] {text, html}));
        message.saveChanges();
        message.setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + publicHost + ">");
        return message;
    }

    /** Not parsed again: an {@link EmailAddress} can't break out of a header. */
    private static InternetAddress recipient(EmailAddress to) {
        int at = to.value().lastIndexOf('@');
        InternetAddress address = new InternetAddress();
        address.setAddress(
                to.value().substring(0, at + 1) + IDN.toASCII(to.value().substring(at + 1)));
        return address;
    }
}
