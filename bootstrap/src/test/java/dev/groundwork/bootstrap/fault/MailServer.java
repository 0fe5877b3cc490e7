package dev.groundwork.bootstrap.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A mail server that takes mails and counts them by recipient, and can be slow, or refuse them for the moment. */
final class MailServer implements AutoCloseable {
    /** How it is doing. */
    enum Mood {
        WELL,
        /** Each of its words takes a second. */
        SLOW,
        /** It asks to be tried again later. */
        REFUSING,
        /** It takes a mail and ends the connection instead of saying so. */
        FORGETFUL
    }

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final ServerSocket listener;
    private final AtomicReference<Mood> mood = new AtomicReference<>(Mood.WELL);
    private final Map<String, Integer> mails = new ConcurrentHashMap<>();

    MailServer() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void is(Mood now) {
        mood.set(now);
    }

    /** How many mails each address got. */
    Map<String, Integer> mails() {
        return Map.copyOf(mails);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            OutputStream out = client.getOutputStream();
            say(out, "220 mail.test");
            String recipient = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String word = line.toUpperCase(Locale.ROOT);
                if (word.startsWith("MAIL") && mood.get() == Mood.REFUSING) {
                    say(out, "451 4.3.0 later");
                } else if (word.startsWith("RCPT")) {
                    recipient = line.replaceFirst("^[^<]*<([^>]*)>.*$", "$1");
                    say(out, "250 2.1.5 ok");
                } else if (word.startsWith("DATA")) {
                    say(out, "354 go on");
                    skipMail(in);
                    mails.merge(recipient, 1, Integer::sum);
                    if (mood.get() == Mood.FORGETFUL) {
                        return;
                    }
                    say(out, "250 2.0.0 taken");
                } else if (word.startsWith("QUIT")) {
                    say(out, "221 2.0.0 bye");
                    return;
                } else {
                    say(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private void say(OutputStream out, String line) throws IOException {
        if (mood.get() == Mood.SLOW) {
            Waiting.pause(SLOW);
        }
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void skipMail(BufferedReader in) throws IOException {
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("the mail broke off");
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
