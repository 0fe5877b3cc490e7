package dev.groundwork.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import dev.groundwork.bootstrap.StartRefused;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Server;
import dev.groundwork.db.DatabaseLogin;
import dev.groundwork.db.Migrations;
import dev.groundwork.db.RuntimeLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on a real folder; most tests share one, as starts of the same server do. */
@Timeout(60)
class EmbeddedServersTest {
    @TempDir
    static Path shared;

    @TempDir
    Path own;

    @Test
    void keepsWhatWasWrittenOverARestart() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            execute(
                    servers,
                    "drop table if exists kept; create table kept (what text); insert into kept values ('a row')");
        }
        try (EmbeddedServers servers = start(shared)) {
            assertThat(ask(servers, "select what from kept")).isEqualTo("a row");
        }
    }

    @Test
    void hasALoginForMigrationsAndOneForTheServerAndNeitherIsASuperuser() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            Database database = servers.database();
            assertThat(ask(
                            servers,
                            "select string_agg(concat(rolname, rolsuper, rolcreaterole, rolbypassrls), ' ' order by 1)"
                                    + " from pg_roles where rolname like 'groundwork%'"))
                    .isEqualTo("groundwork_ownerftf groundwork_runtimefff");
            new Migrations(database.url(), database.owner())
                    .up(database.runtime().user());
            try (Connection runtime = connect(database, database.runtime())) {
                RuntimeLogin.check(runtime);
            }
        }
    }

    @Test
    void keepsItsDataDurablyAndSortsAndFoldsLettersTheSameEverywhere() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            assertThat(ask(
                            servers,
                            "select concat(current_setting('fsync'), current_setting('full_page_writes'),"
                                    + " current_setting('synchronous_commit'), current_setting('data_checksums'))"))
                    .isEqualTo("onononon");
            assertThat(ask(servers, "select concat(lower('ÄÉ'), 'Z' < 'a', 'z' < 'ä')"))
                    .isEqualTo("äétt");
        }
    }

    @Test
    void letsNobodyInWithoutTheRightPassword() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            Database database = servers.database();
            for (String user : List.of("groundwork_owner", "groundwork_runtime", "postgres")) {
                assertThatThrownBy(() -> connect(database, new DatabaseLogin(user, "wrong")))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
            URI redis = servers.redisUrl();
            String password = redis.getUserInfo().substring(1);
            assertThat(redis(redis.getPort(), "PING")).startsWith("-NOAUTH");
            assertThat(redis(redis.getPort(), "AUTH " + password)).isEqualTo("+OK");
        }
    }

    @Test
    void showsItsSecretsToNobodyElse() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            assertThat(servers.database().toString()).contains("masked");
            try (Stream<Path> files = Files.list(shared.resolve("secrets"))) {
                for (Path file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                    String secret = Files.readString(file).strip();
                    assertThat(Running.under(shared).commandLines().values()).noneMatch(line -> line.contains(secret));
                }
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("redis/redis.conf"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void leavesNothingRunningHoweverLongAClientWouldStay() throws Exception {
        Connection client;
        try (EmbeddedServers servers = start(shared)) {
            client = connect(servers.database(), servers.database().owner());
            assertThat(Running.under(shared).count()).isEqualTo(2);
        }
        try (client) {
            assertThat(Running.under(shared).count()).isZero();
            assertThat(client.isValid(1)).isFalse();
        }
    }

    @Test
    void startsOnlyWhatIsAskedFor() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(shared, Set.of(Server.REDIS))) {
            assertThat(Running.under(shared).count()).isEqualTo(1);
            assertThatThrownBy(servers::database).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesASecondServerOnTheSameFolderAndLeavesTheFirstAlone() throws Exception {
        try (EmbeddedServers servers = start(shared)) {
            assertThatThrownBy(() -> start(shared))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining(shared.toRealPath().toString())
                    .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")");
            assertThat(ask(servers, "select 1")).isEqualTo("1");
        }
        try (ServersApart apart = ServersApart.start(shared)) {
            assertThatThrownBy(() -> start(shared))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("already works in the data folder");
            apart.kill();
        }
        start(shared).close();
    }

    @Test
    void stopsWhatAKilledServerLeftRunningAndGoesOn() throws Exception {
        Running left;
        try (ServersApart apart = ServersApart.start(shared)) {
            apart.kill();
            left = Running.under(shared);
            assertThat(left.count()).isEqualTo(2);
        }
        try (EmbeddedServers servers = start(shared)) {
            assertThat(ask(servers, "select 1")).isEqualTo("1");
            assertThat(Running.under(shared).commandLines().keySet())
                    .hasSize(2)
                    .doesNotContainAnyElementsOf(left.commandLines().keySet());
        }
    }

    @Test
    void recoversAfterEverythingWasKilled() throws Exception {
        try (ServersApart apart = ServersApart.start(shared)) {
            apart.kill();
            Running.under(shared).kill();
        }
        try (EmbeddedServers servers = start(shared)) {
            assertThat(ask(servers, "select 1")).isEqualTo("1");
            assertThat(redis(servers.redisUrl().getPort(), "PING")).startsWith("-NOAUTH");
        }
    }

    @Test
    void takesNoStrangerForItsOwnServer() throws Exception {
        start(shared).close();
        String stranger = Long.toString(ProcessHandle.current().pid());
        Files.writeString(shared.resolve("postgresql/data/postmaster.pid"), stranger + "\n/elsewhere\n");
        Files.writeString(shared.resolve("redis/redis.pid"), stranger + "\n");
        try (EmbeddedServers servers = start(shared)) {
            assertThat(ask(servers, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void beginsAnewWhereMakingTheDatabaseWasInterruptedAlsoUnderAnOddPath() throws Exception {
        shareBinaries();
        Path folder = Files.createDirectories(own.resolve("my data, übrigens"));
        Files.move(own.resolve("binaries"), folder.resolve("binaries"));
        Files.createDirectories(folder.resolve("postgresql.draft/data"));
        Files.writeString(folder.resolve("postgresql.draft/data/PG_VERSION"), "half");
        try (EmbeddedServers servers = start(folder)) {
            assertThat(ask(servers, "select 1")).isEqualTo("1");
            assertThat(Running.under(folder).count()).isEqualTo(2);
        }
        assertThat(Running.under(folder).count()).isZero();
        assertThat(folder.resolve("postgresql.draft")).doesNotExist();
        assertThat(Files.readString(folder.resolve("postgresql/data/PG_VERSION"))
                        .strip())
                .isEqualTo(PostgresServer.MAJOR_VERSION);
    }

    @Test
    void refusesDataOfAnotherPostgreSql() throws Exception {
        Path data = Files.createDirectories(own.resolve("postgresql/data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        shareBinaries();
        assertThatThrownBy(() -> start(own))
                .isInstanceOf(StartRefused.class)
                .hasMessage("The data folder " + own.toRealPath()
                        + " holds data of PostgreSQL 17, and this Groundwork embeds 18;"
                        + " move the data with pg_dump, or give another folder by GROUNDWORK_DATA_DIR.");
        assertThat(Running.under(own).count())
                .as("Redis, which was launched already")
                .isZero();
    }

    @Test
    void refusesDataWhosePasswordsAreLost() throws Exception {
        Path data = Files.createDirectories(own.resolve("postgresql/data"));
        Files.writeString(data.resolve("PG_VERSION"), PostgresServer.MAJOR_VERSION);
        shareBinaries();
        assertThatThrownBy(() -> start(own))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("has lost the file secrets/groundwork_owner");
    }

    @Test
    void refusesAFolderThatIsNone() throws Exception {
        Path file = Files.createFile(own.resolve("file"));
        for (Path folder : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> start(folder))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("The data folder " + folder)
                    .hasMessageContaining("GROUNDWORK_DATA_DIR");
        }
    }

    @Test
    void tellsWhyPostgreSqlDoesNotStart() throws Exception {
        start(shared).close();
        Path configuration = shared.resolve("postgresql/data/postgresql.conf");
        String sound = Files.readString(configuration);
        Files.writeString(configuration, "no_such_setting = 1\n");
        try {
            assertThatThrownBy(() -> start(shared))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("The embedded PostgreSQL does not start: configuration file")
                    .hasMessageContaining("contains errors")
                    .hasMessageContaining("server.log");
        } finally {
            Files.writeString(configuration, sound);
        }
        assertThat(Running.under(shared).count())
                .as("Redis, which was launched first")
                .isZero();
    }

    /** What a container does to root, where it forbids namespaces. */
    @Test
    void lendsPostgreSqlAnotherUserWhereRootMayMakeNoNamespace() throws Exception {
        Path home = Files.createDirectories(own.resolve("postgresql"));
        if (new UnixSystem().getUid() != 0) {
            assertThat(ServerAccount.chooseFor(own, home).prefix()).isEmpty();
            return;
        }
        ServerAccount account = ServerAccount.another(own, home, 65534);
        Command id = Command.run(own, Duration.ofSeconds(5), "", account.words(List.of("id", "-u")));
        assertThat(id.output().strip()).isEqualTo("65534");
        assertThat(Files.getAttribute(home, "unix:uid")).isEqualTo(65534);
        assertThat(ServerAccount.chooseFor(own, home)).as("and keeps it").isEqualTo(account);
    }

    private static EmbeddedServers start(Path folder) {
        return EmbeddedServers.start(folder, EnumSet.allOf(Server.class));
    }

    /** Unpacking is what takes longest, and is the same each time. */
    private void shareBinaries() throws IOException {
        if (!Files.exists(shared.resolve("binaries"))) {
            start(shared).close();
        }
        Files.createSymbolicLink(own.resolve("binaries"), shared.resolve("binaries"));
    }

    private static Connection connect(Database database, DatabaseLogin login) throws SQLException {
        return DriverManager.getConnection(database.url(), login.user(), login.password());
    }

    private static void execute(EmbeddedServers servers, String statement) throws SQLException {
        Database database = servers.database();
        try (Connection connection = connect(database, database.owner());
                Statement plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }

    private static String ask(EmbeddedServers servers, String query) throws SQLException {
        Database database = servers.database();
        try (Connection connection = connect(database, database.owner());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static String redis(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(Loopback.at(port));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
