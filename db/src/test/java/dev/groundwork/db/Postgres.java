package dev.groundwork.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The newest and the oldest PostgreSQL that are supported: one server each for all tests, started when first asked for. A test
 * takes a database of its own from it.
 */
enum Postgres {
    NEWEST,
    OLDEST;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String MIGRATED = "migrated";
    private static final String POPULATED = "populated";

    @SuppressWarnings("ImmutableEnumChecker") // started when first asked for
    private @Nullable ThrowAwayPostgres server;

    @SuppressWarnings("ImmutableEnumChecker") // made when first asked for
    private @Nullable Database shared;

    /** A database with nothing in it. */
    Database empty() {
        return create("template1");
    }

    /** A database with every migration applied and no row but theirs. */
    Database migrated() {
        return create(MIGRATED);
    }

    /** A migrated database with the people, projects and rows of {@code world.sql}. */
    Database populated() {
        return create(POPULATED);
    }

    /** A populated database that tests share which leave nothing behind. */
    synchronized Database shared() {
        if (shared == null) {
            shared = populated();
        }
        return shared;
    }

    /** The server itself, to be left running: it ends with this process. */
    synchronized ThrowAwayPostgres server() {
        if (server == null) {
            server = start();
            prepareTemplates(server);
        }
        return server;
    }

    private ThrowAwayPostgres start() {
        if ("testcontainers".equals(System.getProperty("groundwork.test.postgres"))) {
            return startContainer();
        }
        return this == NEWEST ? ThrowAwayPostgres.start() : ThrowAwayPostgres.start(Path.of(oldest()));
    }

    /** One more way to get a server, for whoever has Docker: {@code -Dgroundwork.test.postgres=testcontainers}. */
    @SuppressWarnings("resource") // closed with the server that it is
    private ThrowAwayPostgres startContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer(this == NEWEST ? "postgres:18" : "postgres:15")
                .withUsername("postgres")
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8");
        container.start();
        return ThrowAwayPostgres.over(container.getHost() + ":" + container.getFirstMappedPort(), container::stop);
    }

    private static String oldest() {
        return Objects.requireNonNull(
                System.getProperty("groundwork.test.postgres-15"), "run by Maven, which fetches PostgreSQL 15");
    }

    private static void prepareTemplates(ThrowAwayPostgres server) {
        String ownedBy = " owner " + server.owner().user();
        sql(server, "postgres", "create database " + MIGRATED + ownedBy);
        new Migrations(server.url(MIGRATED), server.owner()).up(server.runtime().user());
        sql(server, "postgres", "create database " + POPULATED + " template " + MIGRATED + ownedBy);
        sql(server, POPULATED, Sql.resource("world.sql"));
    }

    private Database create(String template) {
        ThrowAwayPostgres running = server();
        String name = "test_" + NUMBER.incrementAndGet();
        String owner = running.owner().user();
        sql(running, "postgres", "create database " + name + " template " + template + " owner " + owner);
        return new Database(running, name);
    }

    private static void sql(ThrowAwayPostgres server, String database, String sql) {
        try (Connection connection = server.connect(database, server.superuser())) {
            Sql.run(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A database of one test. */
    record Database(ThrowAwayPostgres server, String name) implements AutoCloseable {
        Migrations migrations() {
            return new Migrations(url(), server.owner());
        }

        String url() {
            return server.url(name);
        }

        Connection asOwner() throws SQLException {
            return server.connect(name, server.owner());
        }

        Connection asRuntime() throws SQLException {
            return server.connect(name, server.runtime());
        }

        Connection asSuperuser() throws SQLException {
            return server.connect(name, server.superuser());
        }

        /** Drops the database, whoever is still in it. */
        @Override
        public void close() {
            sql(server, "postgres", "drop database " + name + " with (force)");
        }
    }
}
