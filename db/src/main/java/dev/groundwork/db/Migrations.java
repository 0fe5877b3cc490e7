package dev.groundwork.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * Moves a database's schema up and down, as the owner of its tables. Any number of servers may do so at once: one does it, the
 * others wait and find it done. Every method connects anew and throws {@link DatabaseRefused}.
 */
public final class Migrations {
    /** What the migrations are called, in order; the first is version 1. */
    static final List<String> DESCRIPTIONS = List.of(
            "foundation",
            "audit",
            "accounts",
            "projects",
            "configuration",
            "operations",
            "system_roles",
            "policies_and_grants");

    static final String FOLDER = "dev/groundwork/db/migration";

    /** The schema that Flyway keeps its history in. */
    static final String HISTORY_SCHEMA = "ops";

    private static final String HISTORY_TABLE = "flyway_schema_history";
    static final String HISTORY = HISTORY_SCHEMA + "." + HISTORY_TABLE;

    /** Any number that no other program locks by in the same database. */
    private static final long LOCK = 0x67726f756e64L;

    private static final Duration LOCK_WAIT = Duration.ofMinutes(2);
    private static final Duration LOCK_POLL = Duration.ofMillis(100);

    private final String url;
    private final DatabaseLogin owner;

    /**
     * @param url a JDBC URL of the database
     * @param owner the login that owns the tables, or is to own them: a plain one with CREATEROLE
     */
    public Migrations(String url, DatabaseLogin owner) {
        this.url = Objects.requireNonNull(url);
        this.owner = Objects.requireNonNull(owner);
    }

    /** The version that this build knows, 1 at least. */
    public static int latest() {
        return DESCRIPTIONS.size();
    }

    /**
     * A way that a schema went.
     *
     * @param from the version before; 0 is an empty database
     * @param to the version now
     */
    public record Moved(int from, int to) {}

    /**
     * One migration.
     *
     * @param appliedAt null while it waits
     */
    public record Step(
            int version, String description, @Nullable Instant appliedAt) {
        public Step {
            Objects.requireNonNull(description);
        }
    }

