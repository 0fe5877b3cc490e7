package dev.groundwork.bootstrap;

import dev.groundwork.db.DatabaseLogin;
import dev.groundwork.db.DatabaseRefused;
import dev.groundwork.db.Migrations;
import dev.groundwork.db.RuntimeLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the schema is this build's, and the runtime login bound by row-level security. */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private Schema() {}

    /**
     * Migrates where that is needed and somebody may; where all is well already, nobody is asked but the runtime login, which
     * spares each start what a migration tool costs.
     *
     * @throws DatabaseRefused with what is wrong
     */
    static void prepare(String url, DatabaseLogin runtime, Optional<DatabaseLogin> owner) {
        Optional<DatabaseRefused> fault = fault(url, runtime);
        if (fault.isPresent() && owner.isPresent()) {
            Migrations.Moved moved = new Migrations(url, owner.get()).up(runtime.user());
            if (moved.from() != moved.to()) {
                LOG.info("The schema went up from version {} to {}", moved.from(), moved.to());
            }
            fault = fault(url, runtime);
        }
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    private static Optional<DatabaseRefused> fault(String url, DatabaseLogin runtime) {
        try (Connection connection = runtime.connect(url)) {
            Migrations.requireCurrent(connection);
            RuntimeLogin.check(connection);
            return Optional.empty();
        } catch (DatabaseRefused refused) {
            return Optional.of(refused);
        } catch (SQLException e) {
            throw new StartRefused("The connection to PostgreSQL broke while it was checked; try again.", e);
        }
    }
}
