package dev.groundwork.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.persistence.JooqPersistence.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to PostgreSQL, with a bound on every wait. */
final class Pool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    /** How long a request waits for a connection; with the bounds beneath it, what was measured to heal within a second. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The last resort, where the server or the network is silent; longer than PostgreSQL takes to refuse by itself. */
    private static final Duration SOCKET = Duration.ofSeconds(5);

    private static final Duration STATEMENT = Duration.ofSeconds(4);
    private static final Duration LOCK = Duration.ofSeconds(3);
    /** More than a stalled Java needs to come back; others wait for its locks no longer than {@link #LOCK}. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    private static final Duration CLIENT_CHECK = Duration.ofSeconds(1);
    private static final Duration VALIDATION = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final HikariDataSource connections;
    private final Duration destroyTimeout;

    private Pool(HikariConfig config, Duration destroyTimeout) {
        this.connections = new HikariDataSource(config);
        this.destroyTimeout = destroyTimeout;
    }

    /** The connections that units of work run on; each takes its role for one transaction at a time. */
    static Pool forUnits(Settings settings) {
        HikariConfig config = config("groundwork", settings, "");
        config.setMinimumIdle(settings.poolMin());
        config.setMaximumPoolSize(settings.poolMax());
        if (settings.poolMin() < settings.poolMax()) {
            config.setIdleTimeout(settings.idleTimeout().toMillis());
        }
        return new Pool(config, settings.destroyTimeout());
    }

    /** A few connections that are the service for good: for what knows no unit of work and reads nobody's rows. */
    static Pool forService(Settings settings, int size) {
        HikariConfig config = config("groundwork-service", settings, ", set_config('role', 'app_service', false)");
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(size);
        return new Pool(config, settings.destroyTimeout());
    }

    private static HikariConfig config(String name, Settings settings, String alsoSet) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        driver(settings).forEach(config::addDataSourceProperty);
        config.setConnectionInitSql(bounds(settings.requestTimeout()) + alsoSet);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setExceptionOverride(new LeaveReadOnlyServers());
        // Whether the database is there is for the first unit to find out, within its own bounds.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /** What the driver is told; what the URL says itself goes before. */
    private static Map<String, String> driver(Settings settings) {
        Map<String, String> driver = new HashMap<>();
        driver.put("ApplicationName", "groundwork");
        driver.put("connectTimeout", seconds(CONNECT));
        driver.put("socketTimeout", seconds(SOCKET));
        driver.put("cancelSignalTimeout", seconds(CONNECT));
        driver.put("loginTimeout", seconds(settings.createTimeout()));
        driver.put("tcpKeepAlive", "true");
        // The few statements there are come again and again: worth preparing at the second use, not the fifth.
        driver.put("prepareThreshold", "2");
        // A unique constraint's message would carry the value that broke it into logs.
        driver.put("logServerErrorDetail", "false");
        if (settings.url().indexOf(',') >= 0) {
            // Of several hosts one takes writes, and which one may change; while none does, reads go on.
            driver.put("targetServerType", "preferPrimary");
        }
        return driver;
    }

    private static String seconds(Duration time) {
        return String.valueOf(Math.max(1, time.toSeconds()));
    }

    /**
     * Set in the session and not in the URL's {@code options}, so that a URL with options of its own loses none of them. In UTC,
     * so that times inside the audit log's JSON read the same wherever the server runs.
     */
    private static String bounds(Duration request) {
        return "select set_config('statement_timeout', '" + millis(STATEMENT, request)
                + "', false), set_config('lock_timeout', '" + millis(LOCK, request)
                + "', false), set_config('idle_in_transaction_session_timeout', '"
                + IDLE_IN_TRANSACTION.toMillis()
                + "', false), set_config('client_connection_check_interval', '" + CLIENT_CHECK.toMillis()
                + "', false), set_config('TimeZone', 'UTC', false)";
    }

    private static long millis(Duration bound, Duration request) {
        return Math.min(bound.toMillis(), request.toMillis());
    }

    /** The bare pool: a connection from it has no right at all before it takes a role. */
    HikariDataSource dataSource() {
        return connections;
    }

    /**
     * Takes a connection.
     *
     * @param patience how long to ask again; a single wait is a second
     * @throws Refused unavailable where none came free, or PostgreSQL can't be reached
     */
    Connection take(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return connections.getConnection();
            } catch (SQLException e) {
                if (System.nanoTime() >= end
                        || connections.isClosed()
                        || Thread.currentThread().isInterrupted()) {
                    LOG.debug("no connection within {}: {}", patience, e.getMessage());
                    throw new Refused(new Refusal.Unavailable("The database can't be reached in time.", RETRY_AFTER));
                }
            }
        }
    }

    /** As {@link #take}, and the connection was heard from just now: after one died, others may have died with it. */
    Connection takeLive(Duration patience) throws SQLException {
        while (true) {
            Connection connection = take(patience);
            if (connection.isValid(Math.toIntExact(WAIT.toSeconds()))) {
                return connection;
            }
            connections.evictConnection(connection);
            connection.close();
        }
    }

    /** Lets units under way finish, for as long as the seed lets a connection take to be destroyed. */
    @Override
    public void close() {
        long end = System.nanoTime() + destroyTimeout.toNanos();
        try {
            while (connections.getHikariPoolMXBean() != null
                    && connections.getHikariPoolMXBean().getActiveConnections() > 0
                    && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close();
    }

    /** A primary that has become read-only is not worth keeping: the next connection may find the new primary. */
    private static final class LeaveReadOnlyServers implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException e) {
            return "25006".equals(e.getSQLState())
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
