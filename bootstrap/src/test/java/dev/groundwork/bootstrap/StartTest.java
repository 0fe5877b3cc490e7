package dev.groundwork.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.bootstrap.configuration.Configuration;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.db.DatabaseLogin;
import dev.groundwork.db.ThrowAwayPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts on servers that run already, those that succeed and those that can't, each told in one sentence. */
@Timeout(120)
class StartTest {
    private static final String SECRET = "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P";
    private static final String KEY = "k1:q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4o=";
    private static final String OTHER_KEY = "k1:/AX0nWT3MZN8gMzKJTiOaIJAjHGA5/LimfXiSvKTnmA=";
    private static final String NEITHER_OPEN = "1";

    @TempDir
    static Path folder;

    private static ThrowAwayPostgres postgres;
    private static EmbeddedServers servers;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startServers() {
        postgres = ThrowAwayPostgres.start();
        servers = EmbeddedServers.start(folder, EnumSet.of(EmbeddedServers.Server.REDIS));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
        postgres.close();
    }

    /** An empty database of the test's own. */
    private static String database(String name) throws SQLException {
        try (Connection superuser = postgres.connect(postgres.superuser());
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    "create database " + name + " owner " + postgres.owner().user());
        }
        return postgres.url(name);
    }

    private static Map<String, String> environment(String url) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GROUNDWORK_PORT", "0",
                "GROUNDWORK_DATABASE_URL", url,
                "GROUNDWORK_REDIS_URL", servers.redisUrl().toString(),
                "GROUNDWORK_SESSION_SECRET", SECRET,
                "GROUNDWORK_ENCRYPTION_KEY", KEY));
        put(environment, "DATABASE", postgres.runtime());
        put(environment, "MIGRATION", postgres.owner());
        return environment;
    }

    private static void put(Map<String, String> environment, String which, DatabaseLogin login) {
        environment.put("GROUNDWORK_" + which + "_USER", login.user());
    }

    private int run(Map<String, String> environment, String... words) {
        return new Commands(
                        environment,
                        InputStream.nullInputStream(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(List.of(words));
    }

    private void assertRefuses(Map<String, String> environment, String sentence) {
        assertThat(run(environment, "serve")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().matches(sentence);
    }

    private static void start(Map<String, String> environment) {
        try (Server server = new Server(Configuration.forServing(Settings.read(Map.of(), environment, null)))) {
            server.start();
        }
    }

    @Test
    void migratesWhatIsEmptyAndStartsAgainOnWhatIsThereWithoutAnOwner() throws SQLException {
        Map<String, String> environment = environment(database("fresh"));
        start(environment);
        environment.remove("GROUNDWORK_MIGRATION_USER");
        start(environment);
    }

    @Test
    void movesTheSchemaUpAndDownAndTellsWhereItIs() throws SQLException {
        Map<String, String> environment = environment(database("moved"));
        assertThat(run(environment, "migrate", "status")).isZero();
        assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.endsWith("waits"));
        assertThat(run(environment, "migrate", "up")).isZero();
        assertThat(out.toString()).contains("The schema went up from version 0 to ");
        assertThat(run(environment, "migrate", "up")).isZero();
        assertThat(out.toString()).contains(" already.");
        assertThat(run(environment, "migrate", "down")).isZero();
        assertThat(out.toString()).contains("The schema went down from version ");
        assertThat(run(environment, "migrate", "down", "--to", "0")).isZero();
        assertThat(run(environment, "migrate", "down")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).containsExactly("The schema is at version 0: there is nothing to undo.");
    }

    @Test
    void refusesToLoseRowsUnlessTold() throws SQLException {
        Map<String, String> environment = environment(database("kept"));
        environment.put("GROUNDWORK_ADMIN_EMAIL", "root@example.org");
        environment.put("GROUNDWORK_ADMIN_PASSWORD", "a sentence is easy to remember");
        start(environment);
        assertThat(run(environment, "migrate", "down", "--to", "0")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("app.users (1)", "--lose-rows");
        assertThat(run(environment, "migrate", "down", "--to", "0", "--lose-rows"))
                .isZero();
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = environment("jdbc:postgresql://127.0.0.1:1/none");
            environment.put("GROUNDWORK_PORT", Integer.toString(taken.getLocalPort()));
            assertRefuses(
                    environment,
                    "Nobody can listen on port " + taken.getLocalPort() + " of 127.0.0.1 .*; stop what does, or set"
                            + " GROUNDWORK_PORT .*");
        }
    }

    @Test
    void refusesADatabaseThatIsNotThere() {
        assertRefuses(
                environment("jdbc:postgresql://127.0.0.1:" + NEITHER_OPEN + "/groundwork?sslpassword=hunter2"),
                "PostgreSQL cannot be reached at jdbc:postgresql://127.0.0.1:1/groundwork; is it running, .*");
    }

    @Test
    void refusesADatabaseThatDoesNotExist() {
        assertRefuses(
                environment(postgres.url("nowhere")),
                "There is no such database at .*/nowhere; create it, owned by the migration login\\.");
    }

    @Test
    void refusesALoginThatIsNotLetIn() {
        Map<String, String> environment = environment(postgres.url());
        environment.put("GROUNDWORK_DATABASE_USER", "nobody");
        environment.remove("GROUNDWORK_MIGRATION_USER");
        assertRefuses(environment, "PostgreSQL at .* does not let \"nobody\" in; check the name and the password\\.");
    }

    @Test
    void refusesARedisThatIsNotThere() throws SQLException {
        Map<String, String> environment = environment(database("no_redis"));
        environment.put("GROUNDWORK_REDIS_URL", "redis://127.0.0.1:" + NEITHER_OPEN);
        assertRefuses(
                environment, "Redis at 127\\.0\\.0\\.1:1 can't be reached; is it running, and is the address right\\?");
    }

    @Test
    void refusesAWrongPasswordForRedis() throws SQLException {
        Map<String, String> environment = environment(database("no_redis_login"));
        URI redis = servers.redisUrl();
        environment.put("GROUNDWORK_REDIS_URL", "redis://:hunter2@" + redis.getHost() + ":" + redis.getPort());
        assertRefuses(environment, "Redis at .* does not accept the user or the password of its URL\\.");
    }

    @Test
    void refusesASchemaThatIsMissingWhereNobodyMayMigrate() throws SQLException {
        Map<String, String> environment = environment(database("empty"));
        environment.remove("GROUNDWORK_MIGRATION_USER");
        assertRefuses(
                environment,
                "The schema is at version 0 and this build needs \\d+; run \\./groundwork migrate up, or set"
                        + " GROUNDWORK_MIGRATION_USER\\.");
    }

    @Test
    void refusesASchemaThatIsNewer() throws SQLException {
        String url = database("newer");
        Map<String, String> environment = environment(url);
        assertThat(run(environment, "migrate", "up")).isZero();
        try (Connection owner = postgres.owner().connect(url);
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "insert into ops.flyway_schema_history (installed_rank, version, description, type, script,"
                            + " checksum, installed_by, execution_time, success)"
                            + " select 99, '99', 'future', type, script, checksum, installed_by, 1, true"
                            + " from ops.flyway_schema_history where version = '1'");
        }
        assertRefuses(
                environment, "The schema is at version 99, newer than this build's \\d+; run the newer build, .*");
    }

    @Test
    void refusesARuntimeLoginThatOwnsTheTables() throws SQLException {
        Map<String, String> environment = environment(database("owned"));
        put(environment, "DATABASE", postgres.owner());
        assertRefuses(environment, "The runtime login \".+\" is the migration login, .*");
    }

    @Test
    void refusesAnEncryptionKeyThatDoesNotFitWhatIsStored() throws SQLException {
        Map<String, String> environment = environment(database("encrypted"));
        start(environment);
        environment.put("GROUNDWORK_ENCRYPTION_KEY", OTHER_KEY);
        assertRefuses(
                environment,
                "GROUNDWORK_ENCRYPTION_KEY does not fit what is stored: the key \"k1\" is not the one that stored values"
                        + " were written with; set the keys that it was written with\\.");
        environment.put("GROUNDWORK_ENCRYPTION_KEY", OTHER_KEY.replace("k1", "k2") + "," + KEY);
        start(environment);
    }

    @Test
    void refusesADataFolderThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefuses(
                Map.of("GROUNDWORK_PORT", "0", "GROUNDWORK_DATA_DIR", file.toString()),
                "The data folder .*/file can't be used: .*GROUNDWORK_DATA_DIR\\.");
    }

    @Test
    void closesWhatItOpenedWhereTheStartFailsInTheMiddle() {
        Opened opened = new Opened();
        StringBuilder closed = new StringBuilder();
        opened.add(() -> closed.append("first"));
        opened.add(() -> {
            throw new IOException("cannot");
        });
        opened.add(() -> closed.append("last "));
        opened.close();
        assertThat(closed).hasToString("last first");
        assertThatThrownBy(() -> opened.add(() -> closed.append(" late"))).isInstanceOf(IllegalStateException.class);
        assertThat(closed).hasToString("last first late");
    }
}
