package dev.groundwork.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.db.Migrations.Moved;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Postgres.class)
class MigrationsTest {
    private static final int LATEST = Migrations.latest();

    private final Postgres postgres;
    private final String runtime;
    private final List<Postgres.Database> used = new ArrayList<>();

    MigrationsTest(Postgres postgres) {
        this.postgres = postgres;
        this.runtime = postgres.server().runtime().user();
    }

    @AfterEach
    void drop() {
        used.forEach(Postgres.Database::close);
    }

    @Test
    void goesUpDownAndUpToTheSameSchema() throws SQLException {
        Postgres.Database database = use(postgres.empty());
        assertThat(database.migrations().up(runtime)).isEqualTo(new Moved(0, LATEST));
        List<String> first = catalogueOf(database);
        assertThat(database.migrations().down(0, false)).isEqualTo(new Moved(LATEST, 0));
        assertThat(database.migrations().status()).allMatch(step -> step.appliedAt() == null);
        assertThat(database.migrations().up(runtime)).isEqualTo(new Moved(0, LATEST));
        assertThat(catalogueOf(database)).isEqualTo(first);
    }

    @Test
    void eachStepDownLeavesWhatItsStepUpFound() throws SQLException {
        Postgres.Database database = use(postgres.empty());
        List<List<String>> upTo = new ArrayList<>();
        for (int version = 1; version <= LATEST; version++) {
            migrateTo(database, version);
            upTo.add(catalogueOf(database));
        }
        for (int version = LATEST - 1; version >= 1; version--) {
            assertThat(database.migrations().down(null, false)).isEqualTo(new Moved(version + 1, version));
            assertThat(catalogueOf(database)).as("version " + version).isEqualTo(upTo.get(version - 1));
        }
    }

    @Test
    void aFullStepDownLeavesNothingButTheHistory() throws SQLException {
        Postgres.Database database = use(postgres.migrated());
        database.migrations().down(0, false);
        assertThat(catalogueOf(database)).containsExactly("extension plpgsql pg_catalog");
    }

    @Test
    void goesUpOnceWhereItIsUpAlready() {
        Postgres.Database database = use(postgres.migrated());
        assertThat(database.migrations().up(runtime)).isEqualTo(new Moved(LATEST, LATEST));
    }

    @Test
    void refusesToGoDownWhereRowsWouldBeLostAndSaysWhich() throws SQLException {
        Postgres.Database database = use(postgres.populated());
        List<String> before = catalogueOf(database);
        assertThatThrownBy(() -> database.migrations().down(3, false))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("app.tasks (9)")
                .hasMessageContaining("config.feature_flags (1)")
                .hasMessageContaining("--lose-rows")
                .hasMessageNotContaining("app.users (");
        assertThat(catalogueOf(database)).isEqualTo(before);
        try (Connection connection = database.asSuperuser()) {
            assertThat(Sql.ask(connection, "select count(*) from app.tasks")).isEqualTo("9");
        }
    }

    @Test
    void goesDownWithRowsWhenToldToLoseThem() {
        Postgres.Database database = use(postgres.populated());
        assertThat(database.migrations().down(0, true)).isEqualTo(new Moved(LATEST, 0));
    }

    @Test
    void aStepDownThatFailsLeavesAllAsItWas() throws SQLException {
        Postgres.Database database = use(postgres.migrated());
        try (Connection connection = database.asSuperuser()) {
            Sql.run(connection, "create view public.leans_on_tasks as select title from app.tasks");
        }
        List<String> before = catalogueOf(database);
        assertThatThrownBy(() -> database.migrations().down(0, false)).isInstanceOf(DatabaseRefused.class);
        assertThat(catalogueOf(database)).isEqualTo(before);
        assertThat(database.migrations().status()).allMatch(step -> step.appliedAt() != null);
    }

