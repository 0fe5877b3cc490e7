package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.account.UserStore;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Other people's accounts, as an administrator sees and changes them, and as others do not (R01, R02, R19, R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersTest {
    private static final String USERS = "/v1/users";
    private static final Origin ORIGIN = Origin.internal("test");

    private final Served served = Served.start();
    private Client root = served.client();
    private Client ada = served.client();

    @BeforeAll
    void signIn() {
        root = served.administrator("root");
        ada = served.signedIn("ada");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static String user(Client.Answer answer) {
        return USERS + "/" + answer.text("id");
    }

    private Client.Answer make(String name) {
        return root.post(
                        USERS,
                        Map.of(
                                "email",
                                name + "@example.org",
                                "username",
                                name,
                                "password",
                                Served.PASSWORD,
                                "emailVerified",
                                true))
                .expect(201);
    }

    private static List<String> names(Client.Answer list) {
        return list.expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("username").asString(""))
                .toList();
    }

    @Test
    void makesAnAccountThatCanSignInAtOnce() {
        Client.Answer made = make("grace");
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + user(made));
        assertThat(made.text("status")).isEqualTo("active");
        Client.Answer read = root.get(user(made)).expect(200);
        assertThat(read.body()).isEqualTo(made.body());
        assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
        assertThat(read.header("Cache-Control")).isEqualTo("no-store");
        root.with("If-None-Match", made.header("ETag")).get(user(made)).expect(304);
        served.login("grace");
        assertThat(root.post(USERS, Map.of("email", "GRACE@example.org", "password", Served.PASSWORD))
                        .expect(409)
                        .errors())
                .containsExactly("/email: has an account already");
        assertThat(root.post(USERS, Map.of("email", "grace2@example.org", "username", "Grace"))
                        .expect(409)
                        .errors())
                .containsExactly("/username: is taken");
    }

    @Test
    void invitesWhoeverGetsNoPasswordToChooseOne() {
        Client.Answer invited = root.post(USERS, Map.of("email", "invited@example.org", "username", "invited"))
                .expect(201);
        assertThat(invited.json().path("passwordChangedAt").isNull()).isTrue();
        served.client()
                .post("/v1/auth/login", Map.of("login", "invited@example.org", "password", Served.PASSWORD))
                .expect(401);
        String token = served.tokenMailedTo("invited@example.org");
        served.groundwork().passwords().reset(ORIGIN, token, new Password(Served.PASSWORD));
        served.login("invited");
        assertThat(root.get(user(invited)).json().path("emailVerified").asBoolean())
                .isTrue();
    }

    @Test
    void invitesThePersonWhoseAddressSomebodyElseRegistered() {
        served.client()
                .post(
                        "/v1/auth/register",
                        Map.of("email", "squatted@example.org", "password", "a squatter's own long sentence"))
                .expect(202);
        String squatters = served.tokenMailedTo("squatted@example.org");
        Client.Answer invited = root.post(USERS, Map.of("email", "squatted@example.org", "firstName", "Rightful"))
                .expect(201);
        assertThat(invited.text("firstName")).isEqualTo("Rightful");
        served.client()
                .post("/v1/auth/verify-email", Map.of("token", squatters))
                .expect(422);
        String token = served.tokenMailedTo("squatted@example.org");
        served.groundwork().passwords().reset(ORIGIN, token, new Password(Served.PASSWORD));
        served.client()
                .post(
                        "/v1/auth/login",
                        Map.of("login", "squatted@example.org", "password", "a squatter's own long sentence"))
                .expect(401);
        served.login("squatted@example.org");
    }

    @Test
    void makesOneAccountUnderOneIdempotencyKey() {
        String wanted = "{\"email\": \"once@example.org\", \"password\": \"" + Served.PASSWORD + "\"}";
        Client keyed = root.with("Idempotency-Key", "user-once");
        Client.Answer first = keyed.json("POST", USERS, wanted).expect(201);
        assertThat(keyed.json("POST", USERS, wanted).expect(201).body()).isEqualTo(first.body());
        CallerKey key = new CallerKey("user:" + root.get("/v1/me").text("id"), "user-once");
        String kept = served.groundwork()
                .ports()
                .work()
                .asService(served.actor(root), tx -> tx.idempotencyKeys().findForUpdate(key))
                .orElseThrow()
                .requestHash();
        assertThat(kept)
                .as("a plain hash would let whoever steals it try passwords")
                .isNotEqualTo(TokenHash.of("POST " + USERS + "\n" + wanted).value());
        keyed.post(USERS, Map.of("email", "once@example.org", "password", Served.PASSWORD + "!"))
                .expect(422);
    }

    @Test
    void showsAPersonWholeToThemselvesAndNotAtAllToStrangers() {
        Client.Answer me = ada.get("/v1/me").expect(200);
        Client.Answer whole = ada.get(user(me)).expect(200);
        assertThat(whole.body()).isEqualTo(me.body());
        assertThat(whole.header("ETag")).isEqualTo(me.header("ETag"));

        Client bob = served.signedIn("bob");
        String missing = bob.get(USERS + "/" + UUID.randomUUID()).expect(404).text("detail");
        assertThat(bob.get(user(me)).expect(404).text("detail")).isEqualTo(missing);
        assertThat(bob.get(USERS + "/ada").expect(404).text("detail")).isEqualTo(missing);
        served.client().get(user(me)).expect(401);
    }

    @Test
    void showsOnlyAnOutlineToAColleague() {
        try (Served office = Served.start(Served.configuration(), ports -> ports.withWork(new Office(ports.work())))) {
            Client one = office.signedIn("one");
            Client other = office.signedIn("other");
            Client.Answer me = one.get("/v1/me").expect(200);
            Client.Answer outline = other.get(user(me)).expect(200);
            assertThat(outline.json().propertyNames())
                    .containsExactlyInAnyOrder("id", "username", "firstName", "lastName", "avatarUrl");
            assertThat(outline.header("Cache-Control")).isEqualTo("no-store");
            other.with("If-None-Match", outline.header("ETag")).get(user(me)).expect(304);
            other.with("If-None-Match", me.header("ETag")).get(user(me)).expect(200);
            one.patch("/v1/me", Map.of("phone", "+44 20 7946 0000")).expect(200);
            assertThat(other.get(user(me)).header("ETag"))
                    .as("tells nothing of what the outline does not show")
                    .isEqualTo(outline.header("ETag"));
            one.patch("/v1/me", Map.of("firstName", "One")).expect(200);
            assertThat(other.get(user(me)).header("ETag")).isNotEqualTo(outline.header("ETag"));
        }
    }

    /** A store in which everybody shares a project with everybody. */
    private record Office(Work work) implements Work {
        @Override
        public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
            return work.in(actor, tx -> unit.apply(sociable(tx)));
        }

        @Override
        public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
            return work.asService(actor, tx -> unit.apply(sociable(tx)));
        }

        private static Transaction sociable(Transaction tx) {
            return instead(
                    Transaction.class,
                    tx,
                    "users",
                    none -> instead(
                            UserStore.class,
                            tx.users(),
                            "findColleague",
                            ids -> tx.users().find((UserId) ids[0]).map(User::person)));
        }

        private static <T> T instead(Class<T> type, T whole, String method, Function<Object[], Object> answer) {
            Object made =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                        if (called.getName().equals(method)) {
                            return answer.apply(arguments);
                        }
                        try {
                            return called.invoke(whole, arguments);
                        } catch (InvocationTargetException e) {
                            throw Objects.requireNonNull(e.getCause());
                        }
                    });
            return type.cast(made);
        }
    }

    @Test
    void letsNobodyNearAnAccountWithoutThePermission() {
        Client eve = served.signedIn("eve");
        String one = user(ada.get("/v1/me"));
        String none = USERS + "/" + UUID.randomUUID();
        eve.get(USERS).expect(403);
        eve.post(USERS, Map.of("email", "x@example.org")).expect(403);
        for (String path : List.of(one, none)) {
            eve.patch(path, Map.of("status", "suspended")).expect(403);
            eve.method("DELETE", path).expect(403);
            eve.get(path + "/ssn").expect(403);
            eve.get(path + "/sessions").expect(403);
            eve.method("DELETE", path + "/sessions").expect(403);
        }
        served.client().get(USERS).expect(401);
        served.client().method("DELETE", one).expect(401);
    }

    @Test
    void answersAnIdOfAnyFormWithNotFound() {
        for (String id : List.of("1", "%ff", "null", "%27%20or%201=1", UUID.randomUUID() + "x")) {
            for (String rest : List.of("", "/ssn", "/sessions", "/roles")) {
                assertThat(root.get(USERS + "/" + id + rest).status())
                        .as(id + rest)
                        .isEqualTo(404);
            }
            root.patch(USERS + "/" + id, Map.of()).expect(404);
            root.method("DELETE", USERS + "/" + id).expect(404);
            root.method("DELETE", USERS + "/" + id + "/sessions").expect(404);
        }
        for (String broken : List.of("%00", "..%2f", "%2e%2e")) {
            assertThat(root.get(USERS + "/" + broken).status()).as(broken).isIn(400, 404);
        }
    }

    @Test
    void changesAnAccountOnlyAsItWasRead() {
        Client.Answer made = make("hopper");
        String path = user(made);
        Client.Answer changed = root.with("If-Match", made.header("ETag"))
                .patch(path, Map.of("firstName", "Grace", "email", "hopper@example.com", "emailVerified", true))
                .expect(200);
        assertThat(changed.text("email")).isEqualTo("hopper@example.com");
        assertThat(changed.json().path("emailVerified").asBoolean()).isTrue();
        Client stale = root.with("If-Match", made.header("ETag"));
        stale.patch(path, Map.of("firstName", "Other")).expect(412);
        stale.method("DELETE", path).expect(412);
        stale.method("DELETE", path + "/sessions").expect(412);
        root.with("If-Match", made.header("ETag") + ", " + changed.header("ETag"))
                .patch(path, Map.of("firstName", "Other"))
                .expect(200);
        stale.patch(USERS + "/" + UUID.randomUUID(), Map.of()).expect(404);
        assertThat(root.patch(path, Map.of("status", "deleted", "email", "no", "roles", List.of("admin")))
                        .expect(400)
                        .errors())
                .containsExactlyInAnyOrder(
                        "/roles: is not a member that may be set here",
                        "/email: must be an e-mail address such as ada@example.org",
                        "/status: must be one of active, inactive, suspended; DELETE deletes an account");
    }

    @Test
    void letsASuspendedPersonDoNothingFromTheNextRequestOn() {
        Client mallory = served.signedIn("mallory");
        String path = user(mallory.get("/v1/me"));
        root.patch(path, Map.of("status", "suspended")).expect(200);
        mallory.get("/v1/me").expect(401);
        root.patch(path, Map.of("status", "active")).expect(200);
        mallory.get("/v1/me").expect(401);
        served.login("mallory");
    }

    @Test
    void deletesAnAccountAndFreesItsAddressAndName() {
        Client leaver = served.signedIn("leaver");
        String path = user(leaver.get("/v1/me"));
        root.method("DELETE", path).expect(204);
        leaver.get("/v1/me").expect(401);
        assertThat(root.get(path).expect(200).text("status")).isEqualTo("deleted");
        root.method("DELETE", path).expect(404);
        root.patch(path, Map.of("status", "active")).expect(404);
        root.get(path + "/sessions").expect(404);
        assertThat(names(root.get(USERS + "?status=deleted&q=leaver"))).containsExactly("leaver");
        assertThat(names(root.get(USERS + "?q=leaver"))).isEmpty();
        make("leaver");
    }

    @Test
    void showsAndEndsSomebodysSessions() {
        Client devices = served.signedIn("devices");
        served.login("devices");
        String path = user(devices.get("/v1/me"));
        Client.Answer first = root.get(path + "/sessions?limit=1").expect(200);
        assertThat(first.json().path("items").path(0).path("current").asBoolean())
                .isFalse();
        Client.Answer second = root.get(path + "/sessions?limit=1&cursor=" + first.text("nextCursor"));
        assertThat(second.expect(200).json().path("nextCursor").isNull()).isTrue();
        root.method("DELETE", path + "/sessions").expect(204);
        devices.get("/v1/me").expect(401);
        assertThat(root.get(path + "/sessions").json().path("items").size()).isZero();
        assertThat(root.get(user(root.get("/v1/me")) + "/sessions")
                        .json()
                        .path("items")
                        .valueStream()
                        .filter(session -> session.path("current").asBoolean()))
                .hasSize(1);
    }

    @Test
    void showsANumberWholeAndRecordsEachReading() {
        Client owner = served.signedIn("owner");
        String path = user(owner.get("/v1/me"));
        root.get(path + "/ssn").expect(404);
        served.groundwork().ssns().put(served.actor(owner), new Ssn("123-45-6789"), null);
        Client.Answer number = root.get(path + "/ssn").expect(200);
        assertThat(number.text("ssn")).isEqualTo("123-45-6789");
        assertThat(number.header("ETag")).isEmpty();
        assertThat(number.header("Cache-Control")).isEqualTo("no-store");
        owner.get(path + "/ssn").expect(403);
    }

    @Test
    void filtersSortsAndSearches() {
        for (String name : List.of("list-b", "list-a", "list-c")) {
            make(name);
        }
        root.patch(user(root.get(USERS + "?q=list-c").json().path("items").path(0)), Map.of("status", "inactive"))
                .expect(200);
        assertThat(names(root.get(USERS + "?q=LIST-&sort=username"))).containsExactly("list-a", "list-b", "list-c");
        assertThat(names(root.get(USERS + "?q=list-&sort=-email"))).containsExactly("list-c", "list-b", "list-a");
        assertThat(names(root.get(USERS + "?q=list-"))).containsExactly("list-b", "list-a", "list-c");
        assertThat(names(root.get(USERS + "?q=list-&sort=-createdAt&status=active")))
                .containsExactly("list-a", "list-b");
        assertThat(names(root.get(USERS + "?q=list-&role=user&status=inactive")))
                .containsExactly("list-c");
        assertThat(names(root.get(USERS + "?role=admin&q=root"))).containsExactly("root");
        assertThat(names(root.get(USERS + "?role=nobody-has-this"))).isEmpty();
        assertThat(names(root.get(USERS + "?q=list-&sort=-lastLoginAt"))).hasSize(3);
        assertThat(names(root.get(USERS + "?q=l%25st"))).isEmpty();
        assertThat(names(root.get(USERS + "?q=list_"))).isEmpty();
    }

    private static String user(JsonNode item) {
        return USERS + "/" + item.path("id").asString();
    }

    @Test
    void walksTheListByCursorsThatFitNoOtherQuery() {
        for (int i = 0; i < 5; i++) {
            make("page-" + i);
        }
        String query = USERS + "?q=page-&sort=-username&limit=2";
        List<String> seen = new ArrayList<>();
        Client.Answer page = root.get(query);
        String cursor = page.text("nextCursor");
        while (true) {
            seen.addAll(names(page));
            if (page.json().path("nextCursor").isNull()) {
                break;
            }
            assertThat(page.header("Link")).startsWith("<" + Served.PUBLIC_ORIGIN + USERS + "?cursor=");
            page = root.get(page.header("Link").replaceAll("<" + Served.PUBLIC_ORIGIN + "(.*)>; rel=\"next\"", "$1"));
        }
        assertThat(seen).containsExactly("page-4", "page-3", "page-2", "page-1", "page-0");
        root.get(USERS + "?q=page-&sort=-username&limit=1&cursor=" + cursor).expect(200);
        for (String other : List.of("?q=page-&sort=username", "?q=pag&sort=-username", "?q=page-", "?")) {
            assertThat(root.get(USERS + other + "&cursor=" + cursor).expect(400).errors())
                    .containsExactly("cursor: is not a cursor of this query; start again without one");
        }
    }

    @Test
    void tellsEverythingThatAQueryCannotBeAtOnce() {
        assertThat(root.get(USERS + "?status=gone&role=No%20Role&sort=passwordHash&limit=0&colour=red&q=%00")
                        .expect(400)
                        .errors())
                .containsExactlyInAnyOrder(
                        "colour: is not a parameter of this request",
                        "limit: must be a whole number from 1 to 200",
                        "status: must be one of active, inactive, suspended, deleted",
                        "role: must have 1 to 50 lower-case letters, digits, underscores or hyphens,"
                                + " and start with a letter",
                        "q: must not contain the character U+0000",
                        "sort: must be one of email, username, createdAt, lastLoginAt, with - before it for descending");
    }

    @Test
    void takesNoStatementForAFilterASortOrACursor() {
        Set<String> attacks = Set.of(
                "'; DROP TABLE app.users; --",
                "' OR '1'='1",
                "x') OR 1=1 --",
                "\"; SELECT pg_sleep(5)",
                "$.** ? (@ == 1)",
                "{{7*7}}",
                "%' OR '%'='",
                "\\",
                "email;email",
                "email,password_hash",
                "(SELECT password_hash FROM app.users LIMIT 1)",
                "--email",
                "CREATED_AT",
                "created_at");
        for (String attack : attacks) {
            String encoded = URLEncoder.encode(attack, StandardCharsets.UTF_8);
            assertThat(names(root.get(USERS + "?q=" + encoded))).as(attack).isEmpty();
            for (String parameter : List.of("sort", "status", "cursor", "limit")) {
                root.get(USERS + "?" + parameter + "=" + encoded).expect(400);
            }
            Client.Answer byRole = root.get(USERS + "?role=" + encoded);
            assertThat(byRole.status() == 400 || names(byRole).isEmpty()).isTrue();
            root.get(USERS + "?cursor="
                            + new Cursors(served.groundwork().policies().signer()).write(USERS, Map.of(), attack))
                    .expect(400);
        }
    }
}
