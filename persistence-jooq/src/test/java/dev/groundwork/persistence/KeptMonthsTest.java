package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.task.RecordedTask;
import dev.groundwork.domain.task.Task;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What background work makes of the audit log's months, and what is known of the past where old ones are gone. */
class KeptMonthsTest {
    private static JooqPersistence persistence;

    @BeforeAll
    static void open() {
        persistence = JooqPersistence.open(Database.settings());
    }

    @AfterAll
    static void close() {
        persistence.close();
    }

    @AfterEach
    void keepEverythingAgain() throws SQLException {
        set(null);
    }

    @Test
    void losesNothingWhereNobodyMadeTheMonthInTime() throws SQLException {
        String id = enter("now() + interval '7 months'");
        assertThat(partitionOf(id)).isEqualTo("audit.activity_logs_default");

        persistence.keepAuditMonths();

        assertThat(partitionOf(id)).startsWith("audit.activity_logs_20");
        assertThat(Database.column("select count(*) from audit.activity_logs_default"))
                .containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "30", "-1", "\"400\"", "null", "400.5", "{}"})
    void dropsNothingUnlessToldHowManyDaysAreKept(String value) throws SQLException {
        String old = enter("now() - interval '50 months'");
        set(value);

        persistence.keepAuditMonths();

        assertThat(partitionOf(old)).startsWith("audit.activity_logs_20");
    }

    @Test
    void dropsWholeMonthsThatAreOlderThanTheSettingSays() throws SQLException {
        String old = enter("now() - interval '40 months'");
        String younger = enter("now() - interval '30 months'");
        set("1000");

        persistence.keepAuditMonths();

        assertThat(Database.column("select id from audit.activity_logs where resource_id = '" + old + "'"))
                .isEmpty();
        assertThat(partitionOf(younger)).startsWith("audit.activity_logs_20");
    }

    @Test
    void knowsWhatATaskWasThoughTheEntryThatMadeItIsGone() throws SQLException {
        Actor.User ada = People.somebody(persistence.work());
        Project project = People.project(persistence.work(), ada);
        Task task = People.task(persistence.work(), ada, project);
        pause();
        persistence.work().run(ada, tx -> tx.tasks().update(task.id(), People.draft("Renamed", ada.id())));
        Database.execute("set session_replication_role = replica; delete from audit.activity_logs where resource_id = '"
                + task.id() + "' and action = 'INSERT'");

        PastState past = state(task, task.revision().createdAt()).orElseThrow();

        assertThat(past.fields()).containsOnlyKeys("title");
        assertThat(RecordedTask.of(past.filledFrom(RecordedTask.of(task).fields()))
                        .content())
                .isEqualTo(task.content());
        assertThat(past.revision(task.revision()).createdAt())
                .isEqualTo(task.revision().createdAt());
        assertThat(state(task, Instant.parse("1999-01-01T00:00:00Z")))
                .as("before what is kept")
                .isEmpty();
    }

    private static Optional<PastState> state(Task task, Instant at) {
        return persistence
                .work()
                .in(
                        People.system(),
                        tx -> tx.past().findState("tasks", task.id().toString(), at));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String enter(String at) throws SQLException {
        String id = UUID.randomUUID().toString();
        Database.execute("insert into audit.activity_logs (actor, action, resource_type, resource_id, created_at)"
                + " values ('system:test', 'x', 'kept', '" + id + "', " + at + ")");
        return id;
    }

    private static String partitionOf(String id) throws SQLException {
        return String.valueOf(
                Database.column("select tableoid::regclass from audit.activity_logs where resource_id = '" + id + "'")
                        .getFirst());
    }

    private static void set(@Nullable String value) throws SQLException {
        Database.execute("delete from config.system_settings where key = 'audit.retention-days'");
        if (value != null) {
            Database.execute("insert into config.system_settings (key, value) values ('audit.retention-days', '" + value
                    + "'::jsonb)");
        }
    }
}
