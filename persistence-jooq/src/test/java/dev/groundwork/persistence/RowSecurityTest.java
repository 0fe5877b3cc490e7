package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Work;
import dev.groundwork.db.RuntimeLogin;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.project.Project;
import dev.groundwork.persistence.Attribution.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection of the pool can see between units of work, and what is left on it after one: nothing. */
class RowSecurityTest {
    /** Four units each. */
    private static final int TURNS = 2_500;

    private static final List<String> CONTEXT = List.of(
            "app.actor",
            "app.current_user_id",
            "app.session",
            "app.address",
            "app.agent",
            "app.request_id",
            "app.reason");

    private final JooqPersistence persistence = JooqPersistence.open(Database.settings(Database.url(), 1, 1));
    private final Work work = persistence.work();
    private final Actor.User ada = People.somebody(work);
    private final Actor.User bob = People.somebody(work);
    private final Actor nobody = new Actor.Anonymous(Origin.internal("nobody"));

    @AfterEach
    void close() {
        persistence.close();
    }

    @Test
    void givesTheRuntimeLoginNoRightOfItsOwn() throws SQLException {
        try (Connection connection = persistence.dataSource().getConnection()) {
            RuntimeLogin.check(connection);
            for (String table : tables()) {
                assertThatThrownBy(() -> rows(connection, table)).as(table).hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void showsNoRowToARoleWithoutAContext() throws SQLException {
        People.task(work, ada, People.project(work, ada));
        try (Connection connection = persistence.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (String role : List.of("app_user", "app_service")) {
                execute(connection, "set local role " + role);
                for (String table :
                        List.of("app.users", "app.people", "app.projects", "app.tasks", "audit.activity_logs")) {
                    assertThat(rows(connection, table))
                            .as(role + " on " + table)
                            .isZero();
                }
            }
            connection.rollback();
        }
    }

    @Test
    void showsNobodysRowsToTheScheduler() throws SQLException {
        try (Connection connection = persistence.schedulerDataSource().getConnection()) {
            assertThat(rows(connection, "ops.scheduled_tasks")).isZero();
            assertThat(rows(connection, "app.users")).isZero();
        }
    }

    @Test
    void leavesNothingOfAUnitToTheNextOnTheSameConnection() throws SQLException {
        Project adas = People.project(work, ada);
        for (int i = 0; i < TURNS; i++) {
            Actor.User me = i % 2 == 0 ? ada : bob;
            Actor.User other = i % 2 == 0 ? bob : ada;
            switch (i % 10) {
                case 3 -> fail(me, new IllegalStateException("on purpose"));
                case 4 -> fail(me, Refused.forbidden("on purpose"));
                case 5 ->
                    assertThat(work.<Boolean>in(
                                    nobody, tx -> tx.users().find(me.id()).isPresent()))
                            .isFalse();
                case 6 -> work.asService(me, tx -> tx.users().find(other.id()).orElseThrow());
                case 7 -> breakOff(me);
                default -> {}
            }
            boolean own = work.in(me, tx -> tx.users().find(me.id()).isPresent());
            boolean others = work.in(me, tx -> tx.users().find(other.id()).isPresent());
            boolean project = work.in(me, tx -> tx.projects().find(adas.id()).isPresent());
            assertThat(List.of(own, others, project)).as("turn " + i).containsExactly(true, false, me.equals(ada));
            if (i % 50 == 0) {
                assertCleanConnection();
            }
        }
    }

    @Test
    void leavesNothingOfAUnitThatWasCancelled() throws Exception {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Integer> running = new CompletableFuture<>();
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(
                    () -> cancel(running.join()), task -> Thread.ofVirtual().start(task));
            assertThatThrownBy(() -> ((JooqWork) work).alone(ada, Role.APP_USER, unit -> {
                        running.complete(unit.sql()
                                .fetchSingle("select pg_backend_pid()")
                                .get(0, Integer.class));
                        return unit.sql().fetch("select pg_sleep(10)");
                    }))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Unavailable.class));
            cancelled.get();
            assertCleanConnection();
            assertThat(work.<Boolean>in(bob, tx -> tx.users().find(ada.id()).isPresent()))
                    .isFalse();
        }
    }

    private void fail(Actor.User me, RuntimeException reason) {
        assertThatThrownBy(() -> work.run(me, tx -> {
                    assertThat(tx.users().find(me.id())).isPresent();
                    throw reason;
                }))
                .isSameAs(reason);
    }

    /** The transaction is broken by its own statement, or overtaken at first. */
    private void breakOff(Actor.User me) {
        assertThatThrownBy(() -> work.run(me, tx -> tx.setup().clear())).hasMessageContaining("permission denied");
        boolean[] again = {false};
        work.run(me, tx -> {
            if (!again[0]) {
                again[0] = true;
                throw new Overtaken("on purpose");
            }
        });
    }

    private static void cancel(int backend) {
        try {
            // Until it sleeps there is nothing to cancel.
            while (Database.column("select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep%'"
                            + " and state = 'active' and pid = " + backend)
                    .isEmpty()) {
                Thread.sleep(5);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertCleanConnection() throws SQLException {
        try (Connection connection = persistence.dataSource().getConnection()) {
            assertThat(setting(connection, "role")).isEqualTo("none");
            assertThat(connection.getAutoCommit()).isTrue();
            for (String name : CONTEXT) {
                assertThat(setting(connection, name)).as(name).isEmpty();
            }
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(current_setting('" + name + "', true), '')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> tables() throws SQLException {
        return Database.column("select format('%I.%I', schemaname, tablename) from pg_tables"
                        + " where schemaname in ('app', 'audit', 'config', 'ops')")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static int rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
