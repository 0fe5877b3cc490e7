package dev.groundwork.persistence;

import dev.groundwork.db.ThrowAwayPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One migrated PostgreSQL for every test of this module; it goes with the virtual machine. */
final class Database {
    private static final ThrowAwayPostgres SERVER = start();

    private Database() {}

    private static ThrowAwayPostgres start() {
        ThrowAwayPostgres server = ThrowAwayPostgres.start().migrate();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    static JooqPersistence.Settings settings() {
        return JooqPersistence.Settings.usual(
                SERVER.url(), SERVER.runtime().user(), SERVER.runtime().password());
    }

    /** As a superuser, whom no policy binds. */
    static Connection superuser() throws SQLException {
        return SERVER.connect(SERVER.superuser());
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<@Nullable String> column(String query) throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<@Nullable String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }
}
