package dev.groundwork.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of one's own, in a folder that goes with it; for tests and for generating code, since it lets everybody
 * on this machine in and does not sync. It has one empty database, with the logins of a production one: an owner that is no
 * superuser, and a runtime login.
 */
public final class ThrowAwayPostgres implements AutoCloseable {
    private static final String DATABASE = "groundwork";

    /** The library's ten seconds are too few for a machine that builds at the same time. */
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private static final DatabaseLogin SUPERUSER = new DatabaseLogin("postgres", null);
    private static final DatabaseLogin OWNER = new DatabaseLogin("groundwork_owner", null);
    private static final DatabaseLogin RUNTIME = new DatabaseLogin("groundwork_runtime", null);

    private final String address;
    private final Closeable server;

    private ThrowAwayPostgres(String address, Closeable server) {
        this.address = address;
        this.server = server;
    }

    /** Starts the version that is on the class path, the one production embeds. */
    public static ThrowAwayPostgres start() {
        return start((PgBinaryResolver) null);
    }

    /**
     * Starts another version.
     *
     * @param binaries a jar of zonky's binaries for this machine, which must not be on the class path
     */
    public static ThrowAwayPostgres start(Path binaries) {
        return start(new JarBinaries(binaries));
    }

    /**
     * Takes over a new server that something else started, such as a container.
     *
     * @param address host and port; its superuser {@code postgres}, and whomever that makes, must need no password
     * @param server stops it
     */
    public static ThrowAwayPostgres over(String address, Closeable server) {
        ThrowAwayPostgres started = new ThrowAwayPostgres(address, server);
        started.prepare();
        return started;
    }

    private static ThrowAwayPostgres start(@Nullable PgBinaryResolver binaries) {
        try {
            // The plainest locale: what holds in it leans on no machine's settings.
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder().setLocaleConfig("locale", "C").setPGStartupWait(LONGEST_START);
            if (binaries != null) {
                builder.setPgBinaryResolver(binaries);
            }
            EmbeddedPostgres server = builder.start();
            return over("127.0.0.1:" + server.getPort(), server);
        } catch (IOException e) {
            throw new UncheckedIOException("a throw-away PostgreSQL does not start", e);
        }
    }

    private void prepare() {
        try (Connection connection = connect("postgres", SUPERUSER)) {
            Migrations.execute(connection, "create role " + OWNER.user() + " login createrole");
            Migrations.execute(connection, "create role " + RUNTIME.user() + " login");
            Migrations.execute(connection, "create database " + DATABASE + " owner " + OWNER.user());
        } catch (SQLException e) {
            close();
            throw DatabaseRefused.of(e, url(), SUPERUSER);
        }
    }

    /** The JDBC URL of the database, without a user. */
    public String url() {
        return url(DATABASE);
    }

    /** The JDBC URL of another database of this server. */
    public String url(String database) {
        return "jdbc:postgresql://" + address + "/" + database;
    }

    /** Owns the database, has CREATEROLE, and is no superuser. */
    public DatabaseLogin owner() {
        return OWNER;
    }

    /** What a server works with; it is one only after {@link #migrate}. */
    public DatabaseLogin runtime() {
        return RUNTIME;
    }

    /** For what only a superuser may do; no migration and no request. */
    public DatabaseLogin superuser() {
        return SUPERUSER;
    }

    /** Migrates the database up, with its runtime login; itself, for chaining. */
    public ThrowAwayPostgres migrate() {
        new Migrations(url(), OWNER).up(RUNTIME.user());
        return this;
    }

    /** A new connection to the database. */
    public Connection connect(DatabaseLogin login) throws SQLException {
        return connect(DATABASE, login);
    }

    /** A new connection to another database of this server. */
    public Connection connect(String database, DatabaseLogin login) throws SQLException {
        return DriverManager.getConnection(
                url(database), login.user(), Objects.requireNonNullElse(login.password(), ""));
    }

    /** Stops the server and removes its folder. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a throw-away PostgreSQL does not stop", e);
        }
    }

    /** Zonky keeps a server's binaries in one compressed archive, called after system and machine, in a jar per machine. */
    private record JarBinaries(Path jar) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machineHardware) throws IOException {
            String name = "postgres-" + system.toLowerCase(Locale.ROOT) + "-"
                    + ("aarch64".equals(machineHardware) ? "arm_64" : machineHardware) + ".txz";
            try (JarFile file = new JarFile(jar.toFile())) {
                ZipEntry entry = file.getEntry(name);
                if (entry == null) {
                    throw new IOException("no " + name + " in " + jar);
                }
                try (InputStream archive = file.getInputStream(entry)) {
                    return new ByteArrayInputStream(archive.readAllBytes());
                }
            }
        }
    }
}
