package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How the log grows and ends by months. */
@ParameterizedClass
@EnumSource(Postgres.class)
class AuditMonthsTest {
    private static final String MONTHS = """
            select right(inhrelid::regclass::text, 7) from pg_inherits
            where inhparent = 'audit.activity_logs'::regclass and inhrelid <> 'audit.activity_logs_default'::regclass
            order by 1""";

    private final Postgres postgres;
    private final Connection runtime;
    private final Connection superuser;

    AuditMonthsTest(Postgres postgres) throws SQLException {
        this.postgres = postgres;
        superuser = postgres.shared().asSuperuser();
        runtime = postgres.shared().asRuntime();
        superuser.setAutoCommit(false);
        runtime.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        superuser.close();
        runtime.close();
    }

    @Test
    void thisMonthAndThreeMoreAreThereFromTheStart() throws SQLException {
        assertThat(Sql.list(superuser, MONTHS)).isEqualTo(months(0, 3));
    }

    @Test
    void theServiceMakesMonthsAheadAndEachOnce() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        assertThat(Sql.ask(runtime, "select audit.ensure_partitions(5)")).isEqualTo("2");
        assertThat(Sql.ask(runtime, "select audit.ensure_partitions(5)")).isEqualTo("0");
        assertThat(Sql.list(runtime, MONTHS)).isEqualTo(months(0, 5));
    }

    @Test
    void anEntryThatNoMonthTakesIsKeptAllTheSame() throws SQLException {
        enter("2001-02-03");
        assertThat(Sql.ask(superuser, "select count(*) from audit.activity_logs_default"))
                .isEqualTo("1");
    }

    @Test
    void whatWasKeptSoGoesToItsMonthWithItsIdAndIsOnlyAddedToThere() throws SQLException {
        enter("2001-02-03", "2001-02-28", "2001-03-01");
        String before = Sql.ask(superuser, "select array_agg(id order by id) from audit.activity_logs");
        assertThat(Sql.ask(superuser, "select audit.split_default()")).isEqualTo("3");
        assertThat(Sql.ask(superuser, "select count(*) from audit.activity_logs_2001_02"))
                .isEqualTo("2");
        assertThat(Sql.ask(superuser, "select count(*) from audit.activity_logs_default"))
                .isEqualTo("0");
        assertThat(Sql.ask(superuser, "select array_agg(id order by id) from audit.activity_logs"))
                .isEqualTo(before);
        for (Rule rule : List.of(
                Rule.THE_LOG_AND_ITS_SEALS_ARE_ONLY_ADDED_TO, Rule.EVERY_TABLE_IS_UNDER_FORCED_ROW_LEVEL_SECURITY)) {
            assertThat(rule.brokenBy(superuser)).isEmpty();
        }
    }

    @Test
    void aMonthIsMadeThoughTheDefaultHoldsEntriesOfIt() throws SQLException {
        String day = Sql.ask(superuser, "select (date_trunc('month', now()) + interval '5 months 9 days')::date");
        enter(String.valueOf(day));
        assertThat(Sql.ask(superuser, "select audit.ensure_partitions(6)")).isEqualTo("3");
        assertThat(Sql.ask(superuser, "select count(*) from audit.activity_logs_default"))
                .isEqualTo("0");
        assertThat(Sql.list(superuser, MONTHS)).isEqualTo(months(0, 6));
    }

    @Test
    void nothingYoungerThan90DaysIsEverDropped() throws SQLException {
        Sql.beginAsSystem(runtime, "test");
        for (String days : List.of("89", "0", "-1", "null")) {
            assertThatThrownBy(() -> {
                        var before = runtime.setSavepoint();
                        try {
                            Sql.run(runtime, "select audit.drop_partitions_older_than(" + days + ")");
                        } finally {
                            runtime.rollback(before);
                        }
                    })
                    .hasMessageContaining("at least 90 days");
        }
    }

    @Test
    void onlyWholeMonthsThatAreOldEnoughAreDroppedAndThatIsSaid() throws SQLException {
        String edge = String.valueOf(Sql.ask(superuser, "select (now() - interval '91 days')::date"));
        enter("2001-02-03", "2001-04-01", edge);
        Sql.run(superuser, "select audit.split_default()");
        assertThat(Sql.ask(superuser, "select audit.drop_partitions_older_than(95)"))
                .isEqualTo("2");
        assertThat(Sql.ask(
                        superuser, "select count(*) from audit.activity_logs where created_at::date = '" + edge + "'"))
                .isEqualTo("1");
        assertThat(Sql.list(
                        superuser,
                        "select resource_id from audit.activity_logs where action = 'audit.month_dropped' order by id"))
                .containsExactly("2001-02", "2001-04");
    }

    @Test
    void theLogTellsSinceWhenItIsKept() throws SQLException {
        String now = Sql.ask(superuser, "select date_trunc('month', now())");
        assertThat(Sql.ask(superuser, "select audit.kept_since()")).isEqualTo(now);
        enter("2001-02-03");
        Sql.run(superuser, "select audit.split_default()");
        assertThat(Sql.ask(superuser, "select audit.kept_since()::date")).isEqualTo("2001-02-01");
        Sql.run(superuser, "select audit.drop_partitions_older_than(90)");
        assertThat(Sql.ask(superuser, "select audit.kept_since()")).isEqualTo(now);
    }

    @Test
    void movingNothingMakesNobodyWait() throws SQLException {
        try (Postgres.Database fresh = postgres.populated();
                Connection service = fresh.asRuntime()) {
            service.setAutoCommit(false);
            Sql.beginAsSystem(service, "test");
            assertThat(Sql.ask(service, "select audit.split_default()")).isEqualTo("0");
            assertThat(Sql.ask(
                            service,
                            "select count(*) from pg_locks where pid = pg_backend_pid() and mode = 'AccessExclusiveLock'"
                                    + " and relation = 'audit.activity_logs'::regclass"))
                    .isEqualTo("0");
        }
    }

    @Test
    void nobodySignedInMakesOrDropsMonths() throws SQLException {
        Sql.beginAs(runtime, Persona.ADMINISTRATOR.uuid());
        for (String call : List.of("ensure_partitions(1)", "split_default()", "drop_partitions_older_than(90)")) {
            assertThat(Sql.reaches(runtime, "select audit." + call)).as(call).isFalse();
        }
    }

    @Test
    void noWriteFailsWhileMonthsAreMadeAndEntriesMoved() throws Exception {
        try (Postgres.Database database = postgres.populated()) {
            List<Callable<Integer>> work = new ArrayList<>();
            IntStream.range(0, 3).forEach(writer -> work.add(() -> write(database, writer)));
            work.add(() -> makeMonths(database));
            int written = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
                for (Future<Integer> done : threads.invokeAll(work)) {
                    written += done.get();
                }
            }
            try (Connection connection = database.asSuperuser()) {
                assertThat(Sql.ask(connection, "select count(*) from audit.activity_logs where actor = 'system:write'"))
                        .isEqualTo(Integer.toString(written));
            }
        }
    }

    private static int write(Postgres.Database database, int writer) throws SQLException {
        int times = 60;
        try (Connection connection = database.asRuntime()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < times; i++) {
                Sql.beginAsSystem(connection, "write");
                Sql.run(connection, "insert into config.feature_flags (name) values ('" + writer + "-" + i + "')");
                connection.commit();
            }
        }
        return times;
    }

    private static int makeMonths(Postgres.Database database) throws SQLException {
        try (Connection superuser = database.asSuperuser();
                Connection service = database.asRuntime()) {
            service.setAutoCommit(false);
            for (int month = 1; month <= 6; month++) {
                Sql.run(superuser, entryOf("2001-0" + month + "-01"));
                Sql.beginAsSystem(service, "months");
                Sql.run(service, "select audit.ensure_partitions(" + (3 + month) + "), audit.split_default()");
                service.commit();
            }
        }
        return 0;
    }

    private void enter(String... days) throws SQLException {
        for (String day : days) {
            Sql.run(superuser, entryOf(day));
        }
    }

    private static String entryOf(String day) {
        return "insert into audit.activity_logs (actor, action, created_at) values ('system:x', 'x', '" + day + "')";
    }

    private List<String> months(int first, int last) throws SQLException {
        return Sql.list(superuser, """
                select to_char(date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month', 'YYYY_MM')
                from generate_series(%d, %d) as ahead""".formatted(first, last));
    }
}
