package dev.groundwork.bootstrap.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The packaged program on its embedded servers, used from outside as a newcomer uses it. */
@Timeout(240)
class ServeIT {
    private static final Pattern SETUP_LINK = Pattern.compile("/setup\\?token=(gws_[\\w-]+)");
    private static final Pattern VERIFY_LINK = Pattern.compile("/verify-email\\?token=(gwv_[\\w-]+)");
    private static final String PASSWORD = "a sentence is easy to remember";

    @TempDir
    Path folder;

    @Test
    void carriesTheFirstAccountFromRegistrationToHistoryAndKeepsItOverARestart() throws Exception {
        String task;
        try (Program program = serve()) {
            Client client = new Client(program.awaitReady());
            setUp(program, client);
            register(program, client);
            Client ada = client.as(token(client));
            task = work(ada);
            assertThat(client.get("/metrics").expect(200).response().body())
                    .contains(
                            "groundwork_cache_lookups_total{cache=\"users\",result=\"hit\"}",
                            "groundwork_cache_lookups_total{cache=\"sessions\",result=\"miss\"}",
                            "groundwork_redis_breaker_open 0.0",
                            "groundwork_redis_breaker_openings_total 0.0",
                            "groundwork_changes_lag_seconds_count");
            assertThat(program.terminate()).as(program.output()).isZero();
        }
        assertThat(Program.processesUnder(folder)).as("left running").isEmpty();
        try (Program program = serve()) {
            Client client = new Client(program.awaitReady());
            assertThat(program.output()).doesNotContain("/setup?token=");
            JsonNode kept = client.as(token(client))
                    .get("/v1/tasks/" + task)
                    .expect(200)
                    .json();
            assertThat(kept.path("status").asString()).isEqualTo("done");
            program.terminate();
        }
    }

    @Test
    void recoversAfterEverythingWasKilled() throws Exception {
        try (Program program = serve()) {
            Client client = new Client(program.awaitReady());
            register(program, client);
            program.kill();
        }
        for (long pid : Program.processesUnder(folder)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        try (Program program = serve()) {
            Client client = new Client(program.awaitReady());
            assertThat(token(client)).startsWith("gwa_");
            program.terminate();
        }
    }

    @Test
    void recoversAfterOnlyTheServerItselfWasKilled() throws Exception {
        try (Program program = serve()) {
            program.awaitReady();
            program.kill();
        }
        try (Program program = serve()) {
            Client client = new Client(program.awaitReady());
            client.get("/health/ready").expect(200);
            assertThat(program.terminate()).isZero();
        }
        assertThat(Program.processesUnder(folder)).as("left running").isEmpty();
    }

    @Test
    void refusesASecondServerOnTheSameFolderInOneSentence() throws Exception {
        try (Program first = serve()) {
            first.awaitReady();
            try (Program second = serve()) {
                assertThat(second.awaitExit(Duration.ofSeconds(30))).isNotZero();
                assertThat(second.output().lines()).hasSize(1);
                assertThat(second.output()).contains(folder.getFileName().toString());
            }
            new Client(first.awaitReady()).get("/health/ready").expect(200);
            first.terminate();
        }
    }

    @Test
    void tellsAnOperatorAtOnceWhatIsWrongWithTheSettings() throws Exception {
        // A JVM takes a second or two here; twenty is what a hook would wait that nobody tells of the end.
        try (Program program = Program.start(folder, Map.of("GROUNDWORK_POOL_MAX", "x"), "users", "list")) {
            assertThat(program.awaitExit(Duration.ofSeconds(15))).isEqualTo(1);
            assertThat(program.output().lines()).hasSize(1).first().asString().startsWith("GROUNDWORK_POOL_MAX must");
        }
    }

    private Program serve() throws Exception {
        return Program.start(
                folder, Map.of("GROUNDWORK_DATA_DIR", folder.resolve("data").toString()), "serve", "--port", "0");
    }

    private static void setUp(Program program, Client client) throws Exception {
        String link = program.awaitLine(line -> SETUP_LINK.matcher(line).find(), Duration.ofSeconds(5));
        Map<String, String> administrator =
                Map.of("token", found(SETUP_LINK, link), "email", "root@example.org", "password", PASSWORD);
        client.post("/v1/setup", administrator).expect(201);
        assertThat(client.post("/v1/setup", administrator).status()).isIn(409, 422);
    }

    private static void register(Program program, Client client) throws Exception {
        client.post("/v1/auth/register", Map.of("email", "ada@example.org", "password", PASSWORD, "username", "ada"))
                .expect(202);
        String mail = program.awaitLine(line -> VERIFY_LINK.matcher(line).find(), Duration.ofSeconds(10));
        Map<String, String> proof = Map.of("token", found(VERIFY_LINK, mail));
        client.post("/v1/auth/verify-email", proof).expect(204);
        client.post("/v1/auth/verify-email", proof).expect(422);
    }

    private static String token(Client client) throws Exception {
        return client.post("/v1/auth/login", Map.of("login", "ada", "password", PASSWORD))
                .expect(200)
                .text("accessToken");
    }

    private static String work(Client ada) throws Exception {
        Client.Answer me = ada.get("/v1/me").expect(200);
        ada.patch("/v1/me", Map.of("firstName", "Ada"), Map.of("If-Match", me.header("ETag")))
                .expect(200);
        ada.patch("/v1/me", Map.of("firstName", "Eve"), Map.of("If-Match", me.header("ETag")))
                .expect(412);
        String project = ada.post("/v1/projects", Map.of("name", "Analytical engine"))
                .expect(201)
                .text("id");
        String task = ada.post("/v1/projects/" + project + "/tasks", Map.of("title", "Write the first program"))
                .expect(201)
                .text("id");
        ada.patch("/v1/tasks/" + task, Map.of("status", "done"), Map.of()).expect(200);
        JsonNode history =
                ada.get("/v1/tasks/" + task + "/history").expect(200).json().path("items");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.path(0).path("action").asString()).isEqualTo("UPDATE");
        assertThat(history.path(0).path("actor").path("username").asString()).isEqualTo("ada");
        assertThat(history.path(0).path("changes").path("status").path("new").asString())
                .isEqualTo("done");
        return task;
    }

    private static String found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group(1);
    }
}
