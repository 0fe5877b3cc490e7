package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Batches of tasks over HTTP: all of it or nothing (R01, R18, R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskBatchesTest {
    private static final String NO_TASK = "is no task of this project";

    private final Served served = Served.start();
    private Client ada = served.client();
    private Client bob = served.client();
    private Client eve = served.client();
    private String bobsId = "";
    private String evesId = "";

    @BeforeAll
    void signIn() {
        ada = served.signedIn("ada");
        bob = served.signedIn("bob");
        eve = served.signedIn("eve");
        bobsId = bob.get("/v1/me").text("id");
        evesId = eve.get("/v1/me").text("id");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    /** A project of that person's in which nobody else is. */
    private static String project(Client owner) {
        return "/v1/projects/"
                + owner.post("/v1/projects", Map.of("name", "P")).expect(201).text("id");
    }

    private static String task(Client who, String project, String title) {
        return who.post(project + "/tasks", Map.of("title", title)).expect(201).text("id");
    }

    private static Client.Answer send(Client who, String project, List<?> items) {
        return who.post(project + "/tasks/batch", Map.of("items", items));
    }

    private List<String> titles(String project) {
        return ada.get(project + "/tasks?limit=200")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(task -> task.path("title").asString(""))
                .toList();
    }

    @Test
    void makesAndChangesTasksAndAnswersInTheOrderGiven() {
        String project = project(ada);
        ada.put(project + "/members/@bob", Map.of("role", "viewer")).expect(201);
        String first = task(ada, project, "first");
        String second = task(ada, project, "second");

        JsonNode items = send(
                        ada,
                        project,
                        List.of(
                                Map.of("id", second, "status", "done"),
                                Map.of("title", "new", "assignee", bobsId, "labels", List.of("x")),
                                Map.of("id", first, "title", "renamed"),
                                Map.of("title", "newer")))
                .expect(200)
                .json()
                .path("items");

        assertThat(items.valueStream().map(item -> item.path("status").asInt())).containsExactly(200, 201, 200, 201);
        assertThat(items.valueStream()
                        .map(item -> item.path("task").path("title").asString("")))
                .containsExactly("second", "new", "renamed", "newer");
        items.forEach(item -> assertThat(
                        ada.get("/v1/tasks/" + item.path("task").path("id").asString())
                                .expect(200)
                                .json())
                .isEqualTo(item.path("task")));
        JsonNode done = items.path(0).path("task");
        assertThat(done.path("id").asString()).isEqualTo(second);
        assertThat(done.path("completedAt").isNull()).isFalse();
        assertThat(items.path(1).path("task").path("assignee").path("username").asString(""))
                .isEqualTo("bob");
        assertThat(titles(project)).hasSize(4);
    }

    @Test
    void changesNothingWhereOneItemIsWrongAndPointsAtEach() {
        String project = project(ada);
        String there = task(ada, project, "there");

        assertThat(send(
                                ada,
                                project,
                                List.of(
                                        Map.of("title", "fine"),
                                        Map.of("id", "7", "title", "x"),
                                        Map.of("id", there, "title", "changed", "status", "doing"),
                                        Map.of("title", " ", "labels", List.of("ok", "")),
                                        Map.of("description", "no title"),
                                        7,
                                        Collections.singletonMap("id", null)))
                        .expect(422)
                        .errors()
                        .stream()
                        .map(error -> error.replaceAll(": .*", "")))
                .containsExactlyInAnyOrder(
                        "/items/1/id",
                        "/items/2/status",
                        "/items/3/title",
                        "/items/3/labels/1",
                        "/items/4/title",
                        "/items/5",
                        "/items/6/id");
        assertThat(titles(project)).containsExactly("there");
    }

    @Test
    void saysTheSameOfAForeignAMissingAndAnotherProjectsTask() {
        String project = project(ada);
        String there = task(ada, project, "there");
        String foreign = task(eve, project(eve), "foreign");
        String elsewhere = task(ada, project(ada), "elsewhere");

        assertThat(send(
                                ada,
                                project,
                                List.of(
                                        Map.of("id", there, "title", "changed"),
                                        Map.of("id", foreign, "title", "taken"),
                                        Map.of("id", elsewhere, "title", "moved"),
                                        Map.of("id", UUID.randomUUID(), "title", "made"),
                                        Map.of("title", "new", "assignee", evesId),
                                        Map.of("title", "new", "assignee", UUID.randomUUID())))
                        .expect(422)
                        .errors())
                .containsExactly(
                        "/items/1/id: " + NO_TASK,
                        "/items/2/id: " + NO_TASK,
                        "/items/3/id: " + NO_TASK,
                        "/items/4/assignee: must be a member of the project",
                        "/items/5/assignee: must be a member of the project");
        assertThat(titles(project)).containsExactly("there");
        assertThat(ada.get("/v1/tasks/" + elsewhere).text("title")).isEqualTo("elsewhere");
        assertThat(eve.get("/v1/tasks/" + foreign).text("title")).isEqualTo("foreign");
    }

    @Test
    void takesOneTo500ItemsAndNoTaskTwice() {
        String project = project(ada);
        List<Map<String, String>> items = new ArrayList<>(Collections.nCopies(500, Map.of("title", "many")));
        assertThat(send(ada, project, items).expect(200).json().path("items").size())
                .isEqualTo(500);
        items.add(Map.of("title", "one too many"));
        for (List<?> wrong : List.of(items, List.of())) {
            assertThat(send(ada, project, wrong).expect(422).errors())
                    .containsExactly("/items: must have 1 to 500 items");
        }
        String task = task(ada, project, "once");
        assertThat(send(
                                ada,
                                project,
                                List.of(
                                        Map.of("id", task, "title", "a"),
                                        Map.of("title", "b"),
                                        Map.of("id", task, "title", "c")))
                        .expect(422)
                        .errors())
                .containsExactly("/items/2/id: is in this batch twice");
        assertThat(ada.get("/v1/tasks/" + task).text("title")).isEqualTo("once");
        ada.post(project + "/tasks/batch", Map.of()).expect(422);
        ada.post(project + "/tasks/batch", Map.of("items", Map.of("title", "x")))
                .expect(422);
    }

    @Test
    void takesNoMemberThatIsNotTheirsToSet() {
        String project = project(ada);
        String task = task(ada, project, "T");
        assertThat(send(ada, project, List.of(Map.of("title", "x", "foo", 1), Map.of("id", task, "bar~/", 2)))
                        .expect(400)
                        .errors()
                        .stream()
                        .map(error -> error.replaceAll(": .*", "")))
                .containsExactlyInAnyOrder("/items/0/foo", "/items/1/bar~0~1");
        for (String column : List.of(
                "uuid",
                "project",
                "projectId",
                "project_id",
                "creator",
                "creatorId",
                "creator_id",
                "assigneeId",
                "assignee_id",
                "completedAt",
                "completed_at",
                "createdAt",
                "created_at",
                "updatedAt",
                "updated_at",
                "due_date",
                "priorityRank",
                "priority_rank",
                "version")) {
            send(ada, project, List.of(Map.of("title", "x", column, bobsId))).expect(400);
            send(ada, project, List.of(Map.of("id", task, column, bobsId))).expect(400);
        }
        ada.post(project + "/tasks/batch", Map.of("items", List.of(Map.of("title", "x")), "item", 1))
                .expect(400);
        ada.json("POST", project + "/tasks/batch", "{\"items\": [{\"title\": \"x\", \"title\": \"y\"}]}")
                .expect(400);
        ada.post(project + "/tasks/batch?dry=true", Map.of("items", List.of(Map.of("title", "x"))))
                .expect(400);
        assertThat(titles(project)).containsExactly("T");
    }

    @Test
    void givesTheFirstAnswerAgainUnderOneKey() {
        String project = project(ada);
        String task = task(ada, project, "T");
        List<?> items = List.of(Map.of("title", "new"), Map.of("id", task, "title", "U"));
        Client keyed = ada.with("Idempotency-Key", "batch-" + UUID.randomUUID());
        Client.Answer first = send(keyed, project, items).expect(200);
        ada.patch("/v1/tasks/" + task, Map.of("title", "V")).expect(200);

        assertThat(send(keyed, project, items).expect(200).body()).isEqualTo(first.body());
        assertThat(titles(project)).containsExactly("V", "new");
        send(keyed, project, List.of(Map.of("title", "another"))).expect(422);
        Client refused = ada.with("Idempotency-Key", "batch-" + UUID.randomUUID());
        send(refused, project, List.of(Map.of("id", UUID.randomUUID()))).expect(422);
        send(refused, project, List.of(Map.of("title", "after a refusal"))).expect(200);
    }

    @Test
    void makesOneSetOfTwentyBatchesUnderOneKeyAtOnce() {
        String project = project(ada);
        List<?> items = List.of(Map.of("title", "a"), Map.of("title", "b"), Map.of("title", "c"));
        Client keyed = ada.with("Idempotency-Key", "race-" + UUID.randomUUID());
        List<Client.Answer> answers = Served.twentyTimes(() -> send(keyed, project, items));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(Client.Answer::body)
                        .distinct())
                .hasSize(1);
        assertThat(titles(project)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void asksForTheRightsOfAllItsItems() {
        String project = project(ada);
        String task = task(ada, project, "T");
        List<?> creation = List.of(Map.of("title", "new"));
        List<?> change = List.of(Map.of("id", task, "title", "U"));
        List<?> both = List.of(Map.of("id", task, "title", "V"), Map.of("title", "newer"));
        String missing = "/v1/projects/" + UUID.randomUUID();

        for (List<?> items : List.of(creation, change, both)) {
            send(served.client(), project, items).expect(401);
            assertThat(send(eve, project, items).expect(404).text("detail"))
                    .isEqualTo(send(eve, missing, items).expect(404).text("detail"));
        }
        ada.put(project + "/members/@bob", Map.of("role", "viewer")).expect(201);
        for (List<?> items : List.of(creation, change, both)) {
            send(bob, project, items).expect(403);
        }
        ada.put(project + "/members/@bob", Map.of("role", "viewer", "permissions", Map.of("tasks:update", true)))
                .expect(200);
        send(bob, project, creation).expect(403);
        send(bob, project, both).expect(403);
        assertThat(titles(project)).containsExactly("T");
        send(bob, project, change).expect(200);
        assertThat(titles(project)).containsExactly("U");
        String token = ada.post("/v1/me/tokens", Map.of("name", "t", "projects", "read"))
                .expect(201)
                .text("token");
        send(served.client().with("X-API-Key", token), project, creation).expect(403);
    }

    @Test
    void isCarriedOutOnlyInAnActiveProjectThatIsStillAsItWasRead() {
        String project = project(ada);
        String task = task(ada, project, "T");
        List<?> items = List.of(Map.of("id", task, "title", "U"), Map.of("title", "new"));
        String read = ada.get(project).header("ETag");
        ada.patch(project, Map.of("name", "Q")).expect(200);
        send(ada.with("If-Match", read), project, items).expect(412);
        ada.patch(project, Map.of("status", "archived")).expect(200);
        send(ada, project, items).expect(409);
        assertThat(titles(project)).containsExactly("T");
        ada.patch(project, Map.of("status", "active")).expect(200);
        send(ada.with("If-Match", ada.get(project).header("ETag")), project, items)
                .expect(200);
    }
}
