package dev.groundwork.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.audit.AuditSeals;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.bootstrap.embedded.DevelopmentSecrets;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.bootstrap.embedded.EmbeddedServers.Database;
import dev.groundwork.db.DatabaseLogin;
import dev.groundwork.db.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./groundwork audit verify} beside an embedded PostgreSQL, whose superuser does what they should not. */
@Timeout(120)
class TrailCheckTest {
    private static final String NEW_KEY = "k2:/AX0nWT3MZN8gMzKJTiOaIJAjHGA5/LimfXiSvKTnmA=";

    @TempDir
    Path folder;

    private EmbeddedServers servers;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void startServers() {
        servers = EmbeddedServers.start(folder, EnumSet.of(EmbeddedServers.Server.POSTGRESQL));
        Database database = servers.database();
        new Migrations(database.url(), database.owner()).up(database.runtime().user());
        DevelopmentSecrets.in(folder);
        for (int i = 0; i < 4; i++) {
            assertThat(run("users", "create", "somebody-" + i + "@example.org")).isZero();
            seal();
        }
    }

    @AfterEach
    void stopServers() {
        servers.close();
    }

    /** As a running server does every now and then. */
    private void seal() {
        Settings settings = Settings.read(Map.of(), Map.of("GROUNDWORK_DATA_DIR", folder.toString()), null);
        try (Operating system = new Operating(settings, "test")) {
            AuditSeals seals = system.groundwork().auditSeals();
            do {
                seals.seal();
            } while (seals.waiting().orElseThrow() > 0);
        }
    }

    private int run(String... words) {
        return run(Map.of(), words);
    }

    private int run(Map<String, String> more, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        Map<String, String> environment = new HashMap<>(more);
        environment.put("GROUNDWORK_DATA_DIR", folder.toString());
        return new Commands(
                        environment,
                        InputStream.nullInputStream(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(List.of(words));
    }

    private void asSuperuser(String sql) throws SQLException, IOException {
        DatabaseLogin superuser = new DatabaseLogin(
                "postgres", Files.readString(folder.resolve("secrets/postgres")).strip());
        try (Connection connection = superuser.connect(servers.database().url());
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica; " + sql);
        }
    }

    @Test
    void saysThatTheTrailFitsAndWhatItsLastSealIs() {
        assertThat(run("users", "create", "later@example.org")).isZero();

        assertThat(run("audit", "verify")).as(err.toString()).isZero();

        assertThat(out.toString())
                .containsPattern("entries in \\d+ seals fit\\.")
                .containsPattern("Not sealed yet: [1-9]");
        String last = lastSeal();
        seal();
        assertThat(run("audit", "verify", "--expect", last)).isZero();
        assertThat(run("audit", "verify", "--from", "2200-01-01T00:00:00Z")).isZero();
        assertThat(out.toString()).contains("0 entries in 0 seals fit.");
    }

    private String lastSeal() {
        return out.toString().strip().replaceFirst("(?s).* is ", "");
    }

    @Test
    void namesTheSealTheTimeAndTheEntryThatDoNotFit() throws Exception {
        asSuperuser("update audit.activity_logs set actor = 'system:nobody'"
                + " where id = (select entry_ids[1] from audit.seals where number = 2)");

        assertThat(run("audit", "verify")).isEqualTo(Commands.REFUSED);

        assertThat(out.toString())
                .containsPattern(
                        "At seal 2 \\(.* to 20.*Z\\) the audit trail does not fit: entry \\d+ is not what was sealed\\.")
                .contains("in 2 seals before that fit.");
    }

    @Test
    void missesASealThatAnEarlierRunPrinted() throws Exception {
        assertThat(run("audit", "verify")).isZero();
        String last = lastSeal();
        asSuperuser("delete from audit.seals where number > 2");
        assertThat(run("audit", "verify")).isZero();

        assertThat(run("audit", "verify", "--expect", last)).isEqualTo(Commands.REFUSED);

        assertThat(out.toString()).contains("is not there");
        assertThat(run("audit", "verify", "--expect", "12")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString()).contains("--expect must be a seal");
    }

    @Test
    void stillProvesWhatWasSealedBeforeTheKeyWasChanged() throws Exception {
        String both = NEW_KEY + "," + DevelopmentSecrets.in(folder).encryptionKey();
        assertThat(run(Map.of("GROUNDWORK_ENCRYPTION_KEY", both), "keys", "rotate"))
                .isZero();
        Map<String, String> newOnly = Map.of("GROUNDWORK_ENCRYPTION_KEY", NEW_KEY);
        assertThat(run(newOnly, "audit", "verify")).as(out.toString()).isZero();

        asSuperuser(
                "delete from audit.activity_logs where id = (select entry_ids[1] from audit.seals where number = 1)");

        assertThat(run(newOnly, "audit", "verify")).isEqualTo(Commands.REFUSED);
        assertThat(out.toString()).contains("At seal 1 (the beginning to ").contains(" is missing.");
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThat(run("audit", "verify", "--from", "yesterday")).isEqualTo(Commands.REFUSED);
        assertThat(err.toString().lines()).singleElement().asString().contains("from");
        assertThat(run("audit", "verify", "--help")).isZero();
        assertThat(out.toString()).contains("--from", "--to", "--expect", "superuser");
    }
}