    /**
     * Applies what waits, in one transaction, and sees to it that the runtime login may become the two roles of requests and
     * nothing else.
     *
     * @param runtimeLogin the name of the login that the server works with; null to leave that to somebody else
     */
    public Moved up(@Nullable String runtimeLogin) {
        return locked(connection -> {
            refuseSuperuser(connection);
            Flyway flyway = flyway();
            List<MigrationInfo> known = inspect(flyway);
            int from = current(known);
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw refused(e);
            }
            execute(connection, "grant select on " + HISTORY + " to app_service");
            if (runtimeLogin != null) {
                RuntimeLogin.grant(connection, runtimeLogin);
            }
            return new Moved(from, latest());
        });
    }

    /**
     * Undoes one migration, or all above a version, in one transaction. Roles stay, since they are the cluster's.
     *
     * @param target the version to go down to, 0 for an empty database; null for one step
     * @param loseRows whether to go on where rows would be lost
     */
    public Moved down(@Nullable Integer target, boolean loseRows) {
        return locked(connection -> {
            refuseSuperuser(connection);
            int from = current(inspect(flyway()));
            int to = target == null ? from - 1 : target;
            if (to < 0 || to >= from) {
                throw new DatabaseRefused("The schema is at version " + from
                        + (from == 0
                                ? ": there is nothing to undo."
                                : "; give a lower one to go down to, 0 at least."));
            }
            new Undo(connection, from, to).run(loseRows);
            return new Moved(from, to);
        });
    }

    /** Every migration of this build, in order. */
    public List<Step> status() {
        return inspect(flyway()).stream()
                .filter(MigrationInfo::isVersioned)
                .map(info -> new Step(
                        Integer.parseInt(info.getVersion().getVersion()),
                        info.getDescription(),
                        info.getInstalledOn() == null
                                ? null
                                : info.getInstalledOn().toInstant()))
                .toList();
    }

    /**
     * Refuses a schema that is not at this build's version; asked with the runtime login, where there is none for migrations.
     *
     * @param connection of the runtime login; left as it was
     */
    public static void requireCurrent(Connection connection) {
        try {
            int version = versionSeenBy(connection);
            if (version != latest()) {
                throw new DatabaseRefused(
                        version < latest()
                                ? "The schema is at version " + version + " and this build needs " + latest()
                                        + "; run ./groundwork migrate up, or set GROUNDWORK_MIGRATION_USER."
                                : newer(version));
            }
        } catch (SQLException e) {
            // A login that may not even ask is told why, which is better than what PostgreSQL says.
            RuntimeLogin.check(connection);
            throw new DatabaseRefused("The schema's version cannot be read: " + DatabaseRefused.firstLine(e), e);
        }
    }

    private static int versionSeenBy(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (!RuntimeLogin.tableExists(connection, HISTORY_SCHEMA, HISTORY_TABLE)) {
                return 0;
            }
            statement.execute("set local role app_service");
            try (ResultSet row = statement.executeQuery(
                    "select coalesce(max(version::int), 0) from " + HISTORY + " where success")) {
                row.next();
                return row.getInt(1);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private Flyway flyway() {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, owner.user(), owner.password())
                .loggers("slf4j")
                .locations("classpath:" + FOLDER)
                .failOnMissingLocations(true)
                .schemas(HISTORY_SCHEMA)
                .defaultSchema(HISTORY_SCHEMA)
                .table(HISTORY_TABLE)
                // All that waits in one transaction: an upgrade is there, or it is not.
                .group(true)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                // What a validation would find is looked for here, and told in an operator's words.
                .validateOnMigrate(false)
                .load();
    }

    private List<MigrationInfo> inspect(Flyway flyway) {
        List<MigrationInfo> all;
        try {
            all = Arrays.asList(flyway.info().all());
        } catch (FlywayException e) {
            throw refused(e);
        }
        for (MigrationInfo info : all) {
            MigrationState state = info.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
                throw new DatabaseRefused(
                        newer(Integer.parseInt(info.getVersion().getVersion())));
            }
            if (info.isApplied()
                    && info.isVersioned()
                    && !(info.isChecksumMatching() && info.isDescriptionMatching())) {
                throw new DatabaseRefused("Migration " + info.getVersion()
                        + " was changed after it was applied here; use the build that applied it, and write a new"
                        + " migration instead of changing an old one.");
            }
        }
        return all;
    }

    private static int current(List<MigrationInfo> all) {
        return all.stream()
                .filter(info -> info.isApplied() && info.isVersioned())
                .mapToInt(info -> Integer.parseInt(info.getVersion().getVersion()))
                .max()
                .orElse(0);
    }

    private static String newer(int version) {
        return "The schema is at version " + version + ", newer than this build's " + latest()
                + "; run the newer build, or let it go down first: migrate down --to " + latest() + ".";
    }

    private DatabaseRefused refused(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = Objects.requireNonNullElse(sql.getSQLState(), "");
                return switch (state) {
                    case "42501" ->
                        new DatabaseRefused(
                                "The migration login \"" + owner.user() + "\" may not do what migrating needs ("
                                        + DatabaseRefused.firstLine(sql)
                                        + "); let a superuser run db/roles.sql once.",
                                failure);
                    case "42P06", "42P07" -> occupied(DatabaseRefused.firstLine(sql), failure);
                    default -> DatabaseRefused.of(sql, url, owner);
                };
            }
        }
        if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return occupied("a schema " + HISTORY_SCHEMA + " of another program", failure);
        }
        return new DatabaseRefused("The schema cannot be migrated: " + DatabaseRefused.firstLine(failure), failure);
    }

    private static DatabaseRefused occupied(String by, FlywayException failure) {
        return new DatabaseRefused(
                "The database holds something else already (" + by + "); give Groundwork a database of its own.",
                failure);
    }

    private static void refuseSuperuser(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select rolname from pg_catalog.pg_roles where rolname = current_user and rolsuper")) {
            if (row.next()) {
                throw new DatabaseRefused("The migration login \"" + row.getString(1)
                        + "\" is a superuser, whom no policy binds; set GROUNDWORK_MIGRATION_USER to a plain login with"
                        + " CREATEROLE that owns the database (db/roles.sql makes one).");
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }

    /** One at a time per database, over a session lock of a connection of its own, which ends with it whatever happens. */
    private <T> T locked(OnConnection<T> action) {
        try (Connection connection = owner.connect(url)) {
            lock(connection);
            return action.run(connection);
        } catch (SQLException e) {
            throw DatabaseRefused.of(e, url, owner);
        }
    }

    private static void lock(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            while (true) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getBoolean(1)) {
                        return;
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new DatabaseRefused("Another server has been migrating this database for "
                            + LOCK_WAIT.toMinutes() + " minutes; wait for it, or end it.");
                }
                Thread.sleep(LOCK_POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("Interrupted while another server was migrating this database.", e);
        }
    }
}
