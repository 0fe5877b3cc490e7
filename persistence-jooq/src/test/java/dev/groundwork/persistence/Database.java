package dev.groundwork.persistence;

import dev.groundwork.db.ThrowAwayPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

    /** The seed's pool. */
    static JooqPersistence.Settings settings() {
        return settings(SERVER.url(), 5, 25);
    }

    static JooqPersistence.Settings settings(String url, int poolMin, int poolMax) {
        return new JooqPersistence.Settings(
                url,
                SERVER.runtime().user(),
                SERVER.runtime().password(),
                poolMin,
                poolMax,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(8));
    }

    static String url() {
        return SERVER.url();
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
