package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens of scripts and services: their owner, narrowed, and never the account (R34). */
class ApiTokensTest {
    private static final String TOKENS = "/v1/me/tokens";

    private final Served served = Served.start();

    @AfterEach
    void stop() {
        served.close();
    }

    private static Client.Answer make(Client owner, Map<String, ?> wanted) {
        return owner.post(TOKENS, wanted).expect(201);
    }

    private Client with(String token) {
        return served.client().with("X-API-Key", token);
    }

    @Test
    void areShownOnce() {
        Client ada = served.signedIn("ada");
        Client.Answer made = make(ada, Map.of("name", "nightly report"));
        String token = made.text("token");
        assertThat(token).matches("gwk_[A-Za-z0-9_-]{43}");
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + TOKENS + "/" + made.text("id"));
        assertThat(made.text("projects")).isEqualTo("none");
        assertThat(made.json().path("permissions").size()).isZero();
        with(token).get("/v1/me").expect(200);
        Client.Answer list = ada.get(TOKENS).expect(200);
        assertThat(list.body()).doesNotContain(token);
        JsonNode item = list.json().path("items").path(0);
        assertThat(item.path("id").asString()).isEqualTo(made.text("id"));
        assertThat(item.path("lastUsedAt").isNull()).isFalse();
        assertThat(served.signedIn("bob")
                        .get(TOKENS)
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void areTakenFromEitherHeaderInTheOrderThatIsTold() {
        Client ada = served.signedIn("ada");
        String token = make(ada, Map.of("name", "t")).text("token");
        String cookieOfBob = registered("bob");
        with(token).get("/v1/me").expect(200);
        served.client().as(token).get("/v1/me").expect(200);
        assertThat(with(token).with("Cookie", cookieOfBob).get("/v1/me").text("username"))
                .isEqualTo("ada");
        assertThat(served.client()
                        .as(served.login("bob").text("accessToken"))
                        .with("X-API-Key", token)
                        .get("/v1/me")
                        .text("username"))
                .isEqualTo("bob");
        with(token).with("Authorization", "Bearer gwk_forged").get("/v1/me").expect(401);
        with("gwk_forged").with("Cookie", cookieOfBob).get("/v1/me").expect(401);
        with(served.login("bob").text("accessToken")).get("/v1/me").expect(401);
        for (String bad : List.of("", "gwk_", "gwk_forged", token + "x", "Bearer " + token)) {
            assertThat(with(bad).get("/openapi.json").expect(401).header("WWW-Authenticate"))
                    .contains("error=\"invalid_token\"");
        }
    }

    private String registered(String username) {
        served.register(username);
        return served.cookie(username);
    }

    @Test
    void reachNothingOfTheAccount() {
        Client root = served.administrator("root");
        String token = make(
                        root,
                        Map.of(
                                "name",
                                "all",
                                "permissions",
                                List.of("users:read", "users:delete", "users:read-ssn"),
                                "projects",
                                "write"))
                .text("token");
        with(token).get("/v1/me").expect(200);
        with(token).get("/v1/me/permissions").expect(200);
        List<Route> ofTheAccount = served.server().routes().stream()
                .filter(route -> Access.ACCOUNT_HOLDER.equals(route.access()))
                .toList();
        assertThat(ofTheAccount).hasSizeGreaterThan(10);
        for (Route route : ofTheAccount) {
            String path = route.path().replace("{id}", "AAAAAAAAAAAAAAAAAAAAAA");
            with(token).json(route.method(), path, "{}").expect(403);
        }
        with(token).method("POST", "/v1/auth/logout").expect(403);
        root.get("/v1/me").expect(200);
    }

    @Test
    void mayWhatTheyCarryAndTheirOwnerHolds() {
        Client root = served.administrator("root");
        assertThat(root.post("/v1/me/tokens", Map.of("name", "n", "permissions", List.of("metrics:read", "no:such")))
                        .expect(422)
                        .errors())
                .containsExactly("/permissions: There is no permission no:such.");
        String narrow = make(root, Map.of("name", "n", "permissions", List.of("metrics:read")))
                .text("token");
        JsonNode held =
                with(narrow).get("/v1/me/permissions").expect(200).json().path("items");
        assertThat(held.valueStream().map(one -> one.path("permission").asString()))
                .containsExactly("metrics:read");
        Client far = served.client().with("X-Forwarded-For", "192.0.2.1");
        far.with("X-API-Key", narrow).get("/metrics").expect(200);
        String none = make(root, Map.of("name", "none")).text("token");
        far.with("X-API-Key", none).get("/metrics").expect(403);
        String ofAda = make(served.signedIn("ada"), Map.of("name", "n", "permissions", List.of("metrics:read")))
                .text("token");
        far.with("X-API-Key", ofAda).get("/metrics").expect(403);
    }

    @Test
    void seeTheirOwnersProjectsAsFarAsTheySay() {
        Client ada = served.signedIn("ada");
        String project =
                "/v1/projects/" + ada.post("/v1/projects", Map.of("name", "P")).text("id");
        Map<String, List<Integer>> expected =
                Map.of("none", List.of(404, 404), "read", List.of(200, 403), "write", List.of(200, 201));
        expected.forEach((projects, statuses) -> {
            Client token =
                    with(make(ada, Map.of("name", "t", "projects", projects)).text("token"));
            token.get(project).expect(statuses.get(0));
            token.post(project + "/tasks", Map.of("title", "T")).expect(statuses.get(1));
        });
    }

    @Test
    void endOnTheirDayAndWhenTheirOwnerSaysSo() {
        Client ada = served.signedIn("ada");
        Client.Answer one = make(ada, Map.of("name", "one"));
        Client.Answer two = make(ada, Map.of("name", "two"));
        served.signedIn("bob").method("DELETE", TOKENS + "/" + one.text("id")).expect(404);
        ada.method("DELETE", TOKENS + "/x").expect(404);
        ada.method("DELETE", TOKENS + "/" + one.text("id")).expect(204);
        ada.method("DELETE", TOKENS + "/" + one.text("id")).expect(404);
        with(one.text("token")).get("/v1/me").expect(401);
        with(two.text("token")).get("/v1/me").expect(200);
        served.system().clock().advance(Duration.ofDays(90));
        with(two.text("token")).get("/v1/me").expect(401);
    }

    @Test
    void endWithTheirOwnersStatus() {
        served.administrator("root");
        Client ada = served.signedIn("ada");
        Client token = with(make(ada, Map.of("name", "one")).text("token"));
        String id = token.get("/v1/me").expect(200).text("id");
        served.suspend(id);
        token.get("/v1/me").expect(401);
    }

    @Test
    void areNotMadeOfNonsense() {
        Client ada = served.signedIn("ada");
        assertThat(ada.post(
                                TOKENS,
                                Map.of(
                                        "name",
                                        " ",
                                        "permissions",
                                        List.of("audit:read", "Audit:READ"),
                                        "projects",
                                        "all",
                                        "expiresAt",
                                        "2020-01-01T00:00:00Z"))
                        .expect(422)
                        .errors())
                .extracting(error -> error.replaceAll(":.*", ""))
                .containsExactlyInAnyOrder("/name", "/permissions/1", "/projects", "/expiresAt");
        ada.post(TOKENS, Map.of("name", "t", "token", "gwk_mine")).expect(400);
        ada.post(TOKENS, Map.of("name", "t", "expiresAt", "2999-01-01T00:00:00Z"))
                .expect(422);
    }
}
