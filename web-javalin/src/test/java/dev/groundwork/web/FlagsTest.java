package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Feature flags over HTTP, and OpenFeature's Remote Evaluation Protocol. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlagsTest {
    private static final String FLAGS = "/v1/flags";
    private static final String EVALUATE = "/ofrep/v1/evaluate/flags";
    private static final String COLOURS =
            "{\"variants\": {\"red\": \"#f00\", \"blue\": \"#00f\"}, \"defaultVariant\": \"red\", \"metadata\": {\"team\": \"ui\"},"
                    + " \"targeting\": {\"if\": [{\"==\": [{\"var\": \"plan\"}, \"pro\"]}, \"blue\"]}}";

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

    private Client.Answer make(String name, boolean enabled, String rules) {
        return root.json(
                "POST", FLAGS, "{\"name\": \"" + name + "\", \"enabled\": " + enabled + ", \"rules\": " + rules + "}");
    }

    private Client.Answer evaluate(String name, String context) {
        return ada.json("POST", EVALUATE + "/" + name, "{\"context\": " + context + "}");
    }

    @Test
    void makesChangesAndRemovesOne() {
        Client.Answer made = make("crud", true, COLOURS).expect(201);
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + "/v1/flags/crud");
        Client.Answer read = root.get(FLAGS + "/crud").expect(200);
        assertThat(read.body()).isEqualTo(made.body());
        root.with("If-None-Match", made.header("ETag")).get(FLAGS + "/crud").expect(304);
        Client fresh = root.with("If-Match", made.header("ETag"));
        Client.Answer changed = fresh.json(
                        "PATCH",
                        FLAGS + "/crud",
                        "{\"enabled\": false, \"rules\": {\"metadata\": null}, \"name\": \"cr.ud\"}")
                .expect(200);
        assertThat(changed.json().path("rules").has("metadata")).isFalse();
        assertThat(changed.json().path("rules").has("targeting")).isTrue();
        fresh.patch(FLAGS + "/cr.ud", Map.of("enabled", true)).expect(412);
        fresh.method("DELETE", FLAGS + "/cr.ud").expect(412);
        root.get(FLAGS + "/crud").expect(404);
        assertThat(make("cr.ud", true, "{}").expect(409).errors()).containsExactly("/name: is taken");
        root.method("DELETE", FLAGS + "/cr.ud").expect(204);
        root.method("DELETE", FLAGS + "/cr.ud").expect(404);
        Client.Answer again = make("cr.ud", true, "{}").expect(201);
        assertThat(again.header("ETag")).isNotEqualTo(made.header("ETag"));
        assertThat(root.get(FLAGS + "?limit=1").expect(200).json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void makesOneUnderOneKey() {
        Client keyed = root.with("Idempotency-Key", "flag-1");
        Client.Answer made = keyed.post(FLAGS, Map.of("name", "keyed")).expect(201);
        assertThat(keyed.post(FLAGS, Map.of("name", "keyed")).expect(201).body())
                .isEqualTo(made.body());
        keyed.post(FLAGS, Map.of("name", "other")).expect(422);
    }

    @Test
    void refusesWhatCanBeSeenToBeWrongWithItsPlace() {
        assertThat(make(
                                "wrong name",
                                true,
                                "{\"variants\": {\"a\": 1}, \"targeting\": {\"if\": [{\"foo\": 1}, \"a\", \"b\"]}}")
                        .expect(422)
                        .errors())
                .containsExactlyInAnyOrder(
                        "/name: must be 1 to 100 letters, digits, dots, underscores and hyphens",
                        "/rules/targeting/if/0: has an unknown operator: foo",
                        "/rules/targeting/if/2: answers what is no variant: b; there are a");
        assertThat(make("ref", true, "{\"variants\": {\"a\": 1}, \"targeting\": {\"$ref\": \"nobody\"}}")
                        .expect(422)
                        .errors())
                .singleElement()
                .asString()
                .startsWith("/rules/targeting/$ref: ");
        make("twice", true, "{}, \"name\": \"x\"").expect(400);
        root.json("POST", FLAGS, "{\"name\": \"x\", \"state\": \"ENABLED\"}").expect(400);
    }

    @Test
    void areForWhoeverHoldsThePermission() {
        ada.get(FLAGS).expect(403);
        ada.get(FLAGS + "/x").expect(403);
        ada.post(FLAGS, Map.of("name", "x")).expect(403);
        ada.patch(FLAGS + "/x", Map.of("enabled", true)).expect(403);
        ada.method("DELETE", FLAGS + "/x").expect(403);
        served.client().get(FLAGS).expect(401);
        served.client().json("POST", EVALUATE, "{}").expect(401);
        served.client().json("POST", EVALUATE + "/x", "{}").expect(401);
        served.client().get("/ofrep/v1/events").expect(401);
        served.client().get("/ofrep/v1/events?ticket=x").expect(401);
    }

    @Test
    void keepsTheRulesThatFlagsShareFromBreakingOne() {
        root.json(
                        "PUT",
                        "/v1/settings/flags.evaluators",
                        "{\"value\": {\"pro\": {\"==\": [{\"var\": \"plan\"}, \"pro\"]}}}")
                .expect(201);
        make(
                        "sharing",
                        true,
                        "{\"variants\": {\"a\": 1, \"b\": 2}, \"targeting\": {\"if\": [{\"$ref\": \"pro\"}, \"a\", \"b\"]}}")
                .expect(201);
        assertThat(evaluate("sharing", "{\"plan\": \"pro\"}").text("variant")).isEqualTo("a");
        root.json("PUT", "/v1/settings/flags.evaluators", "{\"value\": {\"pro\": {\"var\": \"staff\"}}}")
                .expect(200);
        assertThat(evaluate("sharing", "{\"staff\": 1}").text("variant")).isEqualTo("a");
        assertThat(root.json("PUT", "/v1/settings/flags.evaluators", "{\"value\": {}}")
                        .expect(422)
                        .errors())
                .singleElement()
                .asString()
                .startsWith("/value: would break the flag sharing: ");
        assertThat(root.json("PUT", "/v1/settings/flags.evaluators", "{\"value\": {\"pro\": {\"foo\": 1}}}")
                        .expect(422)
                        .errors())
                .containsExactly("/value/pro: has an unknown operator: foo");
        root.method("DELETE", "/v1/settings/flags.evaluators").expect(422);
        root.method("DELETE", FLAGS + "/sharing").expect(204);
        root.method("DELETE", "/v1/settings/flags.evaluators").expect(204);
    }

    @Test
    void answersAsTheProtocolSays() {
        make("colour", true, COLOURS).expect(201);
        Client.Answer pro = evaluate("colour", "{\"targetingKey\": \"x\", \"plan\": \"pro\"}")
                .expect(200);
        assertThat(pro.text("value")).isEqualTo("#00f");
        assertThat(pro.text("variant")).isEqualTo("blue");
        assertThat(pro.text("reason")).isEqualTo("TARGETING_MATCH");
        assertThat(pro.json().path("metadata").path("team").asString()).isEqualTo("ui");
        assertThat(evaluate("colour", "{}").text("reason")).isEqualTo("DEFAULT");
        make("plain", true, "{}").expect(201);
        assertThat(evaluate("plain", "{}").json().path("value").asBoolean()).isTrue();
        make("off", false, "{}").expect(201);
        assertThat(evaluate("off", "{}").text("reason")).isEqualTo("DISABLED");
        assertThat(evaluate("off", "{}").json().path("value").asBoolean(true)).isFalse();
        make("disabled", false, COLOURS).expect(201);
        assertThat(evaluate("disabled", "{}").json().has("value")).isFalse();
        make("computed", true, "{\"variants\": {\"a\": 1}, \"targeting\": {\"var\": \"x\"}}")
                .expect(201);
        assertThat(evaluate("computed", "{\"x\": \"z\"}").expect(400).text("errorCode"))
                .isEqualTo("GENERAL");
        assertThat(evaluate("computed", "{}").expect(200).json().has("value")).isFalse();
        assertThat(evaluate("nobody", "{}").expect(404).text("errorCode")).isEqualTo("FLAG_NOT_FOUND");
        assertThat(evaluate("nobody", "{}").text("key")).isEqualTo("nobody");
    }

    @Test
    void tellsWhatItDoesNotUnderstandInTheWordsOfTheProtocol() {
        assertThat(ada.json("POST", EVALUATE + "/x", "{\"context\": ")
                        .expect(400)
                        .text("errorCode"))
                .isEqualTo("PARSE_ERROR");
        assertThat(ada.json("POST", EVALUATE + "/x", "{\"context\": {}, \"context\": {}}")
                        .expect(400)
                        .text("errorCode"))
                .isEqualTo("PARSE_ERROR");
        assertThat(evaluate("x", "[]").expect(400).text("errorCode")).isEqualTo("INVALID_CONTEXT");
        assertThat(evaluate("x", "{\"targetingKey\": 1}").expect(400).text("errorCode"))
                .isEqualTo("INVALID_CONTEXT");
        assertThat(ada.json("POST", EVALUATE, "[]").expect(400).text("errorCode"))
                .isEqualTo("INVALID_CONTEXT");
        ada.json("POST", EVALUATE, "{\"context\": {}, \"unheard\": 1}").expect(200);
        ada.json("POST", EVALUATE + "/x?y=1", "{}").expect(400);
    }

    @Test
    void answersWithAllFlagsAndKnowsWhoHasThemAlready() {
        make("bulk", true, COLOURS).expect(201);
        Client.Answer all =
                ada.json("POST", EVALUATE, "{\"context\": {\"plan\": \"pro\"}}").expect(200);
        List<String> keys = new ArrayList<>();
        all.json().path("flags").forEach(flag -> keys.add(flag.path("key").asString()));
        assertThat(keys).isSorted().contains("bulk");
        Client knowing = ada.with("If-None-Match", all.header("ETag"));
        knowing.json("POST", EVALUATE, "{\"context\": {\"plan\": \"pro\"}}").expect(304);
        knowing.json("POST", EVALUATE, "{\"context\": {\"plan\": \"free\"}}").expect(200);
        root.patch(FLAGS + "/bulk", Map.of("enabled", false)).expect(200);
        knowing.json("POST", EVALUATE, "{\"context\": {\"plan\": \"pro\"}}").expect(200);
    }

    @Test
    void tellsListenersThatFlagsHaveChanged() throws IOException, InterruptedException {
        Client.Answer all = ada.json("POST", EVALUATE, "{}").expect(200);
        JsonNode stream = all.json().path("eventStreams").path(0);
        assertThat(stream.path("type").asString()).isEqualTo("sse");
        String url = stream.path("url")
                .asString()
                .replace(Served.PUBLIC_ORIGIN, served.server().baseUrl().toString());
        try (Listening http = new Listening()) {
            HttpResponse<InputStream> opened = http.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(opened.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(opened.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            BlockingQueue<String> lines = linesOf(opened.body());
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("retry: 2000");

            String before = tag();
            assertThat(dataOf(lines))
                    .as("told at once, since it may have changed")
                    .contains(before);

            make("heard", true, "{}").expect(201);

            String tag = tag();
            assertThat(tag).isNotEqualTo(before);
            assertThat(dataOf(lines)).isEqualTo("data: {\"type\":\"refetchEvaluation\",\"etag\":\"" + tag + "\"}");
            ada.json("POST", EVALUATE + "?flagConfigEtag=" + tag, "{}").expect(200);

            HttpResponse<InputStream> again = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Last-Event-ID", tag)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            BlockingQueue<String> knowing = linesOf(again.body());
            assertThat(next(knowing)).isEqualTo("retry: 2000");
            assertThat(next(knowing)).isEmpty();
            assertThat(knowing.poll(500, TimeUnit.MILLISECONDS)).as("it knows").isNull();
        }
        assertThat(served.groundwork()
                        .flags()
                        .current()
                        .find("heard")
                        .orElseThrow()
                        .evaluate(JsonObject.EMPTY, Instant.EPOCH))
                .isNotNull();
    }

    private String tag() {
        return ada.json("POST", EVALUATE, "{}")
                .json()
                .path("metadata")
                .path("version")
                .asString();
    }

    private static String dataOf(BlockingQueue<String> lines) throws InterruptedException {
        String line = next(lines);
        while (!line.startsWith("data:") && !line.equals("nothing")) {
            line = next(lines);
        }
        return line;
    }

    /** A client whose answers have no end, so that waiting for it to be done would have none either. */
    private record Listening(HttpClient http) implements AutoCloseable {
        private Listening() {
            this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }

        private HttpResponse<InputStream> send(HttpRequest request, HttpResponse.BodyHandler<InputStream> body)
                throws IOException, InterruptedException {
            return http.send(request, body);
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private static String next(BlockingQueue<String> lines) throws InterruptedException {
        String line = lines.poll(5, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    private static BlockingQueue<String> linesOf(InputStream stream) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | RuntimeException closed) {
                lines.add("closed");
            }
        });
        return lines;
    }

    @Test
    void letsListenersGoWhereItStops() throws IOException, InterruptedException {
        try (Served other = Served.start();
                Listening http = new Listening()) {
            String token = other.signedIn("bob").accessToken();
            HttpResponse<InputStream> opened = http.send(
                    HttpRequest.newBuilder(URI.create(other.server().baseUrl() + "/ofrep/v1/events"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            BlockingQueue<String> lines = linesOf(opened.body());
            assertThat(next(lines)).isEqualTo("retry: 2000");

            long began = System.nanoTime();
            other.server().drain(Duration.ofSeconds(10));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void forgetsListenersThatWentAway() throws IOException, InterruptedException {
        try (Served other = Served.start()) {
            Client admin = other.administrator("root");
            try (Listening http = new Listening()) {
                for (int i = 0; i < 5; i++) {
                    http.send(
                            HttpRequest.newBuilder(URI.create(other.server().baseUrl() + "/ofrep/v1/events"))
                                    .header("Authorization", "Bearer " + admin.accessToken())
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
                }
                assertThat(other.server().listeners()).isEqualTo(5);
            }

            // A connection that is gone is noticed when something is written to it, at the second time at the latest.
            for (int i = 0; i < 50 && other.server().listeners() > 0; i++) {
                admin.post(FLAGS, Map.of("name", "flag-" + i)).expect(201);
                Thread.sleep(100);
            }

            assertThat(other.server().listeners()).isZero();
            admin.get("/v1/me").expect(200);
        }
    }

    @Test
    void endsAStreamThatFlagsCanNotBeReadFor() throws IOException, InterruptedException {
        try (Served other = Served.start(Served.configuration(), ports -> ports.withWork(withoutFlags(ports.work())));
                Listening http = new Listening()) {
            HttpResponse<InputStream> opened = http.send(
                    HttpRequest.newBuilder(URI.create(other.server().baseUrl() + "/ofrep/v1/events"))
                            .header(
                                    "Authorization",
                                    "Bearer " + other.signedIn("bob").accessToken())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());

            assertThat(new String(opened.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("retry: 2000\n\n");
            assertThat(other.server().listeners()).isZero();
        }
    }

    private static Work withoutFlags(Work work) {
        return new Work() {
            @Override
            public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
                if (actor instanceof Actor.SystemActor system && system.reason().equals("flags")) {
                    throw new Refused(new Refusal.Unavailable("Away.", Duration.ofSeconds(1)));
                }
                return work.in(actor, unit);
            }

            @Override
            public <T extends @Nullable Object> T asService(
                    Actor actor, Function<? super Transaction, ? extends T> unit) {
                return work.asService(actor, unit);
            }
        };
    }

    @Test
    void boundsHowManyOneMayHave() throws IOException, InterruptedException {
        Client bob = served.signedIn("listener");
        try (Listening http = new Listening()) {
            HttpRequest listen = HttpRequest.newBuilder(
                            URI.create(served.server().baseUrl() + "/ofrep/v1/events"))
                    .header("Authorization", "Bearer " + bob.accessToken())
                    .build();
            int refused = 0;
            for (int i = 0; i < 55; i++) {
                HttpResponse<InputStream> one = http.send(listen, HttpResponse.BodyHandlers.ofInputStream());
                refused += one.statusCode() == 503 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(5);
            ada.get("/v1/me").expect(200);
        }
    }
}
