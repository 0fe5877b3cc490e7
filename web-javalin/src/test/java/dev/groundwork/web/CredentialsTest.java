package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who counts as whom, and whose pages may send what (R13, R16, R17). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsTest {
    private final Served served = Served.start();

    @BeforeAll
    void register() {
        served.register("ada");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client token() {
        return served.client().as(served.login("ada").text("accessToken"));
    }

    private Client cookie() {
        return served.client().with("Cookie", "theme=dark; " + served.cookie("ada"));
    }

    @Test
    void asksForSigningInWhereItIsNeeded() {
        Client.Answer answer = served.client().get("/v1/me").expect(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"groundwork\"");
        assertThat(answer.text("type")).isEqualTo("/problems/unauthenticated");
    }

    @Test
    void refusesABadAuthorizationAlsoWhereNoneIsNeeded() {
        for (String bad : List.of("Bearer gwa_forged", "Basic YTpi", "Bearer", "Bearer ", "nonsense")) {
            Client.Answer answer = served.client().with("Authorization", bad).get("/v1/projects/" + UUID.randomUUID());
            answer.expect(401);
            assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        }
        served.client().with("X-API-Key", "gwk_forged").get("/openapi.json").expect(401);
    }

    @Test
    void ignoresABadAuthorizationWhereSomebodySignsInAndInHealthChecks() {
        Client confused = served.client().with("Authorization", "Bearer gwa_forged");
        confused.post("/v1/auth/login", Map.of("login", "ada", "password", Served.PASSWORD))
                .expect(200);
        confused.get("/health/live").expect(200);
    }

    @Test
    void looksAtTheHeaderBeforeTheCookie() {
        cookie().with("Authorization", "Bearer gwa_forged").get("/v1/me").expect(401);
        token().with("Cookie", "groundwork=dead")
                .patch("/v1/me", Map.of("firstName", "Ada"))
                .expect(200);
    }

    @Test
    void takesADeadCookieForNoneAndTakesItBack() {
        Client dead = served.client().with("Cookie", "groundwork=dead");
        Client.Answer open = dead.get("/openapi.json").expect(200);
        assertThat(open.header("Set-Cookie")).isEqualTo("groundwork=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
        assertThat(dead.get("/v1/me").expect(401).header("Set-Cookie")).startsWith("groundwork=; Max-Age=0");
    }

    @Test
    void takesNoCookieForATokenNorATokenForACookie() {
        String cookie = served.cookie("ada").substring("groundwork=".length());
        served.client().as("gwa_" + cookie).get("/v1/me").expect(401);
        String token = served.login("ada").text("accessToken").substring("gwa_".length());
        served.client().with("Cookie", "groundwork=" + token).get("/v1/me").expect(401);
    }

    @Test
    void neverAdoptsASessionThatWasPlanted() {
        String planted = served.cookie("ada");
        Client.Answer answer = served.client()
                .with("Cookie", planted)
                .post("/v1/auth/login", Map.of("login", "ada", "password", Served.PASSWORD, "mode", "cookie"))
                .expect(200);
        assertThat(answer.header("Set-Cookie")).doesNotContain(planted);
    }

    @Test
    void readsUnderACookieWithoutAskingWhosePageItIs() {
        cookie().get("/v1/me").expect(200);
        cookie().with("Origin", "https://evil.example").get("/v1/me").expect(200);
    }

    @Test
    void changesNothingUnderACookieWithoutProofOfWhosePageItIs() {
        Map<String, String> change = Map.of("firstName", "Eve");
        for (Client foreign : List.of(
                cookie(),
                cookie().with("Origin", "https://evil.example"),
                cookie().with("Origin", "null"),
                cookie().with("Origin", Served.PUBLIC_ORIGIN + ".evil.example"),
                cookie().with("Sec-Fetch-Site", "cross-site"),
                cookie().with("Sec-Fetch-Site", "same-site"),
                cookie().with("Sec-Fetch-Site", "none"))) {
            foreign.patch("/v1/me", change).expect(403);
        }
        assertThat(token().get("/v1/me").text("firstName")).isNotEqualTo("Eve");
        cookie().with("Origin", Served.PUBLIC_ORIGIN).patch("/v1/me", change).expect(200);
        cookie().with("Origin", Served.CORS_ORIGIN).patch("/v1/me", change).expect(200);
        cookie().with("Sec-Fetch-Site", "same-origin").patch("/v1/me", change).expect(200);
    }

    @Test
    void endsNothingUnderACookieWithoutProofOfWhosePageItIs() {
        Client bare = cookie();
        bare.method("DELETE", "/v1/me/sessions").expect(403);
        bare.json("DELETE", "/v1/me", "{}").expect(403);
        bare.json("PUT", "/v1/me/ssn", "{\"ssn\":\"123-45-6789\"}").expect(403);
        bare.method("POST", "/v1/auth/logout").expect(403);
        bare.get("/v1/me").expect(200);
    }

    @Test
    void asksForJsonUnderACookie() {
        Client own = cookie().with("Origin", Served.PUBLIC_ORIGIN);
        own.send("DELETE", "/v1/me", BodyPublishers.ofString("{\"password\":\"x\"}"), "text/plain")
                .expect(415);
        own.send("POST", "/v1/auth/logout", BodyPublishers.ofString("{}"), "text/plain")
                .expect(415);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            own.send("POST", "/v1/projects", BodyPublishers.ofString("{\"name\":\"x\"}"), type)
                    .expect(415);
        }
    }

    @Test
    void letsNoForeignPageSignAnybodyIn() {
        for (String path : List.of(
                "/v1/auth/login",
                "/v1/auth/register",
                "/v1/auth/verify-email",
                "/v1/auth/verify-email/resend",
                "/v1/auth/refresh",
                "/v1/auth/password/forgot",
                "/v1/auth/password/reset",
                "/v1/setup")) {
            served.client()
                    .with("Origin", "https://evil.example")
                    .post(path, Map.of())
                    .expect(403);
            served.client()
                    .with("Sec-Fetch-Site", "cross-site")
                    .post(path, Map.of())
                    .expect(403);
            served.client().post(path, Map.of()).expect(422);
        }
        for (Client known : List.of(token(), cookie())) {
            Client foreign = known.with("Origin", "https://evil.example");
            foreign.post("/v1/auth/logout", Map.of()).expect(403);
            foreign.post("/v1/auth/password/change", Map.of()).expect(403);
            foreign.form("/v1/auth/introspect", "token=x").expect(403);
        }
        served.client()
                .with("Origin", "https://evil.example")
                .form("/verify-email", "token=x")
                .expect(403);
        served.client()
                .with("Origin", "https://evil.example")
                .form("/reset-password", "token=x&newPassword=x")
                .expect(403);
        served.client().with("Origin", "null").form("/setup", "token=x").expect(403);
    }

    @Test
    void refusesAnExpiredAccessToken() {
        try (Served other = Served.start()) {
            Client ada = other.signedIn("ada");
            ada.get("/v1/me").expect(200);
            other.system().clock().advance(Duration.ofMinutes(11));
            ada.get("/v1/me").expect(401);
        }
    }

    @Test
    void boltsTheCookieToTheHostInProduction() {
        try (Served production = Served.start(Served.configuration().production())) {
            production.register("ada");
            Client.Answer answer = production
                    .client()
                    .post("/v1/auth/login", Map.of("login", "ada", "password", Served.PASSWORD, "mode", "cookie"))
                    .expect(200);
            assertThat(answer.header("Set-Cookie"))
                    .matches("__Host-groundwork=[A-Za-z0-9_-]+; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax; Secure");
            String cookie = answer.header("Set-Cookie").replaceAll(";.*", "");
            production.client().with("Cookie", cookie).get("/v1/me").expect(200);
            production
                    .client()
                    .with("Cookie", cookie.replace("__Host-", ""))
                    .get("/v1/me")
                    .expect(401);
        }
    }
}
