package dev.groundwork.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request of each operation that succeeds. What it needs beyond what {@code openapi.yaml} tells is declared here, and nowhere else: a
 * new operation that needs more than it has says so, with the table that its line belongs to.
 */
final class ValidRequests implements AutoCloseable {
    /** What a parameter of a path stands for, by the path up to it. */
    private static final Map<String, Function<World, String>> PARAMETERS = Map.ofEntries(
            Map.entry("/v1/projects/{uuid}", World::project),
            Map.entry("/v1/projects/{uuid}/members/{user}", World::member),
            Map.entry("/v1/tasks/{uuid}", World::task),
            Map.entry("/v1/users/{uuid}", World::person),
            Map.entry("/v1/users/{uuid}/roles/{role}", World::granted),
            Map.entry("/v1/roles/{name}", World::role),
            Map.entry("/v1/roles/{name}/permissions/{permission}", World::held),
            Map.entry("/v1/permissions/{name}", World::permission),
            Map.entry("/v1/settings/{key}", World::setting),
            Map.entry("/v1/flags/{name}", World::flag),
            Map.entry("/ofrep/v1/evaluate/flags/{key}", World::flag),
            Map.entry("/v1/me/sessions/{id}", World::session),
            Map.entry("/v1/me/tokens/{id}", World::token),
            Map.entry("/docs/{file}", world -> "start.js"));

    /** Bodies, by operation. */
    private static final Map<String, Function<World, Map<String, ?>>> BODIES = Map.ofEntries(
            Map.entry("POST /v1/setup", World::setUp),
            Map.entry("POST /setup", World::setUp),
            Map.entry(
                    "POST /v1/auth/register",
                    world -> Map.of("email", fresh() + "@example.org", "password", Served.PASSWORD)),
            Map.entry("POST /v1/auth/verify-email", world -> Map.of("token", world.verification())),
            Map.entry("POST /verify-email", world -> Map.of("token", world.verification())),
            Map.entry("POST /v1/auth/verify-email/resend", world -> Map.of("email", "nobody@example.org")),
            Map.entry("POST /v1/auth/login", world -> Map.of("login", world.name, "password", Served.PASSWORD)),
            Map.entry("POST /v1/auth/refresh", world -> Map.of("refreshToken", world.refreshToken())),
            Map.entry("POST /v1/auth/logout", world -> Map.of("refreshToken", world.refreshToken())),
            Map.entry("POST /v1/auth/password/forgot", world -> Map.of("email", "nobody@example.org")),
            Map.entry("POST /v1/auth/password/reset", World::reset),
            Map.entry("POST /reset-password", World::reset),
            Map.entry(
                    "POST /v1/auth/password/change",
                    world -> Map.of("currentPassword", Served.PASSWORD, "newPassword", "another sentence to keep")),
            Map.entry("POST /v1/auth/introspect", world -> Map.of("token", "gwa_nothing")),
            Map.entry("PATCH /v1/me", world -> Map.of("firstName", "Ada", "timezone", "Europe/London")),
            Map.entry("DELETE /v1/me", world -> Map.of("password", Served.PASSWORD)),
            Map.entry(
                    "POST /v1/me/email",
                    world -> Map.of("newEmail", fresh() + "@example.org", "password", Served.PASSWORD)),
            Map.entry("POST /v1/me/tokens", world -> Map.of("name", "script")),
            Map.entry("PUT /v1/me/ssn", world -> Map.of("ssn", "123-45-6789")),
            Map.entry("POST /v1/projects", world -> Map.of("name", "P", "description", "long")),
            Map.entry("PATCH /v1/projects/{uuid}", world -> Map.of("name", "Q", "visibility", "internal")),
            Map.entry("POST /v1/projects/{uuid}/transfer", world -> Map.of("to", world.member())),
            Map.entry("PUT /v1/projects/{uuid}/members/{user}", world -> Map.of("role", "viewer")),
            Map.entry("POST /v1/projects/{uuid}/tasks", world -> Map.of("title", "T", "labels", List.of("a"))),
            Map.entry(
                    "POST /v1/projects/{uuid}/tasks/batch",
                    world -> Map.of("items", List.of(Map.of("title", "T"), Map.of("title", "U")))),
            Map.entry("PATCH /v1/tasks/{uuid}", world -> Map.of("title", "U", "status", "done")),
            Map.entry(
                    "POST /v1/projects/{uuid}/revert",
                    world -> Map.of("to", world.changeOf("/v1/projects/" + world.project(), "name"))),
            Map.entry(
                    "POST /v1/tasks/{uuid}/revert",
                    world -> Map.of("to", world.changeOf("/v1/tasks/" + world.task(), "title"))),
            Map.entry("POST /v1/users", world -> Map.of("email", fresh() + "@example.org", "firstName", "Grace")),
            Map.entry("PATCH /v1/users/{uuid}", world -> Map.of("firstName", "Grace", "emailVerified", true)),
            Map.entry("PUT /v1/users/{uuid}/roles/{role}", world -> Map.of("expiresAt", "2100-01-01T00:00:00Z")),
            Map.entry("POST /v1/roles", world -> Map.of("name", fresh(), "description", "d")),
            Map.entry("PATCH /v1/roles/{name}", world -> Map.of("description", "e")),
            Map.entry("PUT /v1/roles/{name}/permissions/{permission}", world -> Map.of()),
            Map.entry("POST /v1/permissions", world -> Map.of("name", fresh() + ":read", "description", "d")),
            Map.entry("PUT /v1/settings/{key}", world -> Map.of("value", 2, "description", "d")),
            Map.entry("POST /v1/flags", world -> Map.of("name", fresh(), "description", "d")),
            Map.entry("PATCH /v1/flags/{name}", world -> Map.of("enabled", true, "description", "e")),
            Map.entry("POST /ofrep/v1/evaluate/flags/{key}", world -> Map.of("context", Map.of("targetingKey", "ada"))),
            Map.entry("POST /ofrep/v1/evaluate/flags", world -> Map.of("context", Map.of("targetingKey", "ada"))));

