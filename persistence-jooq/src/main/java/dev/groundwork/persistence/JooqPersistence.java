package dev.groundwork.persistence;

import dev.groundwork.application.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The stores on a migrated PostgreSQL, 15 or newer: opens the connections and hands out what implements the ports. Safe for use
 * by several threads; one is enough for a program.
 */
public final class JooqPersistence implements AutoCloseable {
    /** The scheduler's threads, the clock and the question whether the server is there. */
    private static final int SERVICE_CONNECTIONS = 4;

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);

    private final Pool units;
    private final Pool service;
    private final DatabaseClock clock;
    private final JooqWork work;

    /**
     * Where the database is, and the seed's pool.
     *
     * @param url a JDBC URL, without user and password; several hosts are allowed
     * @param user the runtime login, which has no right of its own but to become {@code app_user} and {@code app_service}
     * @param password null where the server asks for none
     * @param poolMin how many connections are kept
     * @param poolMax how many there are at most
     * @param acquireTimeout how long background work waits for a connection; a request waits for a second
     * @param createTimeout how long making a connection may take
     * @param destroyTimeout how long {@link #close} lets units under way finish
     * @param idleTimeout how long a connection beyond the minimum is kept unused
     * @param requestTimeout when a unit stops to be tried again, and the longest that one statement may take
     */
    public record Settings(
            String url,
            String user,
            @Nullable String password,
            int poolMin,
            int poolMax,
            Duration acquireTimeout,
            Duration createTimeout,
            Duration destroyTimeout,
            Duration idleTimeout,
            Duration requestTimeout) {
        public Settings {
            Objects.requireNonNull(url);
            Objects.requireNonNull(user);
            Objects.requireNonNull(acquireTimeout);
            Objects.requireNonNull(createTimeout);
            Objects.requireNonNull(destroyTimeout);
            Objects.requireNonNull(idleTimeout);
            Objects.requireNonNull(requestTimeout);
            if (poolMin < 0 || poolMax < 1 || poolMin > poolMax) {
                throw new IllegalArgumentException("no pool has " + poolMin + " to " + poolMax + " connections");
            }
        }

        /** The seed's pool for this database. */
        public static Settings usual(String url, String user, @Nullable String password) {
            return new Settings(
                    url,
                    user,
                    password,
                    5,
                    25,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(8));
        }

        /** Without the URL, which may hold a password. */
        @Override
        public String toString() {
            return "Settings[user=" + user + ", pool=" + poolMin + " to " + poolMax + "]";
        }
    }

    private JooqPersistence(Settings settings) {
        this.units = Pool.forUnits(settings);
        this.service = Pool.forService(settings, SERVICE_CONNECTIONS);
        this.clock = DatabaseClock.start(service.dataSource());
        this.work = new JooqWork(units, jooq(), settings.requestTimeout(), settings.acquireTimeout());
    }

    /** Opens the pools. A database that can't be reached is for the first unit of work to find out. */
    public static JooqPersistence open(Settings settings) {
        return new JooqPersistence(settings);
    }

    /** How this module speaks SQL, before there is a connection. */
    static Configuration jooq() {
        // jOOQ greets in the log of whoever uses it first; unless its user said otherwise, it need not.
        for (String greeting : new String[] {"org.jooq.no-logo", "org.jooq.no-tips"}) {
            if (System.getProperty(greeting) == null) {
                System.setProperty(greeting, "true");
            }
        }
        return new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(new org.jooq.conf.Settings()
                        // Its log of statements holds their values.
                        .withExecuteLogging(false)
                        .withDiagnosticsLogging(false)
                        .withFetchWarnings(false)
                        .withRenderCatalog(false));
    }

    /** Units of work, each one transaction with the actor's own rights. */
    public Work work() {
        return work;
    }

    /** PostgreSQL's clock as this node measures it: within 50 ms, renewed every 10 s, and going on while PostgreSQL is away. */
    public InstantSource clock() {
        return clock;
    }

    /** Connections that are {@code app_service} for good, for the scheduler's own table; without a context they see nobody's rows. */
    public DataSource schedulerDataSource() {
        return service.dataSource();
    }

    /** The bare pool that units of work run on, for checks and metrics: a connection from it has no right before it takes a role. */
    public DataSource dataSource() {
        return units.dataSource();
    }

    /**
     * Makes the months ahead in the audit log, moves what no month took to its own, and drops those that are older than the setting
     * {@code audit.retention-days} says. Safe on several nodes at once; whatever was missed is done the next time.
     *
     * @throws dev.groundwork.domain.Refused unavailable where the database can't do it now
     */
    public void keepAuditMonths() {
        new AuditMonths(work).keep();
    }

    /** Whether PostgreSQL answers, asked now and within a second; true as well where every unit's connection is busy. */
    public boolean isReachable() {
        FutureTask<Boolean> question = new FutureTask<>(this::answers);
        Thread.ofVirtual().name("groundwork-database-probe").start(question);
        try {
            return question.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** One connection may have died alone, which tells nothing of the server: another is asked then. */
    private boolean answers() throws SQLException {
        try (Connection heardFrom = service.takeLive(Duration.ZERO)) {
            return !heardFrom.isClosed();
        }
    }

    /** Lets units under way finish for a few seconds, then closes every connection. */
    @Override
    public void close() {
        clock.close();
        units.close();
        service.close();
    }
}
