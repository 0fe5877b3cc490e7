package dev.groundwork.bootstrap.fault;

import dev.groundwork.bootstrap.whole.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Groundwork of its own process, with relays of its own to what it stands on; on the same port after each start. */
final class Node implements AutoCloseable {
    /** As the launcher has it. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -Xms48m -Xmx320m -Xss512k";

    private static final int ATTEMPTS = 3;
    private static final int MOST_ERRORS = 3;
    private static final int LONGEST_ERROR = 300;

    private final String name;
    private final Path folder;
    private final int port;
    private final Relay database;
    private final Relay redis;
    private final Map<String, String> environment;
    private @Nullable Program program;

    /** @param settings what is the same for all nodes; the URLs of the database and Redis lead through the relays */
    Node(String name, Path folder, int port, Relay database, Relay redis, Map<String, String> settings) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        this.database = database;
        this.redis = redis;
        this.environment = new HashMap<>(settings);
        environment.put("GROUNDWORK_PORT", String.valueOf(port));
        environment.put("GROUNDWORK_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/groundwork");
        environment.put("GROUNDWORK_REDIS_URL", "redis://127.0.0.1:" + redis.port());
        environment.putIfAbsent("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Relay database() {
        return database;
    }

    Relay redis() {
        return redis;
    }

    /** Starts it without waiting. */
    void launch() {
        try {
            program = Program.start(folder, environment, "serve");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As under a supervisor: one that refuses to start, since what it stands on answers too slowly, is started again. */
    void awaitReady() {
        for (int attempt = 1; ; attempt++) {
            try {
                running().awaitReady();
                return;
            } catch (Exception e) {
                if (isRunning() || attempt == ATTEMPTS) {
                    throw new IllegalStateException(name + " does not start", e);
                }
                launch();
            }
        }
    }

    /** How long it took until it was ready. */
    Duration start() {
        long begin = System.nanoTime();
        launch();
        awaitReady();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** SIGKILL. */
    void kill() {
        try {
            running().kill();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; its exit code, once it has ended. */
    int terminate() {
        try {
            return running().terminate();
        } catch (Exception e) {
            throw new IllegalStateException(name + " does not stop", e);
        }
    }

    /** The last few errors that it has logged since its last start. */
    List<String> errors() {
        List<String> errors = running()
                .output()
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST_ERROR)))
                .toList();
        return errors.subList(Math.max(0, errors.size() - MOST_ERRORS), errors.size());
    }

    boolean isRunning() {
        return running().handle().isAlive();
    }

    /** The status of a reading; 0 where there is no answer. */
    int statusOf(String path, String token) {
        return status("GET", path, token, null);
    }

    /** The status of what is posted; 0 where there is no answer. */
    int statusOfPost(String path, String token, String body) {
        return status("POST", path, token, body);
    }

    /** Ends a session by its own token; the status, 0 where there is no answer. */
    int end(Site.Session session) {
        return status("DELETE", "/v1/me/sessions/" + session.handle(), session.token(), null);
    }

    private int status(String method, String path, String token, @Nullable String body) {
        try (Wire wire = new Wire(port)) {
            return wire.send(
                            method, path, token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token), body)
                    .status();
        } catch (IOException e) {
            return 0;
        }
    }

    /** How many threads it has; 0 where it does not run. */
    int threads() {
        Path status = Path.of("/proc", String.valueOf(running().handle().pid()), "status");
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private Program running() {
        return Objects.requireNonNull(program, "not started");
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        database.close();
        redis.close();
    }
}
