package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Work;
import dev.groundwork.db.ThrowAwayPostgres;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that hangs: it accepts, and never answers. It has a server of its own, since it stops all of it. */
class PausedPostgresTest {
    /** What a request caught by the loss may take, and a busy machine's slack. */
    private static final Duration CAUGHT = Duration.ofSeconds(8);

    /** What one may take that comes when the loss is known. */
    private static final Duration KNOWN = Duration.ofSeconds(3);

    private static final Duration TOLERANCE = Duration.ofMillis(50);

    private static final ThrowAwayPostgres SERVER = ThrowAwayPostgres.start().migrate();

    private final ProcessHandle postmaster = postmaster();
    private final JooqPersistence persistence = JooqPersistence.open(Database.settings(SERVER.url(), 5, 10));
    private final Work work = persistence.work();
    private final Actor.User ada = People.somebody(work);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() throws Exception {
        signal("-CONT");
        persistence.close();
    }

    @Test
    void answersEveryRequestInTimeAndWorksAgainOnceItIsBack() throws Exception {
        assertThat(find()).isTrue();
        signal("-STOP");
        ExecutorService clients = Executors.newFixedThreadPool(40);
        try {
            List<CompletableFuture<Duration>> caught = IntStream.range(0, 40)
                    .mapToObj(client -> CompletableFuture.supplyAsync(this::refusedAfter, clients))
                    .toList();
            assertThat(caught).allSatisfy(one -> assertThat(one.join()).isLessThan(CAUGHT));
            assertThat(refusedAfter()).isLessThan(KNOWN);

            assertThat(timed(() -> assertThat(persistence.isReachable()).isFalse()))
                    .isLessThan(KNOWN);
        } finally {
            signal("-CONT");
            clients.shutdown();
        }

        assertThat(timed(this::untilFound)).isLessThan(Duration.ofSeconds(5));
        assertThat(persistence.isReachable()).isTrue();
    }

    @Test
    void keepsTheDatabasesTimeWhileItIsAway() throws Exception {
        Instant asked = persistence.clock().instant();
        Instant answer = databaseTime();
        Instant heard = persistence.clock().instant();
        assertThat(answer).isBetween(asked.minus(TOLERANCE), heard.plus(TOLERANCE));

        signal("-STOP");
        Instant before = persistence.clock().instant();
        Thread.sleep(200);
        assertThat(Duration.between(before, persistence.clock().instant()))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
    }

    private boolean find() {
        return work.<Boolean>in(ada, tx -> tx.users().find(ada.id()).isPresent());
    }

    private void untilFound() {
        while (catchThrowable(this::find) != null) {
            Thread.onSpinWait();
        }
    }

    private Duration refusedAfter() {
        return timed(() -> {
            @Nullable Throwable refused = catchThrowable(this::find);
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            known -> assertThat(known.refusal()).isInstanceOf(Refusal.Unavailable.class));
        });
    }

    private static Duration timed(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Instant databaseTime() throws SQLException {
        try (Connection connection = SERVER.connect(SERVER.superuser());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static ProcessHandle postmaster() {
        try (Connection connection = SERVER.connect(SERVER.superuser());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)")) {
            row.next();
            return ProcessHandle.of(row.getLong(1)).orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one that makes processes before those it made, lest one be made in between. */
    private void signal(String signal) throws IOException, InterruptedException {
        kill(signal, Stream.of(postmaster));
        kill(signal, postmaster.descendants());
    }

    private static void kill(String signal, Stream<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }
}