    @Test
    void aMigrationThatFailsLeavesNothingOfThoseBeforeIt() throws SQLException {
        Postgres.Database database = use(postgres.empty());
        try (Connection connection = database.asSuperuser()) {
            // Only the last migration makes a view.
            Sql.run(connection, """
                    create function refuse() returns event_trigger language plpgsql as
                    $$ begin raise exception 'the disk is full' using errcode = 'disk_full'; end $$;
                    create event trigger refuse_views on ddl_command_end when tag in ('CREATE VIEW') execute function refuse()""");
        }
        assertThatThrownBy(() -> database.migrations().up(runtime))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("the disk is full");
        assertThat(database.migrations().status()).allMatch(step -> step.appliedAt() == null);
        assertThat(catalogueOf(database)).noneMatch(line -> line.startsWith("schema app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create schema app", "create schema ops; create table ops.mail_outbox ()"})
    void refusesADatabaseThatHoldsSomethingElse(String something) throws SQLException {
        Postgres.Database database = use(postgres.empty());
        try (Connection connection = database.asOwner()) {
            Sql.run(connection, something);
        }
        assertThatThrownBy(() -> database.migrations().up(runtime))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("holds something else already")
                .hasMessageContaining("give Groundwork a database of its own");
    }

    @Test
    void oneOfThreeServersMigratesAndTheOthersFindItDone() throws Exception {
        Postgres.Database database = use(postgres.empty());
        Callable<Moved> start = () -> database.migrations().up(runtime);
        List<Moved> moved = new ArrayList<>();
        try (ExecutorService servers = Executors.newFixedThreadPool(3)) {
            for (Future<Moved> server : servers.invokeAll(List.of(start, start, start))) {
                moved.add(server.get());
            }
        }
        assertThat(moved)
                .containsExactlyInAnyOrder(new Moved(0, LATEST), new Moved(LATEST, LATEST), new Moved(LATEST, LATEST));
    }

    @Test
    void refusesToStepBelowAnEmptyDatabase() {
        Postgres.Database database = use(postgres.empty());
        assertThatThrownBy(() -> database.migrations().down(null, false)).hasMessageContaining("nothing to undo");
    }

    @Test
    void refusesASuperuserAsOwner() {
        Postgres.Database database = use(postgres.empty());
        Migrations migrations = new Migrations(database.url(), postgres.server().superuser());
        assertThatThrownBy(() -> migrations.up(runtime))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("\"postgres\" is a superuser")
                .hasMessageContaining("db/roles.sql");
    }

    @Test
    void refusesASchemaThatIsNewerThanTheBuild() throws SQLException {
        Postgres.Database database = use(postgres.migrated());
        try (Connection owner = database.asOwner()) {
            Sql.run(owner, """
                    insert into ops.flyway_schema_history
                    select installed_rank + 1, '9', 'tomorrow', type, 'V9__tomorrow.sql', checksum, installed_by, installed_on, 1, true
                    from ops.flyway_schema_history order by installed_rank desc limit 1""");
        }
        assertThatThrownBy(() -> database.migrations().up(runtime))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("version 9, newer than this build's 8");
    }

    @Test
    void refusesAMigrationThatWasChangedAfterItWasApplied() throws SQLException {
        Postgres.Database database = use(postgres.migrated());
        try (Connection owner = database.asOwner()) {
            Sql.run(owner, "update ops.flyway_schema_history set checksum = checksum + 1 where version = '3'");
        }
        assertThatThrownBy(() -> database.migrations().up(runtime))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("Migration 3 was changed");
    }

    @Test
    void theRuntimeLoginSeesThatTheSchemaIsCurrent() throws SQLException {
        try (Connection login = postgres.shared().asRuntime()) {
            assertThatCode(() -> Migrations.requireCurrent(login)).doesNotThrowAnyException();
        }
    }

    @Test
    void theRuntimeLoginIsToldHowFarBehindTheSchemaIs() throws SQLException {
        Postgres.Database database = use(postgres.migrated());
        for (int version : new int[] {LATEST - 1, 0}) {
            database.migrations().down(version, false);
            try (Connection login = database.asRuntime()) {
                assertThatThrownBy(() -> Migrations.requireCurrent(login))
                        .isInstanceOf(DatabaseRefused.class)
                        .hasMessageContaining("at version " + version + " and this build needs " + LATEST);
            }
        }
    }

    @Test
    void everyMigrationHasAnUndoThatSaysWhatItLoses() {
        for (int version = 1; version <= LATEST; version++) {
            assertThat(Undo.script(version)).contains("-- loses: ");
        }
    }

    private Postgres.Database use(Postgres.Database database) {
        used.add(database);
        return database;
    }

    private static List<String> catalogueOf(Postgres.Database database) throws SQLException {
        try (Connection connection = database.asSuperuser()) {
            return Snapshot.of(connection);
        }
    }

    private void migrateTo(Postgres.Database database, int version) {
        Flyway.configure()
                .dataSource(database.url(), postgres.server().owner().user(), "")
                .loggers("slf4j")
                .locations("classpath:" + Migrations.FOLDER)
                .schemas(Migrations.HISTORY_SCHEMA)
                .placeholderReplacement(false)
                .target(Integer.toString(version))
                .load()
                .migrate();
    }
}
