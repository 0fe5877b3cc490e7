package dev.groundwork.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements without ceremony, and the one that begins a unit of work. */
final class Sql {
    private static final String BEGIN = """
            select
              set_config('app.actor', ?, true),
              set_config('app.current_user_id', coalesce(app.user_id_of(?::uuid)::text, ''), true),
              set_config('app.session', ?, true),
              set_config('app.address', ?, true),
              set_config('app.agent', ?, true),
              set_config('app.request_id', ?, true),
              set_config('app.reason', ?, true),
              set_config('role', ?, true)""";

    private Sql() {}

    static void run(Connection connection, String sql) throws SQLException {
        Migrations.execute(connection, sql);
    }

    /** The first column of the first row. */
    static @Nullable String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The first column of every row. */
    static List<String> list(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                values.add(String.valueOf(row.getString(1)));
            }
        }
        return values;
    }

    /** Begins a unit of a user; a null user is one of nobody. Auto-commit must be off. */
    static void beginAs(Connection connection, @Nullable String user) throws SQLException {
        begin(connection, user == null ? "anonymous" : "user", user, "", "app_user");
    }

    /** Begins a unit of the system. Auto-commit must be off. */
    static void beginAsSystem(Connection connection, String reason) throws SQLException {
        begin(connection, "system", null, reason, "app_service");
    }

    static void begin(Connection connection, String actor, @Nullable String user, String reason, String role)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            String[] values = {actor, user, "handle", "192.0.2.7", "agent", "request", reason, role};
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** What came of a statement: whether it reached a row. Whatever is no refusal by rights is a fault of the test. */
    static boolean reaches(Connection connection, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            if (!rows) {
                return statement.getUpdateCount() > 0;
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next();
            }
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                return false;
            }
            // A constraint is looked at after the policies: the row was reached.
            if (String.valueOf(e.getSQLState()).startsWith("23")) {
                return true;
            }
            throw new IllegalStateException(sql, e);
        } finally {
            connection.rollback(before);
        }
    }

    static String resource(String name) {
        try (InputStream stream = Sql.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
