package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who has which role and until when, over HTTP (R01–R04, R27). */
class GrantsTest {
    private final Served served = Served.start();
    private Client root = served.client();
    private Client ada = served.client();
    private String adas = "";

    @BeforeEach
    void signIn() {
        root = served.administrator("root");
        ada = served.signedIn("ada");
        adas = roles(ada);
        root.post("/v1/roles", Map.of("name", "reader", "permissions", List.of("users:read")))
                .expect(201);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private static String roles(Client client) {
        return "/v1/users/" + client.get("/v1/me").text("id") + "/roles";
    }

    /** A client that is signed in as a new account with a new role that holds these. */
    private Client holding(String name, String... permissions) {
        Client client = served.signedIn(name);
        root.post("/v1/roles", Map.of("name", "of-" + name, "permissions", permissions))
                .expect(201);
        root.method("PUT", roles(client) + "/of-" + name).expect(201);
        return client;
    }

    private Map<String, Object> until(Duration fromNow) {
        Instant end = served.system().clock().instant().plus(fromNow).truncatedTo(ChronoUnit.MILLIS);
        return Map.of("expiresAt", end.toString());
    }

    @Test
    void givesARoleFirstAndAnewAndTakesIt() {
        Client.Answer first = root.method("PUT", adas + "/reader").expect(201);
        assertThat(first.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + adas + "/reader");
        assertThat(first.json().path("expiresAt").isNull()).isTrue();
        assertThat(first.json().path("assignedBy").path("username").asString()).isEqualTo("root");
        ada.get("/v1/users").expect(200);
        Client.Answer anew = root.with("If-Match", first.header("ETag"))
                .put(adas + "/reader", until(Duration.ofHours(1)))
                .expect(200);
        assertThat(anew.text("expiresAt")).isNotEmpty();
        Client stale = root.with("If-Match", first.header("ETag"));
        stale.method("PUT", adas + "/reader").expect(412);
        stale.method("DELETE", adas + "/reader").expect(412);
        root.with("If-Match", first.header("ETag") + ", " + anew.header("ETag"))
                .method("DELETE", adas + "/reader")
                .expect(204);
        ada.get("/v1/users").expect(403);
        root.method("DELETE", adas + "/reader").expect(404);
        stale.method("PUT", adas + "/reader").expect(412);
    }

    @Test
    void listsWhatSomebodyHasByRole() {
        root.put(adas + "/reader", until(Duration.ofMinutes(1))).expect(201);
        Client.Answer page = root.get(adas + "?limit=1").expect(200);
        assertThat(page.json().path("items").path(0).path("role").asString()).isEqualTo("reader");
        Client.Answer rest =
                root.get(adas + "?limit=1&cursor=" + page.text("nextCursor")).expect(200);
        assertThat(rest.json().path("items").path(0).path("role").asString()).isEqualTo("user");
        assertThat(rest.json().path("nextCursor").isNull()).isTrue();
        served.system().clock().advance(Duration.ofMinutes(2));
        assertThat(root.get(adas).json().path("items").size())
                .as("a grant that has ended is still told of")
                .isEqualTo(2);
    }

    @Test
    void decidesTheEndOfAGrantAtTheMomentOfUse() {
        root.put(adas + "/reader", until(Duration.ofMinutes(5))).expect(201);
        ada.get("/v1/users").expect(200);
        served.system().clock().advance(Duration.ofMinutes(4));
        ada.get("/v1/users").expect(200);
        served.system().clock().advance(Duration.ofMinutes(1));
        ada.get("/v1/users").expect(403);
        assertThat(root.put(adas + "/reader", until(Duration.ofMinutes(2)))
                        .expect(200)
                        .text("expiresAt"))
                .isNotEmpty();
        ada.get("/v1/users").expect(200);
    }

    @Test
    void refusesAnEndThatIsNone() {
        assertThat(root.put(adas + "/reader", until(Duration.ofSeconds(-1)))
                        .expect(422)
                        .errors())
                .containsExactly("/expiresAt: must lie in the future");
        assertThat(root.put(adas + "/reader", Map.of("expiresAt", "tomorrow"))
                        .expect(422)
                        .errors())
                .containsExactly("/expiresAt: must be a time such as 2026-01-31T12:00:00Z");
        root.put(adas + "/reader", Map.of("expiresAt", "2100-01-01T00:00:00Z", "assignedBy", "me"))
                .expect(400);
        root.put(adas + "/user", until(Duration.ofHours(1))).expect(409);
        root.method("DELETE", adas + "/user").expect(409);
        root.json("PUT", adas + "/reader", "{\"expiresAt\": null}").expect(201);
        root.json("PUT", adas + "/reader", "").expect(200);
    }

    @Test
    void answersARoleThatCanBeNoneWithNotFound() {
        for (String role : List.of("none", "Reader", "%ff", "a%20b")) {
            root.method("PUT", adas + "/" + role).expect(404);
            root.method("DELETE", adas + "/" + role).expect(404);
        }
        root.method("PUT", "/v1/users/ada/roles/reader").expect(404);
    }

    @Test
    void letsNobodyGiveRolesWithoutThePermission() {
        Client eve = holding("eve", "users:read", "roles:read", "roles:manage");
        for (String path : List.of(adas, roles(eve), "/v1/users/" + UUID.randomUUID() + "/roles")) {
            eve.get(path).expect(403);
            eve.method("PUT", path + "/reader").expect(403);
            eve.method("DELETE", path + "/reader").expect(403);
        }
        served.client().method("PUT", adas + "/reader").expect(401);
    }

    @Test
    void letsNobodyGrantWhatTheyDoNotHoldNorForLonger() {
        Client giver = holding("giver", "roles:assign");
        giver.method("PUT", adas + "/reader").expect(403);
        giver.method("PUT", roles(giver) + "/admin").expect(403);
        root.put(roles(giver) + "/reader", until(Duration.ofMinutes(5))).expect(201);
        giver.method("PUT", adas + "/reader").expect(403);
        giver.put(adas + "/reader", until(Duration.ofMinutes(6))).expect(403);
        giver.put(adas + "/reader", until(Duration.ofMinutes(4))).expect(201);
        giver.method("PUT", roles(giver) + "/reader").expect(403);
        served.system().clock().advance(Duration.ofMinutes(5));
        giver.put(adas + "/reader", until(Duration.ofMinutes(1))).expect(403);
        giver.method("DELETE", adas + "/reader").expect(403);
        Client creator = holding("creator", "users:create", "users:read");
        creator.post("/v1/users", Map.of("email", "new@example.org", "roles", List.of("reader")))
                .expect(403);
        assertThat(root.post("/v1/users", Map.of("email", "new@example.org", "roles", List.of("reader", "none")))
                        .expect(422)
                        .errors())
                .containsExactly("/roles: There is no role none.");
        Client.Answer made = root.post("/v1/users", Map.of("email", "new@example.org", "roles", List.of("reader")))
                .expect(201);
        assertThat(root.get("/v1/users/" + made.text("id") + "/roles")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void letsNobodyTouchWhoeverHoldsMore() {
        Client helper = holding(
                "helper",
                "users:read",
                "users:update",
                "users:delete",
                "sessions:revoke",
                "sessions:read",
                "roles:assign");
        String roots = "/v1/users/" + root.get("/v1/me").text("id");
        helper.patch(roots, Map.of("status", "suspended")).expect(403);
        helper.patch(roots, Map.of("email", "mine@example.org", "emailVerified", true))
                .expect(403);
        helper.method("DELETE", roots).expect(403);
        helper.method("DELETE", roots + "/sessions").expect(403);
        helper.method("PUT", roots + "/roles/reader").expect(403);
        helper.method("DELETE", roots + "/roles/admin").expect(403);
        helper.get(roots + "/sessions").expect(200);
        String adasAccount = adas.replace("/roles", "");
        helper.patch(adasAccount, Map.of("firstName", "Ada")).expect(200);
        helper.method("PUT", adas + "/reader").expect(201);
        root.method("PUT", adas + "/admin").expect(201);
        helper.patch(adasAccount, Map.of("firstName", "Eve")).expect(403);
    }

    @Test
    void keepsTheLastAdministrator() {
        String roots = "/v1/users/" + root.get("/v1/me").text("id");
        String detail = "This is the last administrator: make another one first.";
        assertThat(root.method("DELETE", roots + "/roles/admin").expect(409).text("detail"))
                .isEqualTo(detail);
        root.put(roots + "/roles/admin", until(Duration.ofDays(1))).expect(409);
        root.patch(roots, Map.of("status", "suspended")).expect(409);
        root.put(adas + "/admin", until(Duration.ofDays(1))).expect(201);
        root.method("DELETE", roots + "/roles/admin").expect(409);
        ada.patch(roots, Map.of("emailVerified", false)).expect(409);
        ada.method("DELETE", roots).expect(409);
        root.method("PUT", adas + "/admin").expect(200);
        root.method("DELETE", roots + "/roles/admin").expect(204);
        root.get("/v1/users").expect(403);
        ada.method("DELETE", adas + "/admin").expect(409);
    }

    @Test
    void sendsNobodyRoundTheirOwnPassword() {
        String roots = "/v1/users/" + root.get("/v1/me").text("id");
        root.patch(roots, Map.of("email", "other@example.org")).expect(403);
        root.patch(roots, Map.of("emailVerified", false)).expect(403);
        root.method("DELETE", roots).expect(403);
    }

    @Test
    void letsNoTwoAdministratorsRemoveEachOtherAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 10; round++) {
                Client one = served.administrator("one-" + round);
                Client other = served.administrator("other-" + round);
                root.method("DELETE", roles(root) + "/admin").expect(204);
                List<Callable<Integer>> removals = List.of(removal(round, one, other), removal(round, other, one));
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> status : threads.invokeAll(removals)) {
                    statuses.add(status.get());
                }
                assertThat(statuses).containsOnlyOnce(round % 2 == 0 ? 204 : 200);
                Client left = statuses.get(0) < 300 ? one : other;
                left.method("PUT", roles(root) + "/admin").expect(201);
                root.method("DELETE", roles(left) + "/admin").expect(204);
            }
        }
    }

    /** By taking the role, or by suspending, in turn. */
    private static Callable<Integer> removal(int round, Client by, Client of) {
        String account = "/v1/users/" + of.get("/v1/me").text("id");
        return () -> round % 2 == 0
                ? by.method("DELETE", account + "/roles/admin").status()
                : by.patch(account, Map.of("status", "suspended")).status();
    }

    @Test
    void makesOneGrantTheFirstOfTwentyAtOnce() throws Exception {
        Callable<Integer> put = () -> root.method("PUT", adas + "/reader").status();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(20, put))) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
    }

    private JsonNode explained(Client client, String permission, String more) {
        String user = client.get("/v1/me").text("id");
        return root.get("/v1/access/explain?user=" + user + "&permission=" + permission + more)
                .expect(200)
                .json();
    }

    @Test
    void explainsWhyAndWhyNot() {
        assertThat(explained(ada, "users:read", "").path("allowed").asBoolean()).isFalse();
        Map<String, Object> soon = until(Duration.ofMinutes(1));
        root.put(adas + "/reader", soon).expect(201);
        JsonNode allowed = explained(ada, "users%3Aread", "");
        assertThat(allowed.path("allowed").asBoolean()).isTrue();
        assertThat(allowed.path("because").path(0).path("via").asString()).isEqualTo("role");
        assertThat(allowed.path("because").path(0).path("role").asString()).isEqualTo("reader");
        assertThat(Instant.parse(
                        allowed.path("because").path(0).path("expiresAt").asString()))
                .isEqualTo(Instant.parse(String.valueOf(soon.get("expiresAt"))));
        served.system().clock().advance(Duration.ofMinutes(1));
        JsonNode missed = explained(ada, "users:read", "");
        assertThat(missed.path("allowed").asBoolean()).isFalse();
        assertThat(missed.path("because").size()).isZero();
        assertThat(missed.path("nearMisses").path(0).path("role").asString()).isEqualTo("reader");
        assertThat(missed.path("nearMisses").path(0).path("reason").asString())
                .isEqualTo("The grant of the role reader has expired.");
    }

    @Test
    void explainsARightInAProject() {
        String project = ada.post("/v1/projects", Map.of("name", "P")).text("id");
        JsonNode owner = explained(ada, "tasks:create", "&project=" + project);
        assertThat(owner.path("because").path(0).path("via").asString()).isEqualTo("membership");
        assertThat(owner.path("because").path(0).path("role").asString()).isEqualTo("owner");
        assertThat(owner.path("because").path(0).path("expiresAt").isNull()).isTrue();
        root.patch(adas.replace("/roles", ""), Map.of("status", "suspended")).expect(200);
        String user = adas.replaceAll("/v1/users/(.*)/roles", "$1");
        JsonNode suspended = root.get("/v1/access/explain?user=" + user + "&permission=tasks:create&project=" + project)
                .expect(200)
                .json();
        assertThat(suspended.path("allowed").asBoolean()).isFalse();
        assertThat(suspended.path("nearMisses").path(0).path("via").asString()).isEqualTo("membership");
    }

    @Test
    void refusesAQuestionThatIsNone() {
        String user = root.get("/v1/me").text("id");
        assertThat(root.get("/v1/access/explain?permission=all&project=1&why=not")
                        .expect(400)
                        .errors())
                .containsExactlyInAnyOrder(
                        "why: is not a parameter of this request",
                        "user: is missing",
                        "permission: must be resource:action in lower-case letters, digits and hyphens",
                        "project: must be a UUID");
        String question = "/v1/access/explain?permission=users:read&user=";
        root.get(question + UUID.randomUUID()).expect(404);
        root.get(question + user + "&project=" + UUID.randomUUID()).expect(404);
        ada.get(question + user).expect(403);
        served.client().get(question + user).expect(401);
    }
}