    /** Queries, by operation. */
    private static final Map<String, Function<World, String>> QUERIES = Map.of(
            "GET /verify-email", world -> "token=" + world.verification(),
            "GET /reset-password", world -> "token=" + world.resetToken(),
            "GET /setup", world -> "token=" + world.setUp().get("token"),
            "GET /v1/audit/activity/export", world -> "format=ndjson&action=auth.login",
            "GET /v1/access/explain", world -> "user=" + world.person() + "&permission=users:read");

    /** What has to be there already, by operation; of a list at least two items. */
    private static final Map<String, Consumer<World>> BEFORE = Map.ofEntries(
            Map.entry("GET /v1/me/ssn", World::ssn),
            Map.entry("PUT /v1/me/ssn", World::ssn),
            Map.entry("DELETE /v1/me/ssn", World::ssn),
            Map.entry("GET /v1/users/{uuid}/ssn", World::ssnOfPerson),
            Map.entry("GET /v1/me/sessions", World::session),
            Map.entry("GET /v1/me/tokens", twice(World::newToken)),
            Map.entry("GET /v1/projects", twice(World::newProject)),
            Map.entry("GET /v1/projects/{uuid}/members", World::member),
            Map.entry(
                    "GET /v1/projects/{uuid}/history",
                    world -> world.changeOf("/v1/projects/" + world.project(), "name")),
            Map.entry("GET /v1/tasks", twice(World::newTask)),
            Map.entry("GET /v1/projects/{uuid}/tasks", twice(World::newTask)),
            Map.entry("GET /v1/tasks/{uuid}/history", world -> world.changeOf("/v1/tasks/" + world.task(), "title")),
            Map.entry("GET /v1/users/{uuid}/history", World::ssnOfPerson),
            Map.entry("GET /v1/users/{uuid}/sessions", World::ssnOfPerson),
            Map.entry("GET /v1/users/{uuid}/roles", World::granted),
            Map.entry("GET /v1/flags", twice(World::newFlag)));

    /** The tag that {@code If-Match} compares with, where it is not that of the nearest resource above. */
    private static final Map<String, Function<World, String>> TAGS =
            Map.of("/v1/users/{uuid}/roles/{role}", World::tagOfGrant);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Served served = Served.start();
    private final List<Served> empty = new ArrayList<>();

    /** One that has never been asked before, by somebody who may, about things of its own. */
    Request of(Operation operation) {
        World world = world(operation);
        String path = operation.path();
        for (String parameter : operation.pathParameters()) {
            Function<World, String> value = PARAMETERS.get(operation.upTo(parameter));
            if (value == null) {
                throw missing(operation, "a value for {" + parameter + "}", "PARAMETERS");
            }
            path = path.replace("{" + parameter + "}", value.apply(world));
        }
        Consumer<World> before = BEFORE.get(operation.toString());
        if (before != null) {
            before.accept(world);
        }
        Function<World, String> query = QUERIES.get(operation.toString());
        Function<World, Map<String, ?>> body = BODIES.get(operation.toString());
        if (body == null && operation.requiresBody()) {
            throw missing(operation, "a body that it takes", "BODIES");
        }
        return new Request(
                operation,
                world,
                world.caller,
                operation.method(),
                query == null ? path : path + "?" + query.apply(world),
                body == null ? null : operation.bodyType(),
                body == null ? null : Request.written(body.apply(world), operation.bodyType()));
    }

    /** The first administrator can be made only where there is none. */
    private World world(Operation operation) {
        if (!operation.path().endsWith("/setup")) {
            return new World(served, fresh(), served::administrator);
        }
        Served other = Served.start();
        empty.add(other);
        return new World(other, "nobody", name -> other.client());
    }

    /** The tag that {@code If-Match} compares with. */
    String tag(Request request) {
        Operation operation = request.operation();
        Function<World, String> declared = TAGS.get(operation.path());
        if (declared != null) {
            return declared.apply(request.world());
        }
        String template = operation.path();
        String path = request.path().replaceAll("\\?.*", "");
        while (!template.isEmpty()) {
            if (operation.contract().isTagged(template)) {
                return request.world().caller.get(path).expect(200).header("ETag");
            }
            template = template.substring(0, template.lastIndexOf('/'));
            path = path.substring(0, path.lastIndexOf('/'));
        }
        throw missing(operation, "the tag that If-Match compares with", "TAGS");
    }

