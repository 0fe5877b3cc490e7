package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The headers of success and error alike, and who may read an answer (R29). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadersTest {
    private final Served served = Served.start();

    @AfterAll
    void stop() {
        served.close();
    }

    static void requireStandingHeaders(Client.Answer answer) {
        Map<String, List<String>> headers = answer.response().headers().map();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("Referrer-Policy")).isIn("no-referrer", "strict-origin");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Vary")).contains("Origin");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(headers.keySet()).doesNotContain("server", "x-powered-by");
        assertThat(headers.values()).allMatch(values -> values.size() == 1);
    }

    @Test
    void areOnEveryAnswer() {
        Client client = served.client();
        List<Client.Answer> answers = List.of(
                client.get("/v1/me"),
                client.get("/nowhere"),
                client.post("/v1/auth/login", Map.of()),
                client.json("POST", "/v1/auth/login", "{"),
                client.method("DELETE", "/v1/me"),
                client.method("OPTIONS", "/v1/me"),
                client.method("BREW", "/"),
                client.get("/health/live"),
                client.get("/metrics"),
                client.get("/openapi.json"),
                client.get("/docs"),
                client.get("/docs/swagger-ui.css"),
                client.get("/verify-email?token=x"),
                client.get("/setup?token=x"));
        answers.forEach(HeadersTest::requireStandingHeaders);
    }

    @Test
    void forbidStoringWhatSomebodySignedInSees() {
        Client ada = served.signedIn("ada");
        assertThat(ada.get("/v1/me").header("Cache-Control")).isEqualTo("no-store");
        assertThat(served.login("ada").header("Cache-Control")).isEqualTo("no-store");
        assertThat(ada.get("/v1/projects/x").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void insistOnTransportSecurityInProductionOnly() {
        assertThat(served.client().get("/health/live").header("Strict-Transport-Security"))
                .isEmpty();
        try (Served production = Served.start(Served.configuration().production())) {
            for (String path : List.of("/health/live", "/nowhere", "/docs")) {
                assertThat(production.client().get(path).header("Strict-Transport-Security"))
                        .startsWith("max-age=63072000");
            }
        }
    }

    @Test
    void areAlsoOnWhatNeverBecameARequest() {
        for (String broken : List.of(
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /v1/\0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/a%2Fb;c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
                "POST /v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n")) {
            String answer = RawConnection.exchange(served.server().port(), broken);
            assertThat(answer).as(broken).startsWith("HTTP/1.1 4");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .as(broken)
                    .contains("application/problem+json", "x-content-type-options: nosniff", "\"requestid\":")
                    .doesNotContain("jetty", "\nserver:", "<html", "exception");
        }
    }

    @Test
    void letPagesOfListedOriginsReadAndOfNoOthers() {
        Client.Answer listed =
                served.client().with("Origin", Served.CORS_ORIGIN).get("/v1/me").expect(401);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(Served.CORS_ORIGIN);
        assertThat(listed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(listed.header("Access-Control-Expose-Headers")).contains("ETag", "X-Request-Id");
        for (String other : List.of(
                "https://evil.example", "null", Served.CORS_ORIGIN + ".evil.example", "https://APP.example.org")) {
            Client.Answer answer = served.client().with("Origin", other).get("/v1/me");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.header("Vary")).contains("Origin");
        }
    }

    @Test
    void answerABrowserThatAsksBeforehand() {
        Client browser = served.client().with("Access-Control-Request-Method", "PATCH");
        Client.Answer listed = browser.with("Origin", Served.CORS_ORIGIN)
                .method("OPTIONS", "/v1/me")
                .expect(204);
        assertThat(listed.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(listed.header("Access-Control-Allow-Headers")).contains("Authorization", "If-Match");
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(Served.CORS_ORIGIN);
        Client.Answer other = browser.with("Origin", "https://evil.example")
                .method("OPTIONS", "/v1/me")
                .expect(204);
        assertThat(other.header("Access-Control-Allow-Methods")).isEmpty();
        assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
        browser.with("Origin", Served.CORS_ORIGIN).method("OPTIONS", "/nowhere").expect(404);
    }
}
