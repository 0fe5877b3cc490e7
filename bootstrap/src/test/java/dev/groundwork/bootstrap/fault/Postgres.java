package dev.groundwork.bootstrap.fault;

import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;

/** A PostgreSQL that keeps what it promised, since it syncs, and can be killed, frozen, and told things by its superuser. */
final class Postgres implements AutoCloseable {
    private final Path folder;
    private EmbeddedServers server;

    Postgres(Path folder) {
        this.folder = folder;
        this.server = start(folder);
    }

    private static EmbeddedServers start(Path folder) {
        return EmbeddedServers.start(folder, EnumSet.of(EmbeddedServers.Server.POSTGRESQL));
    }

    Database database() {
        return server.database();
    }

    /** Another one after each start. */
    int port() {
        return URI.create(server.database().url().substring("jdbc:".length())).getPort();
    }

    /** Each of its processes at once, as when the machine's power fails. */
    void kill() {
        Signals.kill(process());
    }

    void freeze() {
        Signals.freeze(process());
    }

    void thaw() {
        Signals.thaw(process());
    }

    /** Returns once the killed server is there again, recovered. */
    void startAgain() {
        server.close();
        server = start(folder);
    }

    private ProcessHandle process() {
        try {
            String pid = Files.readAllLines(folder.resolve("postgresql/data/postmaster.pid"))
                    .getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A superuser's connection, past every relay. */
    Connection connect() throws SQLException {
        try {
            String password =
                    Files.readString(folder.resolve("secrets/postgres")).strip();
            return DriverManager.getConnection(database().url(), "postgres", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the superuser, each statement by itself. */
    void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
