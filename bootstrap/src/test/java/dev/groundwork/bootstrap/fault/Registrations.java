package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/** A client that registers one person after the other, each of whom gets a mail; for the reckoning of mails with rows. */
final class Registrations implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Site site;
    private final String domain = UUID.randomUUID() + ".example.org";
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Thread client;
    private volatile boolean stopped;

    private Registrations(Site site) {
        this.site = site;
        this.client = Thread.ofVirtual().start(this::register);
    }

    static Registrations start(Site site) {
        return new Registrations(site);
    }

    private void register() {
        for (int i = 0; !stopped; i++) {
            String address = "p" + i + "@" + domain;
            Node node = site.nodes().get(i % site.nodes().size());
            try (Wire wire = new Wire(node.port())) {
                Wire.Answer answer = wire.send(
                        "POST",
                        "/v1/auth/register",
                        Map.of(),
                        Json.object(Map.of("email", address, "password", "a sentence is easy to remember")));
                if (answer.status() == 202) {
                    acknowledged.add(address);
                }
            } catch (IOException e) {
                // Whether it was made, nobody knows; a mail is allowed, and none too.
            }
            Waiting.pause(PAUSE);
        }
    }

    /** How many were acknowledged. */
    int count() {
        return acknowledged.size();
    }

    /** Whom no mail has reached after that time, of those who were acknowledged. */
    Set<String> unmailed(Duration patience) {
        Waiting.until(patience, () -> site.mail().mails().keySet().containsAll(acknowledged));
        Set<String> unmailed = new TreeSet<>(acknowledged);
        unmailed.removeAll(site.mail().mails().keySet());
        return unmailed;
    }

    /** Who got more than one mail and its duplicate. */
    Set<String> mailedTooOften() {
        return site.mail().mails().entrySet().stream()
                .filter(mails -> mails.getKey().endsWith(domain) && mails.getValue() > 2)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Who got a mail, and has no account. */
    Set<String> strangers() throws SQLException {
        Set<String> mailed = site.mail().mails().keySet().stream()
                .filter(address -> address.endsWith(domain))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Connection connection = site.postgres().connect();
                PreparedStatement select =
                        connection.prepareStatement("select email from app.users where email like '%@' || ?")) {
            select.setString(1, domain);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    mailed.remove(found.getString(1));
                }
            }
        }
        return mailed;
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns once the last one is answered. */
    void stop() {
        stopped = true;
        try {
            client.join(Wire.LONGEST_WAIT.multipliedBy(2));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
