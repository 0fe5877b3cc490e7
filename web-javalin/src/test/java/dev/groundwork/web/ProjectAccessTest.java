package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.project.AccessTable;
import dev.groundwork.domain.project.AccessTable.Cell;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP interface says of projects what the table says that the domain and the policies are held to as well (R01). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectAccessTest {
    private static final Map<String, Object> MEMBERSHIPS = Map.of(
            "viewer", Map.of("role", "viewer"),
            "member", Map.of("role", "member"),
            "maintainer", Map.of("role", "maintainer"),
            "narrowed",
                    Map.of("role", "maintainer", "permissions", Map.of("tasks:create", false, "members:manage", false)),
            "widened", Map.of("role", "viewer", "permissions", Map.of("tasks:create", true, "members:manage", true)),
            "deleter", Map.of("role", "member", "permissions", Map.of("project:delete", true)));

    private final Served served = Served.start();
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private Client owner = served.client();

    /** A project of one cell, or of many where nothing that is tried changes it. */
    private record Scene(String path, String task) {}

    private final Map<String, Scene> unchanged = new HashMap<>();

    @BeforeAll
    void signIn() {
        for (String who : AccessTable.everybody()) {
            Client client = switch (who) {
                case "anonymous" -> served.client();
                case "administrator" -> served.administrator(who);
                case "expired" -> served.administratorFor(who, Duration.ofSeconds(2));
                default -> served.signedIn(who);
            };
            clients.put(who, client);
            if (!who.equals("anonymous")) {
                ids.put(who, client.get("/v1/me").text("id"));
            }
        }
        clients.put("newcomer", served.signedIn("newcomer"));
        owner = client("owner");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client client(String who) {
        return Objects.requireNonNull(clients.get(who));
    }

    static Stream<Cell> cells() {
        return AccessTable.cells();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void answersAsTheTableSays(Cell cell) {
        boolean reads = cell.action().equals("project") || cell.action().equals("history");
        Scene scene = reads || !cell.isDone() ? unchanged(cell) : scene(cell.status(), cell.visibility());
        String before = owner.get(scene.path()).header("ETag");

        for (int status : attempt(cell, scene)) {
            assertThat(status).isIn(expected(cell));
        }

        if (!cell.isDone()) {
            assertThat(owner.get(scene.path()).header("ETag")).isEqualTo(before);
        }
    }

    private static List<Integer> expected(Cell cell) {
        // the route itself asks for a signed-in caller, before it is looked whether there is such a project
        if (cell.who().equals("anonymous") && !cell.action().equals("project")) {
            return List.of(401);
        }
        return switch (cell.outcome()) {
            case DONE -> List.of(200, 201, 204);
            case UNAUTHENTICATED -> List.of(401);
            case FORBIDDEN -> List.of(403);
            case NOT_FOUND -> List.of(404);
            case CONFLICT -> List.of(409);
        };
    }

    private List<Integer> attempt(Cell cell, Scene scene) {
        Client client = client(cell.who());
        String path = scene.path();
        return switch (cell.action()) {
            case "project" -> statuses(client.get(path), client.get(path + "/stats"), client.get(scene.task()));
            case "history" ->
                statuses(
                        client.get(path + "/history"),
                        client.get(path + "/members"),
                        client.get(path + "/members/@owner"));
            case "tasks:create" -> statuses(client.post(path + "/tasks", Map.of("title", "T")));
            case "tasks:update" -> statuses(client.patch(scene.task(), Map.of("title", "U")));
            case "tasks:delete" -> statuses(client.method("DELETE", scene.task()));
            case "project:update" -> statuses(client.patch(path, Map.of("name", "Another")));
            case "archive" ->
                statuses(
                        client.patch(path, Map.of("status", cell.status().equals("archived") ? "active" : "archived")));
            case "restore" -> statuses(client.patch(path, Map.of("status", "active")));
            case "members:manage" ->
                statuses(
                        client.put(path + "/members/@newcomer", Map.of("role", "viewer")),
                        client.put(path + "/members/@newcomer", Map.of("role", "viewer", "permissions", Map.of())));
            case "leave" -> statuses(client.method("DELETE", path + "/members/" + ids.getOrDefault(cell.who(), "@x")));
            case "transfer" -> statuses(client.post(path + "/transfer", Map.of("to", ids.get("viewer"))));
            case "project:delete" -> statuses(client.method("DELETE", path));
            default -> throw new IllegalArgumentException(cell.action());
        };
    }

    private static List<Integer> statuses(Client.Answer... answers) {
        return Stream.of(answers).map(Client.Answer::status).toList();
    }

    private Scene unchanged(Cell cell) {
        return unchanged.computeIfAbsent(
                cell.status() + " " + cell.visibility(), key -> scene(cell.status(), cell.visibility()));
    }

    private Scene scene(String status, String visibility) {
        String path = "/v1/projects/"
                + owner.post("/v1/projects", Map.of("name", "P", "visibility", visibility))
                        .expect(201)
                        .text("id");
        MEMBERSHIPS.forEach((who, membership) ->
                owner.put(path + "/members/@" + who, membership).expect(201));
        String task = "/v1/tasks/"
                + owner.post(path + "/tasks", Map.of("title", "T")).expect(201).text("id");
        switch (status) {
            case "archived" -> owner.patch(path, Map.of("status", "archived")).expect(200);
            case "deleted" -> owner.method("DELETE", path).expect(204);
            default -> {}
        }
        return new Scene(path, task);
    }
}
