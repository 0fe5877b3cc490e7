package dev.groundwork.bootstrap.bench;

import dev.groundwork.bootstrap.account.Argon2PasswordHasher;
import dev.groundwork.bootstrap.whole.Program;
import dev.groundwork.domain.account.Password;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is measured: a server as {@code ./groundwork serve} starts it, on the PostgreSQL and Redis that it brings along, durable
 * as always, with people who have passwords and one project full of tasks. In a folder that goes again.
 */
final class Deployment implements AutoCloseable {
    static final int PEOPLE = 200;

    private static final String PASSWORD = "a sentence is easy to remember";
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Duration LONGEST_IMPORT = Duration.ofMinutes(2);

    private final Path folder;
    private final Program server;
    private final URI base;
    private final String token;
    private final String project;

    private Deployment(Path folder, Program server, URI base, String token, String project) {
        this.folder = folder;
        this.server = server;
        this.base = base;
        this.token = token;
        this.project = project;
    }

    /** @param tasks how many tasks its project has */
    static Deployment start(Path folder, int tasks) throws Exception {
        Map<String, String> settings = Map.of(
                "GROUNDWORK_DATA_DIR",
                folder.resolve("data").toString(),
                "GROUNDWORK_PORT",
                "0",
                "GROUNDWORK_RATE_LIMIT",
                "false");
        Program server = Program.start(folder, settings, "serve");
        try {
            URI base = URI.create(server.awaitReady());
            importPeople(folder, settings);
            try (Connection connection = new Connection(base)) {
                String token = signIn(connection, 0).accessToken();
                connection.send(Connection.request("POST", "/v1/projects", token, "{\"name\": \"Benchmark\"}"));
                Deployment started = new Deployment(folder, server, base, token, id(connection.body()));
                started.fill(tasks);
                return started;
            }
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private static void importPeople(Path folder, Map<String, String> settings) throws Exception {
        try (Argon2PasswordHasher hasher = new Argon2PasswordHasher()) {
            String hash = hasher.hash(new Password(PASSWORD)).value();
            Path file = folder.resolve("people.ndjson");
            Files.writeString(
                    file,
                    IntStream.range(0, PEOPLE)
                            .mapToObj(n ->
                                    "{\"email\": \"p%d@example.org\", \"emailVerified\": true, \"passwordHash\": \"%s\"}\n"
                                            .formatted(n, hash))
                            .collect(Collectors.joining()));
            try (Program program = Program.start(folder, settings, "users", "import", file.toString())) {
                if (program.awaitExit(LONGEST_IMPORT) != 0) {
                    throw new IllegalStateException(program.output());
                }
            }
        }
    }

    /** By the way that the operator of the machine has to the data, as if the tasks had come in over years. */
    private void fill(int tasks) throws SQLException, IOException {
        try (java.sql.Connection connection = superuser();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into app.tasks (project_id, title, creator_id, status, priority, labels, due_date, completed_at)
                        select project.id, 'Task ' || n, project.owner_id,
                          case when n % 3 = 0 then 'done' else 'todo' end,
                          (array['low', 'medium', 'high', 'urgent'])[1 + n % 4],
                          jsonb_build_array('label-' || n % 20),
                          now() + n * interval '1 minute',
                          case when n % 3 = 0 then now() end
                        from app.projects project, generate_series(1, ?) n
                        where project.uuid = ?::uuid
                        """)) {
            insert.setInt(1, tasks);
            insert.setString(2, project);
            insert.executeUpdate();
            // As autovacuum does some time after so much was written.
            connection.createStatement().execute("create schema bench");
            connection
                    .createStatement()
                    .execute(
                            "create table bench.tasks (id bigint generated always as identity primary key, project uuid not null, title text not null)");
            connection
                    .createStatement()
                    .execute(
                            "create table bench.log (id bigint generated always as identity primary key, project uuid not null, entry jsonb not null)");
            connection
                    .createStatement()
                    .execute("vacuum (analyze) app.tasks, audit.activity_logs, app.users, app.user_sessions");
            connection.createStatement().execute("checkpoint");
        }
    }

    /** A connection of the embedded server's superuser, for what no request may do. */
    java.sql.Connection superuser() throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort() + "/groundwork", "postgres", superuserPassword());
    }

    String superuserPassword() throws IOException {
        return Files.readString(folder.resolve("data/secrets/postgres")).strip();
    }

    /** PostgreSQL tells it in the fourth line of its pid file. */
    int postgresPort() throws IOException {
        return Integer.parseInt(Files.readAllLines(folder.resolve("data/postgresql/data/postmaster.pid"))
                .get(3)
                .strip());
    }

    Path postgresLog() {
        return folder.resolve("data/postgresql/server.log");
    }

    Path folder() {
        return folder;
    }

    URI base() {
        return base;
    }

    /** Of the owner of the project. */
    String token() {
        return token;
    }

    String project() {
        return project;
    }

    long pid() {
        return server.handle().pid();
    }

    /** Some of the project's tasks, from all over it. */
    List<String> tasks(int wanted) throws SQLException, IOException {
        try (java.sql.Connection connection = superuser();
                PreparedStatement select = connection.prepareStatement(
                        "select uuid from app.tasks order by md5(uuid::text) limit " + wanted);
                var rows = select.executeQuery()) {
            ArrayList<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    /** The tokens of a session. */
    record Tokens(String accessToken, String refreshToken) {
        static Tokens of(String body) {
            return new Tokens(member(body, "accessToken"), member(body, "refreshToken"));
        }
    }

    /** The request by which somebody signs in. */
    static byte[] signIn(long person) {
        return Connection.request(
                "POST",
                "/v1/auth/login",
                null,
                "{\"login\": \"p%d@example.org\", \"password\": \"%s\"}".formatted(person % PEOPLE, PASSWORD));
    }

    static Tokens signIn(Connection connection, long person) throws IOException {
        int status = connection.send(signIn(person));
        if (status != 200) {
            throw new IllegalStateException("signing in was answered " + status + ": " + connection.body());
        }
        return Tokens.of(connection.body());
    }

    private static String id(String body) {
        Matcher matcher = ID.matcher(body);
        if (!matcher.find()) {
            throw new IllegalStateException("no id in " + body);
        }
        return matcher.group(1);
    }

    private static String member(String body, String name) {
        int start = body.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return body.substring(start, body.indexOf('"', start));
    }

    @Override
    public void close() {
        server.close();
    }
}
