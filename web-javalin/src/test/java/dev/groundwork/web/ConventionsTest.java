package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What {@code API.md} promises of every route: problems, tags, patches, idempotency, pages of lists (R27). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConventionsTest {
    private final Served served = Served.start();
    private Client ada = served.client();

    @BeforeAll
    void signIn() {
        ada = served.signedIn("ada");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client.Answer project() {
        return ada.post("/v1/projects", Map.of("name", "P")).expect(201);
    }

    private String task() {
        String project = project().text("id");
        return "/v1/tasks/"
                + ada.post("/v1/projects/" + project + "/tasks", Map.of("title", "T"))
                        .expect(201)
                        .text("id");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Client.Answer answer = ada.post(
                        "/v1/projects",
                        Map.of("name", " ", "visibility", "secret", "settings", List.of(), "description", 5))
                .expect(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("/problems/invalid");
        assertThat(answer.text("instance")).isEqualTo("/v1/projects");
        assertThat(answer.errors())
                .containsExactlyInAnyOrder(
                        "/name: must not be blank",
                        "/description: must be text",
                        "/visibility: must be one of private, internal, public",
                        "/settings: must be an object");
    }

    @Test
    void makesItA400WhereOneMemberIsUnknownAndStillTellsTheRest() {
        Client.Answer answer = ada.json(
                        "POST", "/v1/projects", "{\"name\": 1, \"nmae\": \"x\", \"id\": null, \"name\": 2}")
                .expect(400);
        assertThat(answer.text("type")).isEqualTo("/problems/bad-request");
        assertThat(answer.errors())
                .containsExactlyInAnyOrder(
                        "/name: is there twice",
                        "/nmae: is not a member that may be set here; did you mean name?",
                        "/id: is not a member that may be set here",
                        "/name: must be text");
    }

    @Test
    void refusesAQueryParameterThatNobodyKnowsOrThatIsThereTwice() {
        assertThat(ada.get("/v1/me?full=1&x=2").expect(400).errors())
                .containsExactly("full: is not a parameter of this request", "x: is not a parameter of this request");
        String history = task() + "/history";
        assertThat(ada.get(history + "?limit=1&limit=2").expect(400).errors()).containsExactly("limit: is there twice");
        for (String limit : List.of("0", "201", "-1", "1.5", "many", "", "99999999999999999999")) {
            ada.get(history + "?limit=" + limit).expect(400);
        }
        ada.get(history + "?limit=%ff").expect(400);
    }

    @Test
    void answersAMethodThatIsNotThereWithThoseThatAre() {
        Client.Answer answer = ada.method("DELETE", "/v1/auth/login").expect(405);
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
        assertThat(answer.text("type")).isEqualTo("/problems/method-not-allowed");
        assertThat(ada.method("PUT", "/v1/me").expect(405).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        assertThat(ada.method("BREW", "/v1/me").expect(405).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
        ada.method("TRACE", "/v1/me").expect(405);
        assertThat(ada.method("OPTIONS", "/v1/me").expect(204).header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
    }

    @Test
    void answersHeadAsGetWithoutTheBody() {
        Client.Answer get = ada.get("/v1/me").expect(200);
        Client.Answer head = ada.method("HEAD", "/v1/me").expect(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    }

    @Test
    void answersJsonOnlyToWhoeverAcceptsIt() {
        for (String accept : List.of(
                "text/html", "application/json;q=0", "application/xml, */*;q=0", "*/*, application/json;q=0.0")) {
            ada.with("Accept", accept).get("/v1/me").expect(406);
        }
        for (String accept :
                List.of("*/*", "application/*", "text/html, application/json;q=0.1", "text/html, */*;q=0.8")) {
            ada.with("Accept", accept).get("/v1/me").expect(200);
        }
    }

    @Test
    void takesAnEmptyAcceptForNoWish() {
        ada.with("Accept", "").get("/v1/me").expect(200);
    }

    @Test
    void findsNothingAtAPathThatIsNoText() {
        for (String path : List.of("/docs/%FF", "/v1/me/sessions/%FF", "/v1/me/tokens/%C3%28")) {
            ada.method(path.startsWith("/docs") ? "GET" : "DELETE", path).expect(404);
        }
    }

    @Test
    void takesEachBodyInItsOwnTypeOnly() {
        String task = task();
        assertThat(ada.send("PATCH", task, BodyPublishers.ofString("{}"), "text/plain")
                        .expect(415)
                        .header("Accept-Patch"))
                .isEqualTo("application/merge-patch+json");
        ada.send("PATCH", task, BodyPublishers.ofString("{}"), null).expect(415);
        ada.send("PATCH", task, BodyPublishers.ofString("{}"), "application/json; charset=utf-16")
                .expect(415);
        ada.with("Content-Encoding", "gzip").patch(task, Map.of()).expect(415);
        ada.send("PATCH", task, BodyPublishers.ofString("{}"), "application/merge-patch+json")
                .expect(200);
        ada.send("PATCH", task, BodyPublishers.ofString("{}"), "Application/JSON; charset=\"UTF-8\"")
                .expect(200);
        ada.send("POST", "/v1/projects", BodyPublishers.ofString("{\"name\":\"x\"}"), "application/merge-patch+json")
                .expect(415);
    }

    @Test
    void tellsAbsentFromNullInAPatch() {
        String task = task();
        ada.patch(task, Map.of("description", "long", "dueDate", "2027-01-31T12:00:00+01:00"))
                .expect(200);
        Client.Answer kept = ada.patch(task, Map.of("title", "New")).expect(200);
        assertThat(kept.text("description")).isEqualTo("long");
        assertThat(kept.text("dueDate")).isEqualTo("2027-01-31T11:00:00.000Z");
        Client.Answer cleared = ada.json("PATCH", task, "{\"description\": null, \"dueDate\": null}")
                .expect(200);
        assertThat(cleared.json().path("description").isNull()).isTrue();
        assertThat(ada.json("PATCH", task, "{\"title\": null}").expect(422).errors())
                .containsExactly("/title: must not be null");
    }

    @Test
    void spares304ToWhoeverHasItAlready() {
        String tag = ada.get("/v1/me").header("ETag");
        assertThat(tag).matches("\"[0-9]+\\.[A-Za-z0-9_-]+\"");
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            Client.Answer answer =
                    ada.with("If-None-Match", known).get("/v1/me").expect(304);
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertThat(answer.body()).isEmpty();
        }
        ada.with("If-None-Match", "\"x\"").get("/v1/me").expect(200);
    }

    @Test
    void changesOnlyWhatIsStillAsItWasRead() {
        String task = task();
        String old = ada.get(task).header("ETag");
        String now = ada.with("If-Match", old)
                .patch(task, Map.of("title", "2"))
                .expect(200)
                .header("ETag");
        for (String stale : List.of(old, "W/" + now, "\"x\"", "x", "", "\"999999999999999999999.x\"")) {
            Client.Answer answer = ada.with("If-Match", stale)
                    .patch(task, Map.of("title", "3"))
                    .expect(412);
            assertThat(answer.text("type")).isEqualTo("/problems/stale");
        }
        ada.with("If-Match", old + ", " + now).patch(task, Map.of("title", "4")).expect(200);
        ada.with("If-Match", "*").patch(task, Map.of("title", "5")).expect(200);
        ada.with("If-Match", "\"1.x\"")
                .patch("/v1/tasks/" + UUID.randomUUID(), Map.of("title", "6"))
                .expect(404);
    }

    @Test
    void makesATaskOnlyInAProjectThatIsStillAsItWasRead() {
        Client.Answer project = project();
        String tasks = "/v1/projects/" + project.text("id") + "/tasks";
        ada.with("If-Match", project.header("ETag"))
                .post(tasks, Map.of("title", "T"))
                .expect(201);
        ada.with("If-Match", "\"7.x\"").post(tasks, Map.of("title", "T")).expect(412);
    }

    @Test
    void givesTheFirstAnswerAgainUnderOneIdempotencyKey() {
        Client keyed = ada.with("Idempotency-Key", "first-" + UUID.randomUUID());
        Client.Answer first = keyed.post("/v1/projects", Map.of("name", "Once")).expect(201);
        Client.Answer again = keyed.post("/v1/projects", Map.of("name", "Once")).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        keyed.post("/v1/projects", Map.of("name", "Twice")).expect(422);
        String tasks = "/v1/projects/" + first.text("id") + "/tasks";
        Client other = ada.with("Idempotency-Key", "task-" + UUID.randomUUID());
        assertThat(other.post(tasks, Map.of("title", "T")).expect(201).body())
                .isEqualTo(other.post(tasks, Map.of("title", "T")).expect(201).body());
    }

    @Test
    void freesAnIdempotencyKeyWhoseRequestWasRefused() {
        Client keyed = ada.with("Idempotency-Key", "refused-" + UUID.randomUUID());
        keyed.post("/v1/projects/" + UUID.randomUUID() + "/tasks", Map.of("title", "T"))
                .expect(404);
        keyed.post("/v1/projects", Map.of("name", "Another request")).expect(201);
        ada.with("Idempotency-Key", "x".repeat(256))
                .post("/v1/projects", Map.of("name", "P"))
                .expect(400);
    }

    @Test
    void makesOneResourceOfTwentyRequestsUnderOneKeyAtOnce() throws Exception {
        Client keyed = ada.with("Idempotency-Key", "race-" + UUID.randomUUID());
        Callable<Client.Answer> post = () -> keyed.post("/v1/projects", Map.of("name", "Race"));
        List<String> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Client.Answer> answer : threads.invokeAll(Collections.nCopies(20, post))) {
                assertThat(answer.get().status()).isIn(201, 409);
                if (answer.get().status() == 201) {
                    made.add(answer.get().text("id"));
                }
            }
        }
        assertThat(made).isNotEmpty();
        assertThat(made.stream().distinct()).hasSize(1);
    }

    @Test
    void walksAListByCursorsThatFitNoOtherQuery() {
        String task = task();
        for (int i = 0; i < 4; i++) {
            ada.patch(task, Map.of("title", "T" + i)).expect(200);
        }
        Client.Answer first = ada.get(task + "/history?limit=2").expect(200);
        String cursor = first.text("nextCursor");
        assertThat(first.header("Link"))
                .isEqualTo("<" + Served.PUBLIC_ORIGIN + task + "/history?cursor=" + cursor + "&limit=2>; rel=\"next\"");
        Client.Answer second =
                ada.get(task + "/history?limit=2&cursor=" + cursor).expect(200);
        Client.Answer last =
                ada.get(task + "/history?cursor=" + second.text("nextCursor")).expect(200);
        assertThat(last.json().path("nextCursor").isNull()).isTrue();
        assertThat(last.header("Link")).isEmpty();
        assertThat(last.json().path("items").size()).isEqualTo(1);
        ada.get(task() + "/history?cursor=" + cursor).expect(400);
        for (String forged : List.of("", "x", "%00", cursor + "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
            assertThat(ada.get(task + "/history?cursor=" + forged).expect(400).errors())
                    .containsExactly("cursor: is not a cursor of this query; start again without one");
        }
    }

    @Test
    void takesASaneRequestIdAndMakesAnotherForAnInsaneOne() {
        assertThat(ada.with("X-Request-Id", "Trace_1.a-b").get("/v1/me").header("X-Request-Id"))
                .isEqualTo("Trace_1.a-b");
        for (String insane : List.of("a b", "x".repeat(129), "\"", "ä")) {
            assertThat(ada.with("X-Request-Id", insane).get("/v1/me").header("X-Request-Id"))
                    .matches("[A-Za-z0-9._-]{1,128}")
                    .isNotEqualTo(insane);
        }
        Client.Answer problem = ada.with("X-Request-Id", "r-1").get("/v1/none").expect(404);
        assertThat(problem.text("requestId")).isEqualTo("r-1");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(ada.with("traceparent", trace).get("/v1/me").header("traceparent"))
                .isEqualTo(trace);
        String task = task();
        ada.with("X-Request-Id", "audited-1").patch(task, Map.of("title", "x"));
        assertThat(ada.get(task + "/history")
                        .json()
                        .path("items")
                        .path(0)
                        .path("requestId")
                        .asString())
                .isEqualTo("audited-1");
    }

    /** Lets a test decide what the store does. */
    private static final class Faulty implements Work {
        private final Work sound;
        private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
        /** How many of the service's units run before the others fail; none fails by itself. */
        private final AtomicInteger soundServiceUnits = new AtomicInteger(Integer.MAX_VALUE);

        private Faulty(Work sound) {
            this.sound = sound;
        }

        @Override
        public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
            RuntimeException thrown = fault.get();
            if (thrown != null) {
                throw thrown;
            }
            return sound.in(actor, unit);
        }

        @Override
        public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
            if (soundServiceUnits.getAndDecrement() <= 0) {
                throw new Refused(new Refusal.Unavailable("Not now.", Duration.ofSeconds(1)));
            }
            return sound.asService(actor, unit);
        }
    }

    @Test
    void letsARequestUnderAKeyBeSentAgainAtOnceAfterAnOutage() {
        AtomicReference<@Nullable Faulty> work = new AtomicReference<>();
        try (Served served = Served.start(Served.configuration(), ports -> {
            Faulty faulty = new Faulty(ports.work());
            work.set(faulty);
            return ports.withWork(faulty);
        })) {
            Faulty faulty = Objects.requireNonNull(work.get());
            Client eve = served.signedIn("eve");
            eve.get("/v1/me").expect(200);
            Client keyed = eve.with("Idempotency-Key", "outage-" + UUID.randomUUID());
            faulty.fault.set(new Refused(new Refusal.Unavailable("Not now.", Duration.ofSeconds(1))));
            keyed.post("/v1/projects", Map.of("name", "Once")).expect(503);
            faulty.fault.set(null);
            String made = keyed.post("/v1/projects", Map.of("name", "Once"))
                    .expect(201)
                    .text("id");
            assertThat(keyed.post("/v1/projects", Map.of("name", "Once"))
                            .expect(201)
                            .text("id"))
                    .isEqualTo(made);
        }
    }

    @Test
    void acknowledgesWhatWasMadeThoughItsAnswerCanNotBeKept() {
        AtomicReference<@Nullable Faulty> work = new AtomicReference<>();
        try (Served served = Served.start(Served.configuration(), ports -> {
            Faulty faulty = new Faulty(ports.work());
            work.set(faulty);
            return ports.withWork(faulty);
        })) {
            Client eve = served.signedIn("eve");
            eve.get("/v1/me").expect(200);
            Faulty faulty = Objects.requireNonNull(work.get());
            // The key is taken; what comes after the project was made fails.
            faulty.soundServiceUnits.set(1);
            eve.with("Idempotency-Key", "unkept-" + UUID.randomUUID())
                    .post("/v1/projects", Map.of("name", "Made"))
                    .expect(201);
            faulty.soundServiceUnits.set(Integer.MAX_VALUE);
            assertThat(eve.get("/v1/projects").expect(200).json().path("items").size())
                    .isEqualTo(1);
        }
    }

    @Test
    void tellsNothingOfItsInsidesWhenSomethingBreaks() {
        AtomicReference<@Nullable Faulty> work = new AtomicReference<>();
        try (Served broken = Served.start(Served.configuration(), ports -> {
            Faulty faulty = new Faulty(ports.work());
            work.set(faulty);
            return ports.withWork(faulty);
        })) {
            Faulty faulty = Objects.requireNonNull(work.get());
            faulty.fault.set(new IllegalStateException("SELECT password_hash FROM app.users"));
            Client.Answer answer =
                    broken.client().get("/v1/tasks/" + UUID.randomUUID()).expect(500);
            assertThat(answer.text("type")).isEqualTo("/problems/internal");
            assertThat(answer.body()).doesNotContain("SELECT", "IllegalState", "dev.groundwork");
            faulty.fault.set(new Refused(new Refusal.Unavailable("Not now.", Duration.ofMillis(1500))));
            Client.Answer away =
                    broken.client().get("/v1/tasks/" + UUID.randomUUID()).expect(503);
            assertThat(away.header("Retry-After")).isEqualTo("2");
            broken.client().get("/health/live").expect(200);
        }
    }
}
