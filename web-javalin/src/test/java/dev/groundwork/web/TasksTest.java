package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists of tasks and their deletion over HTTP (R01, R03, R19, R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksTest {
    private static final String PROJECTS = "/v1/projects";
    private static final String MINE = "/v1/tasks";

    private final Served served = Served.start();
    private Client ada = served.client();
    private Client bob = served.client();
    private Client eve = served.client();
    private String adasId = "";
    private String bobsId = "";

    @BeforeAll
    void signIn() {
        ada = served.signedIn("ada");
        bob = served.signedIn("bob");
        eve = served.signedIn("eve");
        adasId = ada.get("/v1/me").text("id");
        bobsId = bob.get("/v1/me").text("id");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    /** A project of Ada's in which Bob has that role. */
    private String project(String visibility, String bobsRole) {
        String path = PROJECTS + "/"
                + ada.post(PROJECTS, Map.of("name", "P", "visibility", visibility))
                        .expect(201)
                        .text("id");
        ada.put(path + "/members/@bob", Map.of("role", bobsRole)).expect(201);
        return path;
    }

    private String project() {
        return project("private", "member");
    }

    private Client.Answer task(String project, String title, Object... membersAndValues) {
        Map<String, Object> members = new HashMap<>(Map.of("title", title));
        for (int i = 0; i < membersAndValues.length; i += 2) {
            members.put((String) membersAndValues[i], membersAndValues[i + 1]);
        }
        return ada.post(project + "/tasks", members).expect(201);
    }

    private static List<String> titles(Client.Answer list) {
        return list.expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("title").asString(""))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void filtersByEverythingThatATaskIs() {
        String project = project();
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        task(project, word + " done", "status", "done");
        task(project, word + " urgent", "priority", "urgent");
        task(project, word + " ada's", "assignee", adasId);
        task(project, word + " bob's", "assignee", bobsId);
        task(project, word + " x", "labels", List.of("x"));
        task(project, word + " x and y", "labels", List.of("x", "y"));
        task(project, word + " monday", "dueDate", "2026-11-23T09:00:00Z");
        task(project, word + " tuesday", "dueDate", "2026-11-24T09:00:00Z");
        bob.post(project + "/tasks", Map.of("title", word + " 100%")).expect(201);

        for (String list : List.of(project + "/tasks?q=" + word, MINE + "?q=" + word)) {
            assertThat(titles(ada.get(list))).hasSize(9);
            assertThat(titles(ada.get(list + "&status=done"))).containsExactly(word + " done");
            assertThat(titles(ada.get(list + "&priority=urgent"))).containsExactly(word + " urgent");
            assertThat(titles(ada.get(list + "&assignee=me"))).containsExactly(word + " ada's");
            assertThat(titles(bob.get(list + "&assignee=me"))).containsExactly(word + " bob's");
            assertThat(titles(ada.get(list + "&assignee=" + bobsId))).containsExactly(word + " bob's");
            assertThat(titles(ada.get(list + "&creator=" + bobsId))).containsExactly(word + " 100%");
            assertThat(titles(bob.get(list + "&creator=me"))).containsExactly(word + " 100%");
            assertThat(titles(ada.get(list + "&assignee=" + UUID.randomUUID()))).isEmpty();
            assertThat(titles(ada.get(list + "&label=x"))).containsExactly(word + " x", word + " x and y");
            assertThat(titles(ada.get(list + "&label=y&label=x"))).containsExactly(word + " x and y");
            assertThat(titles(ada.get(list + "&dueAfter=2026-11-24T09:00:00Z"))).containsExactly(word + " tuesday");
            assertThat(titles(ada.get(list + "&dueBefore=2026-11-24T09:00:00Z")))
                    .containsExactly(word + " monday");
            assertThat(titles(ada.get(list + "&status=todo&label=x&label=y&creator=me&dueBefore=2026-11-24T09:00:00Z")))
                    .isEmpty();
        }
        assertThat(titles(ada.get(project + "/tasks?q=" + encoded("00%")))).containsExactly(word + " 100%");
        assertThat(titles(ada.get(project + "/tasks?q=URGENT"))).containsExactly(word + " urgent");
    }

    @Test
    void sortsByEachFieldEitherWayWithAbsentValuesLast() {
        String project = project();
        task(project, "b", "priority", "low", "dueDate", "2026-11-24T09:00:00Z");
        task(project, "a", "priority", "urgent");
        String last = task(project, "C", "priority", "medium", "dueDate", "2026-11-23T09:00:00Z")
                .text("id");
        ada.patch(MINE + "/" + last, Map.of("description", "the latest change")).expect(200);

        Map<String, List<String>> orders = Map.of(
                "title", List.of("C", "a", "b"),
                "priority", List.of("b", "C", "a"),
                "createdAt", List.of("b", "a", "C"),
                "updatedAt", List.of("b", "a", "C"));
        orders.forEach((sort, expected) -> {
            assertThat(titles(ada.get(project + "/tasks?sort=" + sort))).isEqualTo(expected);
            assertThat(titles(ada.get(project + "/tasks?sort=-" + sort))).isEqualTo(expected.reversed());
        });
        assertThat(titles(ada.get(project + "/tasks?sort=dueDate"))).containsExactly("C", "b", "a");
        assertThat(titles(ada.get(project + "/tasks?sort=-dueDate"))).containsExactly("b", "C", "a");
    }

    @Test
    void walksAListByItsLinks() {
        String project = project();
        String word = "c" + UUID.randomUUID().toString().substring(0, 8);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(task(project, word + i, "labels", List.of("x", "ä b")).text("title"));
        }
        for (String list : List.of(project + "/tasks", MINE)) {
            for (String order : List.of("title", "dueDate", "createdAt", "-title")) {
                List<String> seen = new ArrayList<>();
                String next = list + "?limit=2&sort=" + order + "&label=x&label=%C3%A4+b&q=" + word;
                int pages = 0;
                while (!next.isEmpty()) {
                    Client.Answer page = ada.get(next);
                    seen.addAll(titles(page));
                    assertThat(page.text("nextCursor").isEmpty())
                            .isEqualTo(page.header("Link").isEmpty());
                    next = page.header("Link").replaceAll("<" + Served.PUBLIC_ORIGIN + "(.*)>; rel=\"next\"", "$1");
                    pages++;
                }
                assertThat(seen).isEqualTo(order.startsWith("-") ? made.reversed() : made);
                assertThat(pages).isEqualTo(3);
            }
        }
    }

    @Test
    void takesNoCursorThatWasTamperedWithOrBelongsToAnotherQuery() {
        String project = project();
        task(project, "one", "labels", List.of("x"));
        task(project, "two", "labels", List.of("x"));
        String query = project + "/tasks?limit=1&sort=title&label=x";
        String cursor = ada.get(query).expect(200).text("nextCursor");
        assertThat(titles(ada.get(query + "&cursor=" + cursor))).containsExactly("two");
        assertThat(titles(ada.get(query.replace("limit=1", "limit=7") + "&cursor=" + cursor)))
                .containsExactly("two");

        for (int i = 0; i < cursor.length() - 1; i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = cursor.substring(0, i) + other + cursor.substring(i + 1);
            assertThat(ada.get(query + "&cursor=" + tampered).expect(400).errors())
                    .containsExactly("cursor: is not a cursor of this query; start again without one");
        }
        for (String broken : List.of("", "x", "%00", cursor + "AAAA", cursor.substring(4), "null", "1")) {
            ada.get(query + "&cursor=" + broken).expect(400);
        }
        for (String other : List.of(
                project + "/tasks?sort=-title&label=x",
                project + "/tasks?sort=dueDate&label=x",
                project + "/tasks?sort=title",
                project + "/tasks?sort=title&label=y",
                project + "/tasks?sort=title&label=x&label=y",
                project + "/tasks?sort=title&label=x&status=todo",
                project() + "/tasks?sort=title&label=x",
                MINE + "?sort=title&label=x")) {
            ada.get(other + "&cursor=" + cursor).expect(400);
        }
    }

    @Test
    void takesNothingThatAFilterCannotBe() {
        for (String list : List.of(project() + "/tasks", MINE)) {
            String wrong =
                    "?status=doing&priority=highest&assignee=ada&creator=you&label=&dueAfter=today&dueBefore=2026"
                            + "&q=%00&sort=assignee&limit=201&page=2&completedAt=x";
            assertThat(ada.get(list + wrong).expect(400).errors().stream().map(error -> error.replaceAll(":.*", "")))
                    .containsExactlyInAnyOrder(
                            "status",
                            "priority",
                            "assignee",
                            "creator",
                            "label",
                            "dueAfter",
                            "dueBefore",
                            "q",
                            "sort",
                            "limit",
                            "page",
                            "completedAt");
            ada.get(list + "?status=todo&status=done").expect(400);
            ada.get(list + "?label=a&label=" + "x".repeat(51)).expect(400);
            ada.get(list + "?label=" + encoded("a\nb")).expect(400);
            ada.get(list + "?q=" + "x".repeat(201)).expect(400);
            List<String> labels = new ArrayList<>();
            for (int i = 0; i < 51; i++) {
                labels.add("label=" + i);
            }
            assertThat(ada.get(list + "?" + String.join("&", labels))
                            .expect(400)
                            .errors())
                    .containsExactly("label: must have at most 50 labels");
        }
    }

    @Test
    void findsNothingByAnInjectionAndFindsAgainWhatLooksLikeOne() {
        Client mallory = served.signedIn("mallory");
        String project = PROJECTS + "/"
                + mallory.post(PROJECTS, Map.of("name", "P")).expect(201).text("id");
        mallory.post(project + "/tasks", Map.of("title", "plain", "labels", List.of("plain")))
                .expect(201);
        for (String injected : List.of(
                "'",
                "' or 1=1 --",
                "title; drop table app.tasks",
                "title desc, (select 1)",
                "\\",
                "%",
                "_",
                "$.a",
                "$[*] ? (@ like_regex \".*\")",
                "\"",
                "\"]'::jsonb or true --",
                "[]",
                "{\"a\": 1}",
                "?",
                ":x",
                "${x}")) {
            for (String parameter : List.of("q", "label")) {
                for (String list : List.of(project + "/tasks", MINE)) {
                    assertThat(titles(mallory.get(list + "?" + parameter + "=" + encoded(injected))))
                            .as(parameter + "=" + injected)
                            .isEmpty();
                }
            }
            for (String parameter :
                    List.of("sort", "status", "priority", "assignee", "creator", "dueAfter", "dueBefore", "cursor")) {
                mallory.get(project + "/tasks?" + parameter + "=" + encoded(injected))
                        .expect(400);
            }
            String task = mallory.post(
                            project + "/tasks", Map.of("title", "t " + injected, "labels", List.of(injected, "odd")))
                    .expect(201)
                    .text("id");
            assertThat(titles(mallory.get(project + "/tasks?label=odd&label=" + encoded(injected))))
                    .containsExactly("t " + injected);
            assertThat(titles(mallory.get(project + "/tasks?q=" + encoded(injected))))
                    .containsExactly("t " + injected);
            mallory.method("DELETE", MINE + "/" + task).expect(204);
        }
        assertThat(titles(mallory.get(project + "/tasks"))).containsExactly("plain");
    }

    @Test
    void listsAProjectsTasksForWhoeverMayReadIt() {
        String secret = project();
        task(secret, "T");
        String internal = project("internal", "viewer");
        task(internal, "T");
        String open = project("public", "viewer");
        task(open, "T");

        assertThat(titles(bob.get(secret + "/tasks"))).containsExactly("T");
        Client.Answer foreign = eve.get(secret + "/tasks").expect(404);
        Client.Answer missing =
                eve.get(PROJECTS + "/" + UUID.randomUUID() + "/tasks").expect(404);
        assertThat(foreign.text("detail")).isEqualTo(missing.text("detail"));
        served.client().get(secret + "/tasks").expect(404);
        assertThat(titles(eve.get(internal + "/tasks"))).containsExactly("T");
        served.client().get(internal + "/tasks").expect(404);
        assertThat(titles(served.client().get(open + "/tasks"))).containsExactly("T");
        served.client().get(open + "/tasks?assignee=me").expect(401);
    }

    @Test
    void listsTheTasksOfTheProjectsThatOneIsAMemberOfAndOfNoOther() {
        String word = "m" + UUID.randomUUID().toString().substring(0, 8);
        String shared = project();
        task(shared, word + " shared");
        String open = project("public", "viewer");
        task(open, word + " open");
        String gone = project();
        task(gone, word + " gone");
        ada.method("DELETE", gone).expect(204);
        String query = MINE + "?q=" + word;

        assertThat(titles(bob.get(query))).containsExactly(word + " shared", word + " open");
        assertThat(titles(ada.get(query))).containsExactly(word + " shared", word + " open");
        assertThat(titles(eve.get(query))).isEmpty();
        ada.method("DELETE", shared + "/members/@bob").expect(204);
        assertThat(titles(bob.get(query))).containsExactly(word + " open");
        served.client().get(query).expect(401);
    }

    @Test
    void letsATokenSeeAndDoOnlyAsFarAsItReaches() {
        String project = project("public", "member");
        String word = "r" + UUID.randomUUID().toString().substring(0, 8);
        String task = MINE + "/" + task(project, word).text("id");
        Client reaching = token("read");
        Client confined = token("none");

        assertThat(titles(reaching.get(project + "/tasks"))).containsExactly(word);
        assertThat(titles(reaching.get(MINE + "?q=" + word))).containsExactly(word);
        reaching.method("DELETE", task).expect(403);
        confined.get(MINE).expect(403);
        confined.method("DELETE", task).expect(403);
        confined.get(project() + "/tasks").expect(404);
        token("write").method("DELETE", task).expect(204);
    }

    private Client token(String projects) {
        String token = ada.post("/v1/me/tokens", Map.of("name", projects, "projects", projects))
                .expect(201)
                .text("token");
        return served.client().with("X-API-Key", token);
    }

    @Test
    void deletesTheTaskThatWasReadAndKeepsItsHistory() {
        String project = project("private", "viewer");
        Client.Answer made = task(project, "T");
        String path = MINE + "/" + made.text("id");
        String now = ada.patch(path, Map.of("title", "U")).expect(200).header("ETag");

        served.client().method("DELETE", path).expect(401);
        assertThat(eve.method("DELETE", path).expect(404).text("detail"))
                .isEqualTo(eve.method("DELETE", MINE + "/" + UUID.randomUUID())
                        .expect(404)
                        .text("detail"));
        bob.method("DELETE", path).expect(403);
        ada.with("If-Match", made.header("ETag")).method("DELETE", path).expect(412);
        assertThat(ada.with("If-Match", now).method("DELETE", path).expect(204).body())
                .isEmpty();
        ada.get(path).expect(404);
        ada.method("DELETE", path).expect(404);
        ada.patch(path, Map.of("title", "V")).expect(404);
        assertThat(titles(ada.get(project + "/tasks"))).isEmpty();
        assertThat(ada.get(path + "/history")
                        .expect(200)
                        .json()
                        .path("items")
                        .valueStream()
                        .map(entry -> entry.path("action").asString("")))
                .containsExactly("DELETE", "UPDATE", "INSERT");
    }

    @Test
    void deletesNoTaskOfAnArchivedProject() {
        String project = project();
        String path = MINE + "/" + task(project, "T").text("id");
        ada.patch(project, Map.of("status", "archived")).expect(200);
        ada.method("DELETE", path).expect(409);
        assertThat(titles(ada.get(project + "/tasks"))).containsExactly("T");
    }

    @Test
    void isDeletedOnceOfTwentyTries() {
        String path = MINE + "/" + task(project(), "T").text("id");
        List<Client.Answer> answers = Served.twentyTimes(() -> ada.method("DELETE", path));
        int[] statuses =
                answers.stream().mapToInt(Client.Answer::status).sorted().toArray();
        assertThat(statuses[0]).isEqualTo(204);
        assertThat(Arrays.stream(statuses).skip(1)).containsOnly(404);
    }
}
