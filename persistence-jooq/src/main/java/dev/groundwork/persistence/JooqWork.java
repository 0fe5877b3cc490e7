package dev.groundwork.persistence;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.persistence.Attribution.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Units of work as transactions of PostgreSQL. */
final class JooqWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(JooqWork.class);

    private static final int MAX_ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    /** A connection that was lost later than this kept its unit waiting already; another try would keep it for too long. */
    private static final Duration RECONNECT_WITHIN = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Pool pool;
    private final Configuration jooq;
    private final Duration requestTimeout;
    private final Duration acquireTimeout;
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    JooqWork(Pool pool, Configuration jooq, Duration requestTimeout, Duration acquireTimeout) {
        this.pool = pool;
        this.jooq = jooq;
        this.requestTimeout = requestTimeout;
        this.acquireTimeout = acquireTimeout;
    }

    @Override
    public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
        Role role = actor instanceof Actor.SystemActor ? Role.APP_SERVICE : Role.APP_USER;
        return alone(actor, role, scope -> unit.apply(new JooqTransaction(scope)));
    }

    @Override
    public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
        return alone(actor, Role.APP_SERVICE, scope -> unit.apply(new JooqTransaction(scope)));
    }

    /** As {@link #in}, for this module's own work. */
    <T extends @Nullable Object> T alone(Actor actor, Role role, Function<? super Unit, ? extends T> unit) {
        if (inside.get()) {
            throw new IllegalStateException("units of work do not nest");
        }
        inside.set(true);
        try {
            return untilItHolds(actor, role, unit);
        } finally {
            inside.remove();
        }
    }

    private <T extends @Nullable Object> T untilItHolds(
            Actor actor, Role role, Function<? super Unit, ? extends T> unit) {
        long begin = System.nanoTime();
        boolean reconnecting = false;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(actor, role, unit, reconnecting);
            } catch (Overtaken e) {
                pauseOrGiveUp(attempt, begin, e);
            } catch (DataAccessException e) {
                @Nullable SQLException cause = e.getCause(SQLException.class);
                switch (cause == null ? Fault.MISTAKE : Fault.of(cause)) {
                    case OVERTAKEN -> pauseOrGiveUp(attempt, begin, e);
                    case DISCONNECTED -> {
                        if (reconnecting || isOver(begin, RECONNECT_WITHIN)) {
                            throw unavailable(e);
                        }
                        reconnecting = true;
                    }
                    case UNAVAILABLE -> throw unavailable(e);
                    case MISTAKE -> throw e;
                }
            }
        }
    }

    private <T extends @Nullable Object> T once(
            Actor actor, Role role, Function<? super Unit, ? extends T> unit, boolean reconnecting) {
        Duration patience = isBackground(actor) ? acquireTimeout : Duration.ZERO;
        try (Connection connection = reconnecting ? pool.takeLive(patience) : pool.take(patience)) {
            connection.setAutoCommit(false);
            try {
                Instant now = Attribution.begin(connection, actor, role);
                Unit scope = new Unit(jooq, connection, actor, now);
                T result;
                try {
                    result = unit.apply(scope);
                } finally {
                    scope.end();
                }
                commit(connection, scope);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessException("the transaction failed", e);
        }
    }

    private static void commit(Connection connection, Unit unit) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (unit.wrote() && !Fault.rolledBack(e)) {
                LOG.warn("the outcome of a commit is not known: {} {}", e.getSQLState(), e.getMessage());
                throw new Refused(new Refusal.Unavailable(
                        "The database was lost while it kept the change; whether it did is not known. Look before you try"
                                + " again.",
                        SOON));
            }
            throw e;
        }
    }

    /** A connection that can't be rolled back is dead, and PostgreSQL has rolled back by itself. */
    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** No client waits for what the system does of its own accord, so it may wait longer for a connection. */
    private static boolean isBackground(Actor actor) {
        return actor instanceof Actor.SystemActor && actor.origin().ipAddress() == null;
    }

    private void pauseOrGiveUp(int attempt, long begin, RuntimeException reason) {
        if (attempt >= MAX_ATTEMPTS || isOver(begin, requestTimeout)) {
            throw unavailable(reason);
        }
        long longest = FIRST_PAUSE.toNanos() << attempt;
        try {
            // At random, so that those who lost against each other do not meet again.
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(reason);
        }
    }

    private static boolean isOver(long begin, Duration time) {
        return System.nanoTime() - begin > time.toNanos();
    }

    private static Refused unavailable(RuntimeException reason) {
        @Nullable SQLException cause = reason instanceof DataAccessException e ? e.getCause(SQLException.class) : null;
        if (cause == null) {
            return new Refused(overtaken());
        }
        LOG.warn("a unit of work is refused: {} {}", cause.getSQLState(), cause.getMessage());
        return new Refused(
                switch (Fault.of(cause)) {
                    case OVERTAKEN -> overtaken();
                    case DISCONNECTED -> new Refusal.Unavailable("The database was lost.", SOON);
                    case UNAVAILABLE, MISTAKE ->
                        new Refusal.Unavailable("The database can't do this at the moment.", LATER);
                });
    }

    private static Refusal overtaken() {
        return new Refusal.Unavailable("Too many change the same thing at once.", SOON);
    }
}
