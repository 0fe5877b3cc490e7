package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Projects and their members over HTTP (R01, R03, R18, R19, R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectsTest {
    private static final String PROJECTS = "/v1/projects";

    private final Served served = Served.start();
    private Client ada = served.client();
    private Client bob = served.client();
    private String adasId = "";
    private String bobsId = "";

    @BeforeAll
    void signIn() {
        ada = served.signedIn("ada");
        bob = served.signedIn("bob");
        adasId = ada.get("/v1/me").text("id");
        bobsId = bob.get("/v1/me").text("id");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private String project(String... membersAndValues) {
        Map<String, Object> members = new HashMap<>(Map.of("name", "P"));
        for (int i = 0; i < membersAndValues.length; i += 2) {
            members.put(membersAndValues[i], membersAndValues[i + 1]);
        }
        return PROJECTS + "/" + ada.post(PROJECTS, members).expect(201).text("id");
    }

    private static List<String> names(Client.Answer list) {
        return list.expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("name").asString(""))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void answersAboutAForeignProjectExactlyAsAboutNone() {
        String foreign = project();
        String missing = PROJECTS + "/" + UUID.randomUUID();
        for (String below : List.of("", "/members", "/members/@ada", "/members/" + adasId, "/stats", "/history")) {
            assertThat(problem(bob.get(foreign + below), foreign)).isEqualTo(problem(bob.get(missing + below), missing));
        }
        assertThat(problem(bob.patch(foreign, Map.of("name", "x")), foreign))
                .isEqualTo(problem(bob.patch(missing, Map.of("name", "x")), missing));
        assertThat(problem(bob.method("DELETE", foreign), foreign))
                .isEqualTo(problem(bob.method("DELETE", missing), missing));
        assertThat(problem(bob.post(foreign + "/transfer", Map.of("to", bobsId)), foreign))
                .isEqualTo(problem(bob.post(missing + "/transfer", Map.of("to", bobsId)), missing));
        for (String person : List.of("@bob", "@nobody", bobsId, adasId, UUID.randomUUID().toString())) {
            String member = "/members/" + person;
            assertThat(problem(bob.put(foreign + member, Map.of("role", "viewer")), foreign))
                    .isEqualTo(problem(bob.put(missing + member, Map.of("role", "viewer")), missing));
            assertThat(problem(bob.method("DELETE", foreign + member), foreign))
                    .isEqualTo(problem(bob.method("DELETE", missing + member), missing));
        }
    }

    /** All of an answer that is not of one request alone. */
    private static String problem(Client.Answer answer, String path) {
        return answer.expect(404)
                .body()
                .replace(path, "/v1/projects/{uuid}")
                .replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void changesWhatIsNamedAndPatchesSettingsMemberByMember() {
        Client.Answer made = ada.post(
                        PROJECTS, Map.of("name", "Engine", "settings", Map.of("a", 1, "b", Map.of("c", 2, "d", 3))))
                .expect(201);
        String path = PROJECTS + "/" + made.text("id");
        Client.Answer changed = ada.with("If-Match", made.header("ETag"))
                .json(
                        "PATCH",
                        path,
                        "{\"description\": \"x\", \"visibility\": \"internal\", \"settings\": {\"a\": null, \"b\": {\"c\": 9}}}")
                .expect(200);
        assertThat(changed.text("name")).isEqualTo("Engine");
        assertThat(changed.text("visibility")).isEqualTo("internal");
        assertThat(changed.json().path("settings").toString()).isEqualTo("{\"b\":{\"c\":9,\"d\":3}}");
        assertThat(ada.get(path).body()).isEqualTo(changed.body());
        ada.with("If-Match", made.header("ETag")).patch(path, Map.of("name", "x")).expect(412);
        ada.with("If-Match", made.header("ETag")).method("DELETE", path).expect(412);
        ada.with("If-Match", made.header("ETag"))
                .post(path + "/transfer", Map.of("to", adasId))
                .expect(412);
        assertThat(ada.json("PATCH", path, "{\"name\": null, \"status\": \"deleted\", \"settings\": []}")
                        .expect(422)
                        .errors())
                .containsExactlyInAnyOrder(
                        "/name: must not be null",
                        "/status: must be one of active, archived; DELETE deletes a project",
                        "/settings: must be an object");
    }

    @Test
    void archivesDeletesAndRestores() {
        String path = project();
        ada.patch(path, Map.of("status", "archived")).expect(200);
        ada.patch(path, Map.of("name", "x")).expect(409);
        ada.post(path + "/tasks", Map.of("title", "T")).expect(409);
        ada.put(path + "/members/@bob", Map.of("role", "viewer")).expect(409);
        ada.method("DELETE", path).expect(204);
        assertThat(ada.get(path).expect(200).text("status")).isEqualTo("deleted");
        ada.method("DELETE", path).expect(409);
        ada.patch(path, Map.of("status", "archived")).expect(409);
        ada.patch(path, Map.of()).expect(409);
        assertThat(ada.patch(path, Map.of("status", "active")).expect(200).text("status"))
                .isEqualTo("active");
    }

    @Test
    void listsWhatOneMaySeeAndDeletedOnesOnlyWhereTheyAreAskedFor() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        project("name", word + " secret");
        project("name", word + " internal", "visibility", "internal");
        project("name", word + " public", "visibility", "public");
        ada.method("DELETE", project("name", word + " gone", "visibility", "public"))
                .expect(204);
        String query = PROJECTS + "?q=" + word.toUpperCase(Locale.ROOT);

        assertThat(names(ada.get(query))).containsExactly(word + " secret", word + " internal", word + " public");
        assertThat(names(bob.get(query))).containsExactly(word + " internal", word + " public");
        assertThat(names(served.client().get(query))).containsExactly(word + " public");
        assertThat(names(ada.get(query + "&status=deleted&owner=me"))).containsExactly(word + " gone");
        assertThat(names(bob.get(query + "&status=deleted"))).isEmpty();
        assertThat(names(bob.get(query + "&owner=me"))).isEmpty();
        assertThat(names(bob.get(query + "&owner=" + adasId + "&visibility=public&sort=-name")))
                .containsExactly(word + " public");
        served.client().get(PROJECTS + "?owner=me").expect(401);
    }

    @Test
    void walksAListByCursorsThatFitNoOtherQuery() {
        String word = "c" + UUID.randomUUID().toString().substring(0, 8);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            project("name", word + i);
            made.add(word + i);
        }
        String query = PROJECTS + "?limit=2&sort=name&q=" + word;
        Client.Answer page = ada.get(query).expect(200);
        String cursor = page.text("nextCursor");
        List<String> seen = new ArrayList<>(names(page));
        assertThat(page.header("Link")).contains("cursor=" + cursor).endsWith("rel=\"next\"");
        while (!page.text("nextCursor").isEmpty()) {
            page = ada.get(query + "&cursor=" + page.text("nextCursor"));
            seen.addAll(names(page));
        }
        assertThat(seen).isEqualTo(made);
        for (String other : List.of("&sort=-name", "&sort=createdAt", "&sort=name&owner=me", "&sort=name&status=active")) {
            ada.get(PROJECTS + "?limit=2&q=" + word + other + "&cursor=" + cursor).expect(400);
        }
    }

    @Test
    void takesNothingThatAFilterCannotBe() {
        assertThat(ada.get(PROJECTS + "?status=gone&visibility=x&owner=you&sort=owner&limit=0&page=2")
                        .expect(400)
                        .errors())
                .hasSize(6);
        for (String injected : List.of(
                "'", "' or 1=1 --", "name; drop table app.projects", "name desc, (select 1)", "\\", "%", "_", "$.a", "\"")) {
            assertThat(names(ada.get(PROJECTS + "?q=" + encoded(injected + UUID.randomUUID())))).isEmpty();
            for (String parameter : List.of("sort", "status", "visibility", "owner", "cursor")) {
                ada.get(PROJECTS + "?" + parameter + "=" + encoded(injected)).expect(400);
            }
        }
        ada.get(PROJECTS + "?q=%00").expect(400);
        ada.get(PROJECTS + "?q=" + "x".repeat(201)).expect(400);
    }

    @Test
    void takesNoColumnThatIsNotTheirsToSet() {
        String path = project();
        ada.put(path + "/members/@bob", Map.of("role", "viewer")).expect(201);
        for (String column : List.of(
                "id", "uuid", "owner", "ownerId", "owner_id", "createdAt", "created_at", "updatedAt", "updated_at", "version",
                "projectId", "project_id", "user", "userId", "user_id", "joinedAt", "joined_at")) {
            Map<String, Object> planted = Map.of(column, bobsId);
            ada.post(PROJECTS, with(Map.of("name", "x"), planted)).expect(400);
            ada.patch(path, with(Map.of("name", "x"), planted)).expect(400);
            ada.put(path + "/members/@bob", with(Map.of("role", "maintainer"), planted)).expect(400);
            ada.post(path + "/transfer", with(Map.of("to", bobsId), planted)).expect(400);
        }
        ada.post(PROJECTS, Map.of("name", "x", "status", "archived")).expect(400);
        assertThat(ada.get(path).text("name")).isEqualTo("P");
        assertThat(ada.get(path + "/members/@bob").text("role")).isEqualTo("viewer");
    }

    private static Map<String, Object> with(Map<String, Object> members, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(members);
        all.putAll(more);
        return all;
    }

    @Test
    void makesAMemberWhoCountsOnTheNextRequestAndNoLongerAfterIt() {
        String path = project();
        bob.get(path).expect(404);
        Client.Answer joined = ada.put(
                        path + "/members/@BOB",
                        Map.of("role", "member", "permissions", Map.of("tasks:delete", false)))
                .expect(201);
        assertThat(joined.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + path + "/members/" + bobsId);
        assertThat(joined.json().path("permissions").toString()).isEqualTo("{\"tasks:delete\":false}");
        assertThat(bob.get(path + "/members/" + bobsId).expect(200).body()).isEqualTo(joined.body());
        bob.with("If-None-Match", joined.header("ETag")).get(path + "/members/@bob").expect(304);
        String task = bob.post(path + "/tasks", Map.of("title", "T", "assignee", bobsId))
                .expect(201)
                .text("id");
        assertThat(ada.with("If-Match", joined.header("ETag"))
                        .put(path + "/members/" + bobsId, Map.of("role", "viewer"))
                        .expect(200)
                        .json()
                        .path("permissions")
                        .isEmpty())
                .isTrue();
        bob.post(path + "/tasks", Map.of("title", "T")).expect(403);
        ada.with("If-Match", joined.header("ETag"))
                .put(path + "/members/@bob", Map.of("role", "member"))
                .expect(412);
        ada.with("If-Match", joined.header("ETag"))
                .method("DELETE", path + "/members/@bob")
                .expect(412);
        ada.method("DELETE", path + "/members/%40bob").expect(204);
        bob.get(path).expect(404);
        assertThat(ada.get("/v1/tasks/" + task).json().path("assignee").isNull())
                .isTrue();
        ada.method("DELETE", path + "/members/@bob").expect(404);
        ada.with("If-Match", "\"1.x\"")
                .put(path + "/members/@bob", Map.of("role", "viewer"))
                .expect(412);
    }

    @Test
    void refusesWhatNoMemberCanBe() {
        String path = project();
        assertThat(ada.put(
                                path + "/members/@bob",
                                Map.of("role", "owner", "permissions", Map.of("tasks:create", "yes")))
                        .expect(422)
                        .errors())
                .containsExactlyInAnyOrder(
                        "/role: must be one of viewer, member, maintainer; the owner changes by transfer",
                        "/permissions/tasks:create: must be true or false");
        ada.put(path + "/members/@bob", Map.of("role", "viewer", "permissions", Map.of("project:read", true)))
                .expect(422);
        for (String nobody : List.of("@nobody", "bob", "@", "me", "1", UUID.randomUUID().toString(), "%00", "@%27")) {
            ada.put(path + "/members/" + nobody, Map.of("role", "viewer")).expect(404);
            ada.get(path + "/members/" + nobody).expect(404);
            ada.method("DELETE", path + "/members/" + nobody).expect(404);
        }
        ada.put(path + "/members/@ada", Map.of("role", "viewer")).expect(409);
        ada.method("DELETE", path + "/members/@ada").expect(409);
    }

    @Test
    void givesAProjectToAMemberOnceOfTwentyTries() {
        String path = project();
        assertThat(ada.post(path + "/transfer", Map.of("to", bobsId)).expect(422).errors())
                .containsExactly("/to: must be an active member of the project");
        assertThat(ada.post(path + "/transfer", Map.of("to", "@bob")).expect(422).errors())
                .containsExactly("/to: must be a UUID");
        ada.put(path + "/members/@bob", Map.of("role", "viewer")).expect(201);
        List<Client.Answer> answers = Served.twentyTimes(() -> ada.post(path + "/transfer", Map.of("to", bobsId)));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 403)).hasSize(19);
        assertThat(bob.get(path).json().path("owner").path("id").asString("")).isEqualTo(bobsId);
        List<String> roles = bob.get(path + "/members")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(member -> member.path("role").asString(""))
                .toList();
        assertThat(roles).containsExactly("maintainer", "owner");
    }

    @Test
    void countsAProjectsTasksForWhoeverMayReadIt() {
        String path = project("visibility", "public");
        ada.post(path + "/tasks", Map.of("title", "late", "dueDate", "2001-01-01T00:00:00Z"))
                .expect(201);
        ada.post(path + "/tasks", Map.of("title", "done", "status", "done", "assignee", adasId))
                .expect(201);
        JsonNode stats = served.client().get(path + "/stats").expect(200).json();
        assertThat(stats.path("total").asInt()).isEqualTo(2);
        assertThat(stats.path("overdue").asInt()).isEqualTo(1);
        assertThat(stats.path("byStatus").toString())
                .isEqualTo("{\"todo\":1,\"in_progress\":0,\"done\":1,\"cancelled\":0}");
        assertThat(stats.path("byAssignee").path(0).path("user").path("username").asString(""))
                .isEqualTo("ada");
        assertThat(stats.path("byAssignee").path(1).path("user").isNull()).isTrue();
        assertThat(stats.path("completedPerWeek").path(0).path("count").asInt()).isEqualTo(1);
    }
}
