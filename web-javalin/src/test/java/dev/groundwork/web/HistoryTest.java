package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.task.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Histories, what was at a moment, and undoing one change (R32). */
class HistoryTest {
    private static Served served;
    private static Client ada;
    private static Client eve;

    @BeforeAll
    static void start() {
        served = Served.start();
        ada = served.signedIn("ada");
        eve = served.signedIn("eve");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void showsPeopleAsPeople() {
        String task = task("One");
        String id = ada.get("/v1/me").text("id");
        ada.patch("/v1/tasks/" + task, Map.of("assignee", id)).expect(200);

        JsonNode assignee = history("tasks", task).path(0).path("changes").path("assignee");

        assertThat(assignee.path("old").isNull()).isTrue();
        assertThat(assignee.path("new").path("username").asString()).isEqualTo("ada");
        assertThat(assignee.path("new").path("id").asString()).isEqualTo(id);
    }

    @Test
    void showsAnAccountsHistoryToItsOwnerAndToAuditors() {
        String id = eve.get("/v1/me").text("id");

        assertThat(eve.get("/v1/users/" + id + "/history")
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isPositive();
        ada.get("/v1/users/" + id + "/history").expect(403);
        ada.get("/v1/users/" + UUID.randomUUID() + "/history").expect(403);
        served.client().get("/v1/users/" + id + "/history").expect(401);
        ada.get("/v1/users/nobody/history").expect(404);
    }

    @Test
    void answersWhatWasAnsweredAtThatMomentDownToTheTag() throws InterruptedException {
        String task = task("One");
        Client.Answer first = ada.get("/v1/tasks/" + task).expect(200);
        Thread.sleep(2);
        ada.patch("/v1/tasks/" + task, Map.of("title", "Two", "status", "done")).expect(200);

        Client.Answer then =
                ada.get("/v1/tasks/" + task + "?at=" + first.text("updatedAt")).expect(200);

        assertThat(then.body()).isEqualTo(first.body());
        assertThat(then.header("ETag")).isEqualTo(first.header("ETag"));
        ada.get("/v1/tasks/" + task + "?at=2001-01-01T00:00:00Z").expect(404);
        ada.get("/v1/tasks/" + task + "?at=yesterday").expect(400);
        ada.get("/v1/tasks/" + task + "?when=" + Instant.EPOCH).expect(400);
        String project = first.text("projectId");
        assertThat(ada.get("/v1/projects/" + project + "?at=" + first.text("updatedAt"))
                        .expect(200)
                        .body())
                .isEqualTo(ada.get("/v1/projects/" + project).body());
        ada.get("/v1/projects/" + project + "?at=2001-01-01T00:00:00Z").expect(404);
    }

    @Test
    void undoesOneChangeAndNamesWhatLaterOnesTouched() {
        String task = task("One");
        ada.patch("/v1/tasks/" + task, Map.of("title", "Two", "priority", "high"))
                .expect(200);
        String change = history("tasks", task).path(0).path("id").asString();
        ada.patch("/v1/tasks/" + task, Map.of("title", "Three")).expect(200);

        assertThat(ada.post("/v1/tasks/" + task + "/revert", Map.of("to", change))
                        .expect(409)
                        .errors())
                .containsExactly("/title: was changed again later");
        Client.Answer reverted = ada.post("/v1/tasks/" + task + "/revert", Map.of("to", change, "force", true))
                .expect(200);
        assertThat(reverted.text("title")).isEqualTo("One");
        assertThat(reverted.text("priority")).isEqualTo("medium");
        assertThat(reverted.header("ETag")).startsWith("\"4.");
        eve.post("/v1/tasks/" + task + "/revert", Map.of("to", change)).expect(404);
        assertThat(ada.post("/v1/tasks/" + task + "/revert", Map.of("to", "nonsense"))
                        .expect(422)
                        .errors())
                .containsExactly("/to: is no activity in this resource's own history");
        ada.with("If-Match", "\"1.x\"")
                .post("/v1/tasks/" + task + "/revert", Map.of("to", change, "force", true))
                .expect(412);
        ada.post("/v1/tasks/" + task + "/revert", Map.of("to", change, "forced", true))
                .expect(400);
    }

    @Test
    void bringsADeletedTaskBackUnderItsId() {
        String task = task("One");
        served.groundwork()
                .ports()
                .work()
                .run(served.actor(ada), tx -> tx.tasks().delete(new TaskId(UUID.fromString(task))));
        ada.get("/v1/tasks/" + task).expect(404);
        String deletion = history("tasks", task).path(0).path("id").asString();

        assertThat(ada.post("/v1/tasks/" + task + "/revert", Map.of("to", deletion))
                        .expect(200)
                        .text("id"))
                .isEqualTo(task);
        ada.get("/v1/tasks/" + task).expect(200);
        ada.post("/v1/tasks/" + task + "/revert", Map.of("to", deletion)).expect(409);
    }

    @Test
    void doesNotUndoTheMakingOfAProjectNorAnothersActivity() {
        String task = task("One");
        String project = ada.get("/v1/tasks/" + task).text("projectId");
        for (JsonNode activity : history("projects", project)) {
            boolean own = activity.path("resourceType").asString().equals("projects");
            ada.post(
                            "/v1/projects/" + project + "/revert",
                            Map.of("to", activity.path("id").asString()))
                    .expect(own ? 409 : 422);
        }
        eve.post("/v1/projects/" + project + "/revert", Map.of("to", "x")).expect(404);
    }

    private static String task(String title) {
        String project =
                ada.post("/v1/projects", Map.of("name", "Engine")).expect(201).text("id");
        return ada.post("/v1/projects/" + project + "/tasks", Map.of("title", title))
                .expect(201)
                .text("id");
    }

    private static JsonNode history(String type, String id) {
        JsonNode page =
                ada.get("/v1/" + type + "/" + id + "/history").expect(200).json();
        assertThat(page.path("items").size()).isPositive();
        return page.path("items");
    }
}