    private static AssertionError missing(Operation operation, String what, String table) {
        return new AssertionError("This test needs " + what + " to ask for " + operation + "; add it to "
                + ValidRequests.class.getSimpleName() + "." + table + ".");
    }

    private static String fresh() {
        return "w" + COUNT.incrementAndGet();
    }

    private static Consumer<World> twice(Consumer<World> make) {
        return make.andThen(make);
    }

    @Override
    public void close() {
        served.close();
        empty.forEach(Served::close);
    }

    /** An administrator of one request's own, and what they have made. */
    static final class World {
        private final Served served;
        private final String name;
        private final Client caller;
        private final Map<String, String> made = new HashMap<>();

        private World(Served served, String name, Function<String, Client> signIn) {
            this.served = served;
            this.name = name;
            this.caller = signIn.apply(name);
        }

        private String once(String what, Supplier<String> make) {
            String known = made.get(what);
            if (known == null) {
                known = make.get();
                made.put(what, known);
            }
            return known;
        }

        Served served() {
            return served;
        }

        String project() {
            return once("project", this::newProject);
        }

        private String newProject() {
            return caller.post("/v1/projects", Map.of("name", "P")).expect(201).text("id");
        }

        private String task() {
            return once("task", this::newTask);
        }

        private String newTask() {
            return caller.post("/v1/projects/" + project() + "/tasks", Map.of("title", "T"))
                    .expect(201)
                    .text("id");
        }

        private String personsName() {
            return once("person's name", () -> {
                String fresh = fresh();
                served.register(fresh);
                return fresh;
            });
        }

        private Client personsClient() {
            return served.client()
                    .as(once("person's token", () -> served.login(personsName()).text("accessToken")));
        }

        private String person() {
            return once(
                    "person", () -> personsClient().get("/v1/me").expect(200).text("id"));
        }

        private String member() {
            return once("member", () -> {
                String path = "/v1/projects/" + project() + "/members/" + person();
                caller.put(path, Map.of("role", "member")).expect(201);
                return person();
            });
        }

        private String role() {
            return once(
                    "role",
                    () -> caller.post("/v1/roles", Map.of("name", fresh()))
                            .expect(201)
                            .text("name"));
        }

        private String permission() {
            return once(
                    "permission",
                    () -> caller.post("/v1/permissions", Map.of("name", fresh() + ":read"))
                            .expect(201)
                            .text("name"));
        }

        private String held() {
            return once("held", () -> {
                caller.method("PUT", "/v1/roles/" + role() + "/permissions/" + permission())
                        .expect(201);
                return permission();
            });
        }

        private String granted() {
            tagOfGrant();
            return role();
        }

        private String tagOfGrant() {
            return once(
                    "grant",
                    () -> caller.put("/v1/users/" + person() + "/roles/" + role(), Map.of())
                            .expect(201)
                            .header("ETag"));
        }

        private String setting() {
            return once("setting", () -> {
                String key = fresh();
                caller.put("/v1/settings/" + key, Map.of("value", 1)).expect(201);
                return key;
            });
        }

        private String flag() {
            return once("flag", this::newFlag);
        }

        private String newFlag() {
            return caller.post("/v1/flags", Map.of("name", fresh())).expect(201).text("name");
        }

        private String session() {
            return served.login(name).json().path("session").path("id").asString();
        }

        private String token() {
            return once("token", this::newToken);
        }

        private String newToken() {
            return caller.post("/v1/me/tokens", Map.of("name", "script"))
                    .expect(201)
                    .text("id");
        }

        private void ssn() {
            caller.put("/v1/me/ssn", Map.of("ssn", "987-65-4321")).expect(201);
        }

        private void ssnOfPerson() {
            personsClient().put("/v1/me/ssn", Map.of("ssn", "987-65-4321")).expect(201);
            served.login(personsName());
        }

        private String refreshToken() {
            return served.login(name).text("refreshToken");
        }

        /** A change of that member, as its history names it. */
        private String changeOf(String path, String member) {
            caller.patch(path, Map.of(member, "Changed")).expect(200);
            return caller.get(path + "/history?limit=1")
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0)
                    .path("id")
                    .asString();
        }

        private String verification() {
            String email = fresh() + "@example.org";
            caller.post("/v1/auth/register", Map.of("email", email, "password", Served.PASSWORD))
                    .expect(202);
            return served.tokenMailedTo(email);
        }

        private String resetToken() {
            String email = name + "@example.org";
            caller.post("/v1/auth/password/forgot", Map.of("email", email)).expect(202);
            return served.tokenMailedTo(email);
        }

        private Map<String, String> reset() {
            return Map.of("token", resetToken(), "newPassword", "another sentence to keep");
        }

        private Map<String, String> setUp() {
            return Map.of(
                    "token",
                    served.groundwork().setup().open().orElseThrow(),
                    "email",
                    fresh() + "@example.org",
                    "password",
                    Served.PASSWORD);
        }
    }
}
