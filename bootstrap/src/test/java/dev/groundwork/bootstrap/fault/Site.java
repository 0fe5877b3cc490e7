package dev.groundwork.bootstrap.fault;

import dev.groundwork.bootstrap.whole.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two nodes in production's settings on one PostgreSQL, one Redis and one mail server, and a user with a project on them. */
final class Site implements AutoCloseable {
    private static final String PASSWORD = "a sentence is easy to remember";
    private static final String ROOT = "root@example.org";
    private static final String ADA = "ada@example.org";

    private final Path folder;
    private final Postgres postgres;
    private final Redis redis;
    private final MailServer mail;
    private final Relay mailRelay;
    private final List<Node> nodes = new ArrayList<>();
    private String adaToken = "";
    private Duration firstStart = Duration.ZERO;

    /** Starts what the nodes stand on. */
    Site(Path folder) throws IOException {
        this.folder = folder;
        this.postgres = new Postgres(folder.resolve("postgres"));
        this.redis = new Redis(folder.resolve("redis"));
        this.mail = new MailServer();
        this.mailRelay = new Relay(mail.port());
        nodes.add(node("A", Map.of()));
        nodes.add(node("B", Map.of()));
    }

    /** Returns once both nodes are ready. */
    void start() throws Exception {
        firstStart = first().start();
        second().launch();
        Client client = new Client(first().url());
        Client root = client.as(client.post("/v1/auth/login", Map.of("login", ROOT, "password", PASSWORD))
                .expect(200)
                .text("accessToken"));
        // The whole suite goes by tokens made at its beginning.
        root.put("/v1/settings/auth.access-token.minutes", Map.of("value", 60)).expect(201);
        root.post("/v1/users", Map.of("email", ADA, "password", PASSWORD, "emailVerified", true))
                .expect(201);
        this.adaToken = signIn().token();
        second().awaitReady();
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("GROUNDWORK_PRODUCTION", "true");
        settings.put("GROUNDWORK_PUBLIC_URL", "https://app.example.org");
        settings.put("GROUNDWORK_DATABASE_USER", postgres.database().runtime().user());
        settings.put(
                "GROUNDWORK_DATABASE_PASSWORD",
                String.valueOf(postgres.database().runtime().password()));
        settings.put("GROUNDWORK_MIGRATION_USER", postgres.database().owner().user());
        settings.put(
                "GROUNDWORK_MIGRATION_PASSWORD",
                String.valueOf(postgres.database().owner().password()));
        settings.put("GROUNDWORK_SMTP_URL", "smtp://127.0.0.1:" + mailRelay.port());
        settings.put("GROUNDWORK_ADMIN_EMAIL", ROOT);
        settings.put("GROUNDWORK_ADMIN_PASSWORD", PASSWORD);
        settings.put(
                "GROUNDWORK_SESSION_SECRET_FILE",
                Files.writeString(folder.resolve("session"), "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P\n")
                        .toString());
        settings.put("GROUNDWORK_ENCRYPTION_KEY", "k1:q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4o=");
        settings.put("GROUNDWORK_RATE_LIMIT", "false");
        return settings;
    }

    /** A node that is not started yet, and not among {@link #nodes}; its owner closes it. */
    Node node(String name, Map<String, String> alsoSet) throws IOException {
        Map<String, String> settings = settings();
        settings.putAll(alsoSet);
        return new Node(name, folder, freePort(), new Relay(postgres.port()), new Relay(redis.port()), settings);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A session of the user's. */
    record Session(String token, String handle) {}

    /** Signs the user in. */
    Session signIn() throws Exception {
        Client.Answer answer = new Client(wellNode().url())
                .post("/v1/auth/login", Map.of("login", ADA, "password", PASSWORD))
                .expect(200);
        return new Session(
                answer.text("accessToken"),
                answer.json().path("session").path("id").asString());
    }

    private Node wellNode() {
        return nodes.stream().filter(Node::isRunning).findFirst().orElseThrow();
    }

    List<Node> nodes() {
        return nodes;
    }

    /**
     * The bar, or thrice what the first start took, where that is more: the first had the machine to itself, and the others have clients
     * and another node beside them. A start is worth ten of the waits that a stall may make longer.
     */
    Duration allowedStart(Duration bar) {
        Duration thrice = firstStart.multipliedBy(3);
        return (thrice.compareTo(bar) > 0 ? thrice : bar).plus(Outcome.STALL.multipliedBy(10));
    }

    Node first() {
        return nodes.get(0);
    }

    Node second() {
        return nodes.get(1);
    }

    /** The id of a new project of the user's. */
    String newProject(String name) throws Exception {
        return new Client(wellNode().url())
                .as(adaToken)
                .post("/v1/projects", Map.of("name", name))
                .expect(201)
                .text("id");
    }

    /** The user, at the first node that runs, each request on a connection of its own. */
    Ledger.Asking ada() {
        return (method, path, also, body) -> {
            Map<String, String> headers = new HashMap<>(also);
            headers.put("Authorization", "Bearer " + adaToken);
            try (Wire wire = new Wire(wellNode().port())) {
                return wire.send(method, path, headers, body);
            }
        };
    }

    Postgres postgres() {
        return postgres;
    }

    Redis redis() {
        return redis;
    }

    MailServer mail() {
        return mail;
    }

    /** Between the nodes and the mail server. */
    Relay mailRelay() {
        return mailRelay;
    }

    /** PostgreSQL is killed with all its processes. */
    void killPostgres() {
        postgres.kill();
    }

    /** It comes back, on another port, to which the relays lead. */
    void startPostgresAgain() {
        postgres.startAgain();
        nodes.forEach(node -> node.database().leadTo(postgres.port()));
    }

    /** What PostgreSQL says of the session, whatever anybody's copies say. */
    boolean isRevoked(Session session) {
        try (Connection connection = postgres.connect();
                PreparedStatement select = connection.prepareStatement(
                        "select not is_active from app.user_sessions where session_id = ?")) {
            select.setString(1, session.handle());
            try (ResultSet found = select.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        mailRelay.close();
        mail.close();
        redis.close();
        postgres.close();
    }
}
