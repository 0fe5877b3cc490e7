package dev.groundwork.db;

import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jspecify.annotations.Nullable;

/**
 * What jOOQ generates classes from: a throw-away PostgreSQL with every migration applied. Name it as the generator's database,
 * with this module as a dependency of the plugin; it needs no other connection.
 */
public final class MigratedPostgresDatabase extends PostgresDatabase {
    private @Nullable ThrowAwayPostgres server;

    @Override
    protected DSLContext create0() {
        if (server == null) {
            server = ThrowAwayPostgres.start().migrate();
            try {
                setConnection(server.connect(server.owner()));
            } catch (SQLException e) {
                throw DatabaseRefused.of(e, server.url(), server.owner());
            }
        }
        return DSL.using(getConnection(), SQLDialect.POSTGRES);
    }

    /** The connection goes with its server. */
    @Override
    public void close() {
        super.close();
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
