package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.NewAccount;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.RoleChange;
import dev.groundwork.domain.account.AccountChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Roles and the permissions they hold, over HTTP (R01, R02, R18, R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final String ROLES = "/v1/roles";
    private static final String PERMISSIONS = "/v1/permissions";

    private final Served served = Served.start();
    private Client root = served.client();

    @BeforeAll
    void signIn() {
        root = served.administrator("root");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client.Answer role(String name, String... permissions) {
        return root.post(ROLES, Map.of("name", name, "permissions", permissions))
                .expect(201);
    }

    private static List<String> permissions(Client.Answer role) {
        return role.json()
                .path("permissions")
                .valueStream()
                .map(one -> one.asString(""))
                .toList();
    }

    /** A client that is signed in as a new account with a new role that holds these. */
    private Client holding(String name, String... permissions) {
        Client client = served.signedIn(name);
        role("of-" + name, permissions);
        root.put("/v1/users/" + client.get("/v1/me").text("id") + "/roles/of-" + name, Map.of())
                .expect(201);
        return client;
    }

    @Test
    void makesChangesAndRemovesARole() {
        Client.Answer made = root.post(
                        ROLES,
                        Map.of(
                                "name",
                                "editor",
                                "description",
                                "Edits",
                                "permissions",
                                List.of("users:read", "roles:read")))
                .expect(201);
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + "/v1/roles/editor");
        assertThat(permissions(made)).containsExactly("roles:read", "users:read");
        assertThat(made.json().path("isSystem").asBoolean()).isFalse();
        Client.Answer read = root.get("/v1/roles/editor").expect(200);
        assertThat(read.body()).isEqualTo(made.body());
        root.with("If-None-Match", made.header("ETag")).get("/v1/roles/editor").expect(304);

        Client fresh = root.with("If-Match", made.header("ETag"));
        Client.Answer renamed = fresh.patch("/v1/roles/editor", Map.of("name", "writer", "permissions", List.of()))
                .expect(200);
        assertThat(renamed.text("name")).isEqualTo("writer");
        assertThat(renamed.text("description")).isEqualTo("Edits");
        assertThat(permissions(renamed)).isEmpty();
        root.get("/v1/roles/editor").expect(404);
        fresh.patch("/v1/roles/writer", Map.of("description", "x")).expect(412);
        fresh.method("DELETE", "/v1/roles/writer").expect(412);
        assertThat(root.json("PATCH", "/v1/roles/writer", "{\"description\": null}")
                        .expect(200)
                        .json()
                        .path("description")
                        .isNull())
                .isTrue();
        assertThat(root.patch("/v1/roles/writer", Map.of("name", "user"))
                        .expect(409)
                        .errors())
                .containsExactly("/name: is taken");
        root.method("DELETE", "/v1/roles/writer").expect(204);
        root.method("DELETE", "/v1/roles/writer").expect(404);
    }

    @Test
    void refusesARoleThatCannotBe() {
        assertThat(root.post(
                                ROLES,
                                Map.of("name", "Über", "permissions", List.of("users:read", "all"), "description", 1))
                        .expect(422)
                        .errors())
                .hasSize(3);
        assertThat(root.post(ROLES, Map.of("name", "user")).expect(409).errors())
                .containsExactly("/name: is taken");
        assertThat(root.post(ROLES, Map.of("name", "dreamer", "permissions", List.of("dreams:read")))
                        .expect(422)
                        .errors())
                .containsExactly("/permissions: There is no permission dreams:read; make it first.");
    }

    @Test
    void keepsTheSystemsRoles() {
        for (String name : List.of("admin", "user")) {
            root.method("DELETE", "/v1/roles/" + name).expect(409);
            root.patch("/v1/roles/" + name, Map.of("name", "other")).expect(409);
            root.patch("/v1/roles/" + name, Map.of("description", "Fine")).expect(200);
        }
        root.method("DELETE", "/v1/roles/admin/permissions/users:read").expect(409);
        root.patch("/v1/roles/admin", Map.of("permissions", List.of())).expect(409);
        root.method("DELETE", PERMISSIONS + "/users:read").expect(409);
    }

    @Test
    void givesARoleAPermissionOnceAndTakesItAgain() {
        String made = role("collector").header("ETag");
        String path = "/v1/roles/collector/permissions/users%3Aread";
        Client.Answer added = root.with("If-Match", made).method("PUT", path).expect(201);
        assertThat(added.header("Location"))
                .isEqualTo(Served.PUBLIC_ORIGIN + "/v1/roles/collector/permissions/users:read");
        assertThat(permissions(added)).containsExactly("users:read");
        assertThat(added.header("ETag"))
                .isNotEqualTo(made)
                .isEqualTo(root.get("/v1/roles/collector").header("ETag"));
        Client.Answer again = root.method("PUT", path).expect(200);
        assertThat(again.body()).isEqualTo(added.body());
        assertThat(again.header("ETag")).isEqualTo(added.header("ETag"));
        root.put(path, Map.of()).expect(200);
        assertThat(root.put(path, Map.of("roleId", 1)).expect(400).errors())
                .containsExactly("/roleId: is not a member that may be set here");
        root.with("If-Match", made).method("PUT", path).expect(412);
        root.with("If-Match", made).method("DELETE", path).expect(412);
        root.method("DELETE", path).expect(204);
        root.method("DELETE", path).expect(404);
    }

    @Test
    void makesAndRemovesAPermissionThatAdminHoldsAtOnce() {
        Client.Answer made = root.post(PERMISSIONS, Map.of("name", "articles:publish", "description", "Publish"))
                .expect(201);
        String path = PERMISSIONS + "/articles:publish";
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + path);
        assertThat(made.text("resource")).isEqualTo("articles");
        assertThat(made.text("action")).isEqualTo("publish");
        assertThat(root.get(path).expect(200).header("ETag")).isEqualTo(made.header("ETag"));
        assertThat(permissions(root.get("/v1/roles/admin"))).contains("articles:publish");
        assertThat(root.post(PERMISSIONS, Map.of("name", "articles:publish"))
                        .expect(409)
                        .errors())
                .containsExactly("/name: is taken");
        role("publisher", "articles:publish");
        root.with("If-Match", "\"2.x\"").method("DELETE", path).expect(412);
        root.with("If-Match", made.header("ETag")).method("DELETE", path).expect(204);
        root.method("DELETE", path).expect(404);
        root.get(path).expect(404);
        assertThat(permissions(root.get("/v1/roles/publisher"))).isEmpty();
    }

    @Test
    void givesTheFirstAnswerAgainUnderOneIdempotencyKey() {
        Client keyed = root.with("Idempotency-Key", "role-once");
        Client.Answer first = keyed.post(ROLES, Map.of("name", "once")).expect(201);
        assertThat(keyed.post(ROLES, Map.of("name", "once")).expect(201).body()).isEqualTo(first.body());
        keyed.post(ROLES, Map.of("name", "twice")).expect(422);
        Client other = root.with("Idempotency-Key", "permission-once");
        assertThat(other.post(PERMISSIONS, Map.of("name", "a:once")).expect(201).body())
                .isEqualTo(other.post(PERMISSIONS, Map.of("name", "a:once"))
                        .expect(201)
                        .body());
    }

    @Test
    void walksTheListsByName() {
        role("aa-one");
        List<String> names = new ArrayList<>();
        for (Client.Answer page = root.get(ROLES + "?limit=2").expect(200); ; ) {
            page.json()
                    .path("items")
                    .valueStream()
                    .forEach(item -> names.add(item.path("name").asString("")));
            if (page.json().path("nextCursor").isNull()) {
                break;
            }
            page = root.get(ROLES + "?limit=2&cursor=" + page.text("nextCursor"))
                    .expect(200);
        }
        assertThat(names).contains("aa-one", "admin", "user").isSorted().doesNotHaveDuplicates();
        String cursor = root.get(PERMISSIONS + "?limit=3").expect(200).text("nextCursor");
        root.get(PERMISSIONS + "?limit=2&cursor=" + cursor).expect(200);
        root.get(ROLES + "?cursor=" + cursor).expect(400);
        assertThat(root.get(ROLES + "?q=x&limit=0").expect(400).errors())
                .containsExactly(
                        "q: is not a parameter of this request", "limit: must be a whole number from 1 to 200");
    }

    @Test
    void answersANameThatCanBeNoneWithNotFound() {
        for (String name : List.of("Admin", "%ff", "1", "ADMIN", "a%20b", "x".repeat(60), "%C3%A4")) {
            String answer = RawConnection.exchange(
                    served.server().port(),
                    "GET /v1/roles/" + name + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + root.accessToken() + "\r\n\r\n");
            assertThat(answer).as(name).startsWith("HTTP/1.1 404");
        }
        for (String name : List.of("none", "NONE:x", "a:b:c", "%ff:x", "a%3Anone", ":", "x".repeat(200))) {
            root.method("DELETE", PERMISSIONS + "/" + name).expect(404);
            root.method("PUT", "/v1/roles/user/permissions/" + name).expect(404);
            root.method("DELETE", "/v1/roles/user/permissions/" + name).expect(404);
        }
    }

    @Test
    void letsNobodyReadOrChangeRolesWithoutThePermission() {
        Client eve = served.signedIn("eve");
        Client reader = holding("reader", "roles:read");
        for (String path : List.of(ROLES, "/v1/roles/admin", "/v1/roles/none", PERMISSIONS, PERMISSIONS + "/a:b")) {
            eve.get(path).expect(403);
            served.client().get(path).expect(401);
        }
        reader.get(ROLES).expect(200);
        for (Client client : List.of(eve, reader)) {
            client.post(ROLES, Map.of("name", "mine")).expect(403);
            client.patch("/v1/roles/user", Map.of("description", "mine")).expect(403);
            client.method("DELETE", "/v1/roles/of-reader").expect(403);
            client.method("PUT", "/v1/roles/user/permissions/users:read").expect(403);
            client.method("DELETE", "/v1/roles/of-reader/permissions/roles:read")
                    .expect(403);
            client.post(PERMISSIONS, Map.of("name", "mine:all")).expect(403);
            client.method("DELETE", PERMISSIONS + "/a:b").expect(403);
        }
    }

    @Test
    void letsNobodyGiveARoleOrTakeFromOneWhatTheyDoNotHold() {
        Client manager = holding("manager", "roles:manage", "roles:read", "users:read");
        role("auditors", "audit:read");
        role("readers", "users:read");
        manager.post(ROLES, Map.of("name", "more", "permissions", List.of("audit:read")))
                .expect(403);
        manager.post(ROLES, Map.of("name", "same", "permissions", List.of("users:read")))
                .expect(201);
        manager.method("PUT", "/v1/roles/of-manager/permissions/audit:read").expect(403);
        manager.patch("/v1/roles/user", Map.of("permissions", List.of("audit:read")))
                .expect(403);
        manager.method("DELETE", "/v1/roles/auditors/permissions/audit:read").expect(403);
        manager.patch("/v1/roles/auditors", Map.of("permissions", List.of())).expect(403);
        manager.method("DELETE", "/v1/roles/auditors").expect(403);
        manager.patch("/v1/roles/auditors", Map.of("description", "Those who audit"))
                .expect(200);
        manager.method("DELETE", "/v1/roles/readers").expect(204);
    }

    @Test
    void countsAPermissionThatARoleLosesOnTheNextRequest() {
        Client loser = holding("loser", "users:read", "roles:read");
        loser.get("/v1/users").expect(200);
        root.method("DELETE", "/v1/roles/of-loser/permissions/users:read").expect(204);
        loser.get("/v1/users").expect(403);
        loser.get(ROLES).expect(200);
        root.method("DELETE", "/v1/roles/of-loser").expect(204);
        loser.get(ROLES).expect(403);
    }

    @Test
    void makesOneRoleOfTwentyAtOnce() throws Exception {
        Callable<Integer> post = () -> root.post(ROLES, Map.of("name", "race")).status();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(20, post))) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void letsNoColumnBeSetThatIsNotTheAdministratorsToSet() {
        role("columns");
        String somebody =
                "/v1/users/" + served.signedIn("somebody").get("/v1/me").text("id");
        Map<String, Set<String>> writes = Map.of(
                "POST /v1/users",
                NewAccount.MEMBERS,
                "PATCH " + somebody,
                AccountChange.MEMBERS,
                "PUT " + somebody + "/roles/columns",
                Grant.MEMBERS,
                "POST /v1/roles",
                NewRole.MEMBERS,
                "PATCH /v1/roles/columns",
                RoleChange.MEMBERS,
                "PUT /v1/roles/columns/permissions/users:read",
                Set.of(),
                "POST /v1/permissions",
                PermissionEntry.MEMBERS);
        String before = root.get(somebody).body();
        HostileBodiesTest.refusesEveryColumnBut(root, writes);
        assertThat(root.get(somebody).body()).isEqualTo(before);
    }

    @Test
    void treatsAForeignIdAsAMissingOne() {
        root.get("/v1/users/" + UUID.randomUUID() + "/roles").expect(404);
        root.method("PUT", "/v1/users/" + UUID.randomUUID() + "/roles/user").expect(404);
        root.method("DELETE", "/v1/users/" + UUID.randomUUID() + "/roles/user").expect(404);
    }
}
