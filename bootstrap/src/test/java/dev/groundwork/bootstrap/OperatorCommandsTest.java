package dev.groundwork.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.contract.Together;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.DevelopmentSecrets;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import dev.groundwork.db.Migrations;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.session.SessionHandle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands beside an embedded PostgreSQL that somebody else runs, as beside {@code serve}. */
@Timeout(120)
class OperatorCommandsTest {
    private static final String PASSWORD = "a sentence is easy to remember";
    private static final String NEW_KEY = "k2:/AX0nWT3MZN8gMzKJTiOaIJAjHGA5/LimfXiSvKTnmA=";
    private static final String BCRYPT = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    static Path folder;

    @TempDir
    static Path elsewhere;

    private static EmbeddedServers servers;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void startServers() {
        servers = start();
        Database database = servers.database();
        new Migrations(database.url(), database.owner()).up(database.runtime().user());
        servers.tell(URI.create("http://127.0.0.1:4711"));
        DevelopmentSecrets.in(folder);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    private static EmbeddedServers start() {
        return EmbeddedServers.start(folder, EnumSet.of(EmbeddedServers.Server.POSTGRESQL));
    }

    private int run(String... words) {
        return run(Map.of("GROUNDWORK_DATA_DIR", folder.toString()), InputStream.nullInputStream(), words);
    }

    private int run(Map<String, String> environment, InputStream in, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        return new Commands(environment, in, new PrintWriter(out, true), new PrintWriter(err, true))
                .run(List.of(words));
    }

    private void done(String... words) {
        assertThat(run(words)).as(err.toString()).isEqualTo(Commands.DONE);
    }

    private static Operating operating() {
        return new Operating(Settings.read(Map.of(), Map.of("GROUNDWORK_DATA_DIR", folder.toString()), null), "test");
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection =
                        servers.database().runtime().connect(servers.database().url());
                Statement statement = connection.createStatement()) {
            statement.execute("set role app_service");
            statement.execute(
                    "select set_config('app.actor', 'system', false), set_config('app.reason', 'test', false)");
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static Path file(String... lines) throws IOException {
        return Files.write(Files.createTempFile(elsewhere, "people", ".ndjson"), List.of(lines));
    }

    @Test
    void makesAnAdministratorWhoseLinkLetsThemIn() {
        done("users", "create", "root@example.org", "--role", "admin", "--username", "root", "--first-name", "Grace");

        String link = out.toString().lines().reduce((first, last) -> last).orElseThrow();
        assertThat(link).startsWith("http://127.0.0.1:4711/reset-password?token=gwp_");
        try (Operating system = operating()) {
            Origin origin = Origin.internal("test");
            String token = link.substring(link.indexOf('=') + 1);
            system.groundwork().passwords().reset(origin, token, Password.parse(PASSWORD));
        }
        done("users", "list", "--role", "admin", "--q", "grace");
        assertThat(out.toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("root@example.org  root", "Grace", "yes");
    }

    @Test
    void takesAPasswordFromTheStandardInputAndNeverAsAWord() throws Exception {
        InputStream in = new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        Map<String, String> environment = Map.of("GROUNDWORK_DATA_DIR", folder.toString());

        assertThat(run(environment, in, "users", "create", "piped@example.org", "--verified", "--password-stdin"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).doesNotContain("token=", "mail");
        assertThat(run("users", "reset-password", "piped@example.org", "--password-stdin"))
                .isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("no password on the standard input");
        assertThat(run("users", "reset-password", "piped@example.org", "hunter2"))
                .isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString()).contains("<email>").doesNotContain("hunter2");
        assertThat(
                        ask(
                                "select count(*) from app.users where email = 'piped@example.org' and password_hash is not null"))
                .isEqualTo("1");
    }

    @Test
    void suspendsTakesItBackAndSaysWhoDidItInTheAuditTrail() throws Exception {
        done("users", "create", "sus@example.org", "--verified");
        done("users", "suspend", "sus@example.org");
        assertThat(out.toString()).isEqualTo("sus@example.org is suspended now." + System.lineSeparator());
        done("users", "suspend", "SUS@example.org");
        assertThat(out.toString()).contains("already");
        assertThat(run("users", "reset-password", "sus@example.org")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("suspended").doesNotContain("token=");
        done("users", "suspend", "sus@example.org", "--undo");

        assertThat(ask("select string_agg(user_agent, ';' order by id) from audit.activity_logs"
                        + " where resource_id = (select uuid::text from app.users where email = 'sus@example.org')"
                        + " and action = 'UPDATE'"))
                .contains("groundwork users suspend, by " + System.getProperty("user.name"));
    }

    @Test
    void givesARoleWithAnEnd() {
        done("users", "create", "granted@example.org", "--verified");
        done("users", "grant", "granted@example.org", "admin", "--expires", "2999-01-01T00:00:00Z");
        assertThat(out.toString()).contains("has the role admin now, until 2999-01-01T00:00:00Z.");

        assertThat(run("users", "grant", "granted@example.org", "admin", "--expires", "2001-01-01T00:00:00Z"))
                .isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("must lie in the future");
        assertThat(run("users", "grant", "granted@example.org", "boss")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).containsExactly("There is no such role.");
        assertThat(run("users", "grant", "nobody@example.org", "admin")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).containsExactly("There is no such account.");
    }

    @Test
    void listsEverybodyAsJsonThoughThereAreMoreThanAPageHolds() throws Exception {
        String[] lines = IntStream.range(0, 450)
                .mapToObj(i -> "{\"email\": \"listed" + i + "@example.org\", \"status\": \"inactive\"}")
                .toArray(String[]::new);
        done("users", "import", file(lines).toString());

        done("users", "list", "--json", "--status", "inactive", "--q", "listed", "--sort", "email");
        assertThat(out.toString().lines())
                .hasSize(450)
                .allMatch(line -> line.startsWith("{\"id\":\"") && line.endsWith("\"}"));
        done("users", "list", "--json", "--q", "listed", "--limit", "3");
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(run("users", "list", "--status", "asleep")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("status must be one of");
    }

    @Test
    void importsEachLineOnceHoweverOftenAndByHoweverManyAtOnce() throws Exception {
        String[] lines = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"email\": \"once" + i
                        + "@example.org\", \"emailVerified\": true, \"passwordHash\": \"" + BCRYPT + "\"}")
                .toArray(String[]::new);
        String file = file(lines).toString();

        Together.run(2, i -> {
            StringWriter complaints = new StringWriter();
            int code = new Commands(
                            Map.of("GROUNDWORK_DATA_DIR", folder.toString()),
                            InputStream.nullInputStream(),
                            new PrintWriter(new StringWriter()),
                            new PrintWriter(complaints, true))
                    .run(List.of("users", "import", file));
            assertThat(code).as(complaints.toString()).isZero();
            return code;
        });

        done("users", "import", file);
        assertThat(out.toString().lines())
                .containsExactly("1,000 of 1,000 lines: 0 created, 1,000 there already, 0 refused.");
        assertThat(ask("select count(*) from app.users where email like 'once%'"))
                .isEqualTo("1000");
        assertThat(ask("select count(*) from audit.activity_logs where action = 'INSERT' and resource_type = 'users'"
                        + " and new_values->>'email' like 'once%'"))
                .isEqualTo("1000");
    }

    @Test
    void writesNothingWhereOneLineIsWrongAndTellsWhatIsTaken() throws Exception {
        String taken = "{\"email\": \"taken@example.org\"}";
        String fresh = "{\"email\": \"fresh@example.org\"}";
        assertThat(run("users", "import", file(taken, fresh, "{\"email\": 7}").toString()))
                .isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines())
                .containsExactly("line 3: /email must be text", "1 fault in 3 lines; nothing was written.");
        assertThat(ask("select count(*) from app.users where email = 'fresh@example.org'"))
                .isEqualTo("0");

        done("users", "create", "taken@example.org");
        assertThat(run("users", "import", file(taken, fresh).toString())).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines())
                .containsExactly("line 1: /email has an account already, which was not imported from it");
        assertThat(out.toString().lines()).containsExactly("2 of 2 lines: 1 created, 0 there already, 1 refused.");
    }

    @Test
    void showsAHundredFaultsAndCountsTheRest() throws Exception {
        String[] lines = IntStream.range(0, 150).mapToObj(i -> "{}").toArray(String[]::new);

        assertThat(run("users", "import", file(lines).toString())).isEqualTo(Commands.REFUSED);

        assertThat(err.toString().lines()).hasSize(102).contains("… and 50 more.");
    }

    @Test
    void rotatesKeysAndRetiresTheOldOne() throws Exception {
        String dev = DevelopmentSecrets.in(folder).encryptionKey();
        Map<String, String> both =
                Map.of("GROUNDWORK_DATA_DIR", folder.toString(), "GROUNDWORK_ENCRYPTION_KEY", NEW_KEY + "," + dev);
        String[] lines = IntStream.range(0, 250)
                .mapToObj(i -> "{\"email\": \"sealed" + i + "@example.org\"}")
                .toArray(String[]::new);
        done("users", "import", file(lines).toString());
        try (Operating system = operating()) {
            for (int i = 0; i < 250; i++) {
                User user = system.groundwork().users().find(system.actor(), new Login("sealed" + i + "@example.org"));
                Actor.User owner = new Actor.User(
                        user.id(), new SessionHandle("h".repeat(22)), Permissions.NONE, Origin.internal("test"));
                system.groundwork().ssns().put(owner, Ssn.parse("123-45-6789"));
            }
        }

        Together.run(2, i -> {
            int code = new Commands(
                            both,
                            InputStream.nullInputStream(),
                            new PrintWriter(new StringWriter()),
                            new PrintWriter(new StringWriter()))
                    .run(List.of("keys", "rotate"));
            assertThat(code).isZero();
            return code;
        });

        assertThat(ask("select string_agg(distinct encrypted_ssn_key_id, ',') from app.users"
                        + " where encrypted_ssn is not null"))
                .isEqualTo("k2");
        assertThat(run(both, InputStream.nullInputStream(), "keys", "rotate")).isZero();
        assertThat(out.toString()).contains("all are under the key \"k2\"", "No older key was in use.");
        Map<String, String> newOnly =
                Map.of("GROUNDWORK_DATA_DIR", folder.toString(), "GROUNDWORK_ENCRYPTION_KEY", NEW_KEY);
        assertThat(run(newOnly, InputStream.nullInputStream(), "keys", "rotate"))
                .isZero();
        assertThat(run("keys", "rotate")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("\"k2\"", "is missing");
    }

    @Test
    void startsThePostgresItselfWhereNobodyRunsIt() {
        servers.close();
        try {
            done("users", "create", "alone@example.org");
            done("users", "list", "--q", "alone@");
            assertThat(out.toString()).contains("alone@example.org");
        } finally {
            servers = start();
        }
    }

    @Test
    void makesNoDatabaseWhereThereIsNone() {
        Map<String, String> nowhere =
                Map.of("GROUNDWORK_DATA_DIR", elsewhere.resolve("none").toString());

        assertThat(run(nowhere, InputStream.nullInputStream(), "users", "list")).isEqualTo(Commands.REFUSED);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("There is no database in the data folder");
        assertThat(elsewhere.resolve("none")).doesNotExist();
    }

    @Test
    void asksForTheSecretsThatTheServersHave() {
        Map<String, String> environment = Map.of(
                "GROUNDWORK_DATA_DIR",
                elsewhere.resolve("none").toString(),
                "GROUNDWORK_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:1/groundwork",
                "GROUNDWORK_DATABASE_USER",
                "somebody");

        assertThat(run(environment, InputStream.nullInputStream(), "users", "list"))
                .isEqualTo(Commands.REFUSED);

        assertThat(err.toString().lines()).singleElement().asString().startsWith("GROUNDWORK_SESSION_SECRET or ");
    }

    @Test
    void refusesUnknownWordsAndMissingOnes() {
        assertThat(run("users", "lst")).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString()).contains("There is no command \"lst\"; did you mean \"list\"?");
        assertThat(run("users", "grant", "ada@example.org")).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString()).contains("takes <email> <role>.");
        assertThat(run("users", "create", "ada@example.org", "--password", "hunter2"))
                .isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(err.toString()).contains("There is no flag --password").doesNotContain("hunter2");
        assertThat(run("users", "create", "ada@example.org", "--mail", "--ask-password"))
                .isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("--mail and --ask-password");
        assertThat(run("keys", "rotat")).isEqualTo(Commands.MISUNDERSTOOD);
        assertThat(run("users", "import", "nowhere.ndjson")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("nowhere.ndjson");
    }

    @Test
    void helpSaysWhatEachCommandDoesAndHowAPasswordIsGiven() {
        for (List<String> command : List.of(
                List.of("users", "create"),
                List.of("users", "reset-password"),
                List.of("users", "import"),
                List.of("keys", "rotate"))) {
            String[] words = IntStream.rangeClosed(0, command.size())
                    .mapToObj(i -> i < command.size() ? command.get(i) : "--help")
                    .toArray(String[]::new);
            assertThat(run(words)).isZero();
            assertThat(out.toString()).doesNotContain("--pool-max").contains("groundwork " + String.join(" ", command));
        }
        assertThat(run("users", "reset-password", "--help")).isZero();
        assertThat(out.toString().lines().collect(Collectors.joining(" ")))
                .contains("--password-stdin", "--ask-password", "within an hour");
    }
}
