package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.access.Origin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** From registration to history, as somebody outside walks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstLineTest {
    private static final String PROJECTS = "/v1/projects";

    private final Served served = Served.start();

    @BeforeAll
    void register() {
        served.register("ada");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client ada() {
        return served.client().as(served.login("ada").text("accessToken"));
    }

    @Test
    void answersARegistrationTheSameWayWhetherOrNotTheAddressIsTaken() {
        Client.Answer fresh = register("fresh@example.org");
        Client.Answer taken = register("ada@example.org");
        assertThat(taken.body()).isEqualTo(fresh.body());
        assertThat(taken.status()).isEqualTo(fresh.status()).isEqualTo(202);
        assertThat(taken.response().headers().map().keySet())
                .isEqualTo(fresh.response().headers().map().keySet());
    }

    private Client.Answer register(String email) {
        return served.client().post("/v1/auth/register", Map.of("email", email, "password", Served.PASSWORD));
    }

    @Test
    void refusesATakenUsernameAndPointsAtIt() {
        Client.Answer answer = served.client()
                .post(
                        "/v1/auth/register",
                        Map.of("email", "eve@example.org", "password", Served.PASSWORD, "username", "Ada"))
                .expect(409);
        assertThat(answer.text("type")).isEqualTo("/problems/conflict");
        assertThat(answer.errors()).containsExactly("/username: is taken");
    }

    @Test
    void answersAResendTheSameWayForEverybody() {
        Client.Answer known = served.client().post("/v1/auth/verify-email/resend", Map.of("email", "ada@example.org"));
        Client.Answer unknown = served.client().post("/v1/auth/verify-email/resend", Map.of("email", "no@example.org"));
        assertThat(known.expect(202).body()).isEqualTo(unknown.expect(202).body());
    }

    @Test
    void signsInWithTokensAndWithACookie() {
        Client.Answer tokens = served.login("ada@example.org");
        assertThat(tokens.text("accessToken")).startsWith("gwa_");
        assertThat(tokens.json().path("expiresIn").asInt()).isEqualTo(600);
        assertThat(tokens.json().path("session").path("current").asBoolean()).isTrue();
        assertThat(tokens.header("Set-Cookie")).isEmpty();

        Client.Answer cookie = served.client()
                .post(
                        "/v1/auth/login",
                        Map.of(
                                "login",
                                "ada",
                                "password",
                                Served.PASSWORD,
                                "mode",
                                "cookie",
                                "deviceInfo",
                                Map.of("name", "Difference engine")))
                .expect(200);
        assertThat(cookie.json().propertyNames()).containsExactlyInAnyOrder("session", "user");
        assertThat(cookie.json().path("session").path("deviceInfo").path("name").asString())
                .isEqualTo("Difference engine");
        assertThat(cookie.header("Set-Cookie"))
                .matches("groundwork=[A-Za-z0-9_-]+; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void refusesEveryBadSignInAlike() {
        served.client()
                .post("/v1/auth/register", Map.of("email", "unproven@example.org", "password", Served.PASSWORD))
                .expect(202);
        List<Client.Answer> answers = List.of(
                login("ada", "a wrong password, but a long one"),
                login("nobody", Served.PASSWORD),
                login("unproven@example.org", Served.PASSWORD));
        for (Client.Answer answer : answers) {
            answer.expect(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"groundwork\"");
            assertThat(answer.text("detail")).isEqualTo("The login or the password is wrong.");
        }
    }

    private Client.Answer login(String login, String password) {
        return served.client().post("/v1/auth/login", Map.of("login", login, "password", password));
    }

    @Test
    void showsAndChangesOnesOwnAccount() {
        Client ada = ada();
        Client.Answer before = ada.get("/v1/me").expect(200);
        assertThat(before.text("email")).isEqualTo("ada@example.org");
        Client.Answer after = ada.patch("/v1/me", Map.of("firstName", "Ada", "timezone", "Europe/London"))
                .expect(200);
        assertThat(after.text("firstName")).isEqualTo("Ada");
        assertThat(after.text("timezone")).isEqualTo("Europe/London");
        assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(ada.get("/v1/me").header("ETag")).isEqualTo(after.header("ETag"));
    }

    @Test
    void makesAProjectAndATaskAndTellsTheirHistory() {
        Client ada = ada();
        Client.Answer project = ada.post(
                        PROJECTS,
                        Map.of("name", "Analytical engine", "settings", Map.of("cogs", 25_000, "steam", true)))
                .expect(201);
        String id = project.text("id");
        assertThat(project.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + PROJECTS + "/" + id);
        assertThat(project.json().path("owner").path("username").asString()).isEqualTo("ada");
        Client.Answer read = ada.get(PROJECTS + "/" + id).expect(200);
        assertThat(read.body()).isEqualTo(project.body());
        assertThat(read.header("ETag")).isEqualTo(project.header("ETag"));

        Client.Answer task = ada.post(
                        PROJECTS + "/" + id + "/tasks", Map.of("title", "Write it", "labels", List.of("a")))
                .expect(201);
        String path = "/v1/tasks/" + task.text("id");
        assertThat(task.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + path);
        Client.Answer done = ada.patch(path, Map.of("status", "done")).expect(200);
        assertThat(done.text("completedAt")).isNotEmpty();
        JsonNode newest = ada.with("User-Agent", "loom/1")
                .get(path + "/history")
                .expect(200)
                .json()
                .path("items")
                .path(0);
        assertThat(newest.path("action").asString()).isEqualTo("UPDATE");
        assertThat(newest.path("actor").path("username").asString()).isEqualTo("ada");
        assertThat(newest.path("changes").path("status").path("new").asString()).isEqualTo("done");
        assertThat(newest.path("ipAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(ada.get(PROJECTS + "/" + id + "/history")
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isPositive();
    }

    @Test
    void showsAPublicProjectToEverybodyAndAPrivateOneToNobodyElse() {
        Client ada = ada();
        String open = ada.post(PROJECTS, Map.of("name", "Open", "visibility", "public"))
                .expect(201)
                .text("id");
        String hidden = ada.post(PROJECTS, Map.of("name", "Hidden")).expect(201).text("id");
        String task = ada.post(PROJECTS + "/" + hidden + "/tasks", Map.of("title", "T"))
                .expect(201)
                .text("id");
        served.client().get(PROJECTS + "/" + open).expect(200);
        served.client().get(PROJECTS + "/" + open + "/history").expect(401);
        Client bob = served.signedIn("bob");
        bob.get(PROJECTS + "/" + open + "/history").expect(403);
        bob.post(PROJECTS + "/" + open + "/tasks", Map.of("title", "T")).expect(403);
        Client.Answer foreign = bob.get(PROJECTS + "/" + hidden).expect(404);
        Client.Answer missing = bob.get(PROJECTS + "/" + UUID.randomUUID()).expect(404);
        Client.Answer malformed = bob.get(PROJECTS + "/not-a-uuid").expect(404);
        assertThat(foreign.text("detail")).isEqualTo(missing.text("detail")).isEqualTo(malformed.text("detail"));
        bob.get("/v1/tasks/" + task).expect(404);
        bob.patch("/v1/tasks/" + task, Map.of("title", "Mine")).expect(404);
        served.client().patch("/v1/tasks/" + task, Map.of("title", "Mine")).expect(401);
    }

    @Test
    void makesTheFirstAdministratorOnce() {
        String token = served.system().groundwork().setup().open().orElseThrow();
        Map<String, String> wanted = Map.of("token", token, "email", "root@example.org", "password", Served.PASSWORD);
        served.client()
                .post("/v1/setup", Map.of("token", "gws_x", "email", "root@example.org", "password", Served.PASSWORD))
                .expect(422);
        Client.Answer made = served.client().post("/v1/setup", wanted).expect(201);
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + "/v1/users/" + made.text("id"));
        served.client().post("/v1/setup", wanted).expect(409);
        assertThat(served.system().groundwork().setup().isOpen(Origin.internal("test"), token))
                .isFalse();
        Client root = served.client().as(served.login("root@example.org").text("accessToken"));
        root.with("X-Forwarded-For", "192.0.2.1").get("/metrics").expect(200);
    }
}
