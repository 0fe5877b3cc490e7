package dev.groundwork.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's clock, read every ten seconds and carried on by the monotonic clock in between, so that a jump of this machine's
 * clock neither ends nor prolongs anything. While PostgreSQL is away the last reading is carried on. Safe for use by several
 * threads.
 */
final class DatabaseClock implements InstantSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOKED_AFTER_EVERY = Duration.ofSeconds(1);

    /** The true time lies somewhere within the round trip; half of this is the most that a reading may be off. */
    private static final Duration LONGEST_ROUND_TRIP = Duration.ofMillis(100);

    private static final int TRIES = 3;

    /** What PostgreSQL's clock showed when the monotonic clock showed {@code nanos}. */
    private record Reading(Instant time, long nanos) {
        Instant at(long later) {
            return time.plusNanos(later - nanos);
        }
    }

    private final DataSource dataSource;
    private final LongSupplier nanos;
    private final Thread renewal;
    private volatile @Nullable Reading reading;

    private DatabaseClock(DataSource dataSource, LongSupplier nanos) {
        this.dataSource = dataSource;
        this.nanos = nanos;
        this.renewal =
                Thread.ofPlatform().daemon().name("groundwork-database-clock").unstarted(this::keepRenewing);
    }

    /** Takes the first reading before it answers, a second at most. */
    static DatabaseClock start(DataSource dataSource) {
        DatabaseClock clock = new DatabaseClock(dataSource, System::nanoTime);
        clock.renew();
        clock.renewal.start();
        return clock;
    }

    /** Never waits. Before PostgreSQL was heard from at all, this machine's clock is all there is. */
    @Override
    public Instant instant() {
        Reading last = reading;
        return last == null ? InstantSource.system().instant() : last.at(nanos.getAsLong());
    }

    private void keepRenewing() {
        try {
            while (true) {
                Thread.sleep(LOOKED_AFTER_EVERY);
                Reading last = reading;
                if (last == null || nanos.getAsLong() - last.nanos() >= RENEWED_EVERY.toNanos()) {
                    renew();
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void renew() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select clock_timestamp()")) {
            for (int i = 0; i < TRIES; i++) {
                long before = nanos.getAsLong();
                Instant time = read(statement);
                long roundTrip = nanos.getAsLong() - before;
                if (roundTrip <= LONGEST_ROUND_TRIP.toNanos()) {
                    reading = new Reading(time, before + roundTrip / 2);
                    return;
                }
            }
            LOG.warn("PostgreSQL answers too slowly to read its clock; the last reading goes on");
        } catch (SQLException | RuntimeException e) {
            LOG.warn("PostgreSQL's clock can't be read; the last reading goes on: {}", e.getMessage());
        }
    }

    private static Instant read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    @Override
    public void close() {
        renewal.interrupt();
    }
}
