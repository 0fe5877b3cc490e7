package dev.groundwork.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs the undo scripts of the versions above a target, newest first, together with Flyway's history in one transaction: its
 * open edition has no undo of its own.
 *
 * <p>A script says in comments what is lost with it, {@code -- loses: table [where condition]}: rows that a migration wrote
 * itself, and will write again, do not count.
 */
final class Undo {
    private static final Pattern LOSS =
            Pattern.compile("^-- loses: (?!nothing$)(?<table>[a-z_.]+)(?<condition> where .+)?$", Pattern.MULTILINE);

    private final Connection connection;
    private final int from;
    private final int to;

    Undo(Connection connection, int from, int to) {
        this.connection = connection;
        this.from = from;
        this.to = to;
    }

    void run(boolean loseRows) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // Else the owner would count the rows, and the scripts delete those, that a policy shows: none.
            List<String> bound = forcedTables();
            for (String table : bound) {
                Migrations.execute(connection, "alter table " + table + " no force row level security");
            }
            if (!loseRows) {
                refuseLosses();
            }
            for (int version = from; version > to; version--) {
                Migrations.execute(connection, script(version));
                forget(version);
            }
            forceAgain(bound);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** What a script declares to lose: conditions by table. */
    static Map<String, String> losses(String script) {
        Map<String, String> losses = new LinkedHashMap<>();
        Matcher loss = LOSS.matcher(script);
        while (loss.find()) {
            String condition = loss.group("condition");
            losses.put(loss.group("table"), condition == null ? "" : condition);
        }
        return losses;
    }

    static String script(int version) {
        String name = "U" + version + "__" + Migrations.DESCRIPTIONS.get(version - 1) + ".sql";
        try (InputStream script = Undo.class.getClassLoader().getResourceAsStream(Migrations.FOLDER + "/" + name)) {
            if (script == null) {
                throw new IllegalStateException("every migration has its undo script, but there is no " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseLosses() throws SQLException {
        Map<String, String> declared = new LinkedHashMap<>();
        IntStream.rangeClosed(to + 1, from)
                .boxed()
                .sorted((a, b) -> b - a)
                .forEach(version -> losses(script(version)).forEach((table, condition) -> {
                    // A table that goes whole says all that its rows' going before would say.
                    declared.merge(table, condition, (newer, older) -> older);
                }));
        Map<String, Long> lost = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> loss : declared.entrySet()) {
                try (ResultSet row =
                        statement.executeQuery("select count(*) from " + loss.getKey() + loss.getValue())) {
                    row.next();
                    if (row.getLong(1) > 0) {
                        lost.put(loss.getKey(), row.getLong(1));
                    }
                }
            }
        }
        if (!lost.isEmpty()) {
            throw new DatabaseRefused("Going down to version " + to + " would lose rows of "
                    + lost.entrySet().stream()
                            .map(table -> table.getKey() + " (" + table.getValue() + ")")
                            .collect(Collectors.joining(", "))
                    + "; back them up, and say --lose-rows to go on.");
        }
    }

    private void forget(int version) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + Migrations.HISTORY + " where version = ?")) {
            statement.setString(1, Integer.toString(version));
            if (statement.executeUpdate() != 1) {
                throw new DatabaseRefused("Version " + version + " is not in " + Migrations.HISTORY
                        + "; the schema was changed by something else.");
            }
        }
    }

    private List<String> forcedTables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select oid::regclass::text from pg_catalog.pg_class"
                        + " where relforcerowsecurity and relowner = current_user::regrole order by 1")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    /** Only where a script left the table, with its row-level security on. */
    private void forceAgain(List<String> tables) throws SQLException {
        try (PreparedStatement left = connection.prepareStatement(
                "select from pg_catalog.pg_class where oid = to_regclass(?) and relrowsecurity")) {
            for (String table : tables) {
                left.setString(1, table);
                try (ResultSet row = left.executeQuery()) {
                    if (row.next()) {
                        Migrations.execute(connection, "alter table " + table + " force row level security");
                    }
                }
            }
        }
    }
}
