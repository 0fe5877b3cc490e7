package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.bootstrap.embedded.OwnProcess.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * The embedded Redis: a cache, so it keeps nothing on disk. An older copy that came back with it would be worse than none, since
 * it could show what was taken back meanwhile.
 */
final class RedisServer implements AutoCloseable {
    private static final String FOLDER = "redis";
    private static final Duration LONGEST_LAUNCH = Duration.ofSeconds(10);
    private static final Duration LONGEST_START = Duration.ofSeconds(3);
    private static final int LONGEST_ANSWER_MILLIS = 500;
    private static final int ATTEMPTS = 3;
    private static final Signal TERMINATE = new Signal("TERM", Duration.ofSeconds(3));

    /** A title is cut at 255 bytes. */
    private static final int LONGEST_MARK = 240;

    private final DataFolder folder;
    private final Path program;
    private final Path home;
    private final String password;
    private final OwnProcess process;
    private int port;
    private boolean ready;

    private RedisServer(DataFolder folder, Path program, OwnProcess process) {
        this.folder = folder;
        this.program = program;
        this.home = folder.emptied(FOLDER);
        this.password = folder.secrets().password("redis");
        this.process = process;
    }

    /** Starts it without waiting until it answers. */
    static RedisServer launch(DataFolder folder) {
        Path home = folder.path().resolve(FOLDER);
        // Redis writes its title over its command line.
        String title = "redis-server " + home.resolve("redis.conf") + " ";
        String mark = title.substring(0, Math.min(title.length(), LONGEST_MARK));
        OwnProcess process = new OwnProcess(home.resolve("redis.pid"), mark);
        process.stop(TERMINATE);
        RedisServer server = new RedisServer(folder, new Binaries(folder).redis(), process);
        try {
            server.launch();
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
        return server;
    }

    private void launch() throws IOException {
        port = Loopback.freePort();
        Path configuration = home.resolve("redis.conf");
        Files.deleteIfExists(configuration);
        try (var channel = Files.newByteChannel(
                configuration,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(configuration()));
        }
        Command command = Command.run(home, LONGEST_LAUNCH, "", List.of(program.toString(), configuration.toString()));
        if (!command.succeeded()) {
            throw refused(command.output());
        }
    }

    private String configuration() {
        return """
                bind %s
                port %d
                requirepass %s
                # A session of its own: a terminal's Ctrl-C must not reach it before us.
                daemonize yes
                dir "%s"
                pidfile "%s"
                logfile "%s"
                loglevel warning
                # By which the next start knows it again.
                proc-title-template "redis-server {config-file} {listen-addr}"
                save ""
                appendonly no
                # What is used least goes first; a cache never refuses to take something in.
                maxmemory 64mb
                maxmemory-policy allkeys-lru
                databases 1
                """.formatted(Loopback.ADDRESS, port, password, home, process.pidFile(), home.resolve("redis.log"));
    }

    /** Returns once it answers. */
    void awaitReady() {
        for (int attempt = 1; !OwnProcess.await(LONGEST_START, this::answers); attempt++) {
            process.stop(TERMINATE);
            if (attempt == ATTEMPTS) {
                throw refused(log());
            }
            try {
                launch(); // somebody else may have taken the port
            } catch (IOException e) {
                throw DataFolder.unusable(folder.path(), e);
            }
        }
        ready = true;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(Loopback.at(port), LONGEST_ANSWER_MILLIS);
            socket.setSoTimeout(LONGEST_ANSWER_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(answers.readLine())
                    && "+PONG".equals(answers.readLine())
                    && process.running().isPresent();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private String log() {
        try {
            return Files.readString(home.resolve("redis.log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static StartRefused refused(String output) {
        String reason = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((earlier, later) -> later)
                .map(line -> line.replaceFirst("^.*? # ", "").replaceFirst("\\.$", ""))
                .orElse("it does not say why");
        return new StartRefused(
                "The embedded Redis does not start: " + reason + "; if it can't run here, set GROUNDWORK_REDIS_URL.");
    }

    URI url() {
        return URI.create("redis://:" + password + "@" + Loopback.ADDRESS + ":" + port);
    }

    @Override
    public void close() {
        // Launched a moment ago, it may not have told its pid yet.
        if (!ready) {
            OwnProcess.await(LONGEST_START, () -> process.running().isPresent());
        }
        process.stop(TERMINATE);
    }
}
