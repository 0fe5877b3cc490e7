package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.RateLimiter.Decision;
import dev.groundwork.domain.setting.ServerSetting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Budgets see one client and one path, however both are dressed up (R30). */
class LimitsTest {
    private static final String LOGIN = "/v1/auth/login";

    private static Client.Answer tryLogin(Client client) {
        return client.post(LOGIN, Map.of("login", "nobody", "password", "no password of anybody"));
    }

    private static void exhaust(Client client) {
        for (int i = 0; i < ServerSetting.SIGN_INS_PER_MINUTE.initial(); i++) {
            assertThat(client.json("POST", LOGIN, "{}").status()).isEqualTo(422);
        }
    }

    @Test
    void tellHowMuchIsLeftAndRefuseWhenNothingIs() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            Client.Answer first = tryLogin(served.client()).expect(401);
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"sign-in\";q=60;w=60");
            assertThat(first.header("RateLimit")).isEqualTo("\"sign-in\";r=59;t=1");
            for (int i = 1; i < ServerSetting.SIGN_INS_PER_MINUTE.initial(); i++) {
                tryLogin(served.client()).expect(401);
            }
            Client.Answer refused = tryLogin(served.client()).expect(429);
            assertThat(refused.text("type")).isEqualTo("/problems/rate-limited");
            assertThat(refused.header("Retry-After"))
                    .as("the next single request fits before the budget is whole")
                    .isEqualTo("1");
            assertThat(refused.header("RateLimit")).startsWith("\"sign-in\";r=0;t=");
            served.client().get("/v1/me").expect(401);
            served.client().get("/health/live").expect(200);
        }
    }

    @Test
    void seeOnePathHoweverItIsWritten() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            exhaust(served.client());
            for (String path : List.of(
                    "//v1/auth/login",
                    "/v1/auth/login/",
                    "/v1/auth/%6Cogin",
                    "/V1/auth/login",
                    "/v1/auth/Login",
                    "/v1//auth/login",
                    "/v1/auth/./login",
                    "/v1/auth/login;a=b",
                    "/v1/x/../auth/login",
                    "/v1/auth/login%20")) {
                String answer = RawConnection.exchange(
                        served.server().port(),
                        "POST " + path
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                                + "Connection: close\r\n\r\n{}");
                assertThat(answer).as(path).matches("(?s)HTTP/1.1 (404|429) .*");
            }
            served.client().json("POST", LOGIN + "?x=1", "{}").expect(429);
            served.client().method("HEAD", LOGIN).expect(405);
        }
    }

    @Test
    void seeThroughAForgedForwardedAddress() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            exhaust(served.client());
            tryLogin(served.client().with("X-Forwarded-For", "192.0.2.7")).expect(429);
        }
    }

    @Test
    void countClientsBehindATrustedProxyByThemselvesAndIpv6ByTheNetworkTheyHave() {
        try (Served served = Served.start(Served.configuration().rateLimited().trusting("127.0.0.0/8"))) {
            exhaust(served.client().with("X-Forwarded-For", "2001:db8:1:2::1"));
            tryLogin(served.client().with("X-Forwarded-For", "2001:db8:1:2:ffff::9"))
                    .expect(429);
            tryLogin(served.client().with("X-Forwarded-For", "2001:db8:1:3::1")).expect(401);
            tryLogin(served.client().with("X-Forwarded-For", "203.0.113.5, 2001:db8:1:2::5"))
                    .expect(429);
            tryLogin(served.client().with("X-Forwarded-For", "2001:db8:1:2::5, 203.0.113.5"))
                    .expect(401);
        }
    }

    @Test
    void chargeAMailOnlyToWhoAsksForOne() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            Client client = served.client();
            for (int i = 0; i < 20; i++) {
                client.post("/v1/auth/password/forgot", Map.of("email", "none")).expect(422);
                client.with("Origin", "https://evil.example")
                        .post("/v1/auth/password/forgot", Map.of("email", "a@example.org"))
                        .expect(403);
            }
            assertThat(client.post("/v1/auth/password/forgot", Map.of("email", "a@example.org"))
                            .expect(202)
                            .header("RateLimit"))
                    .startsWith("\"mail\";r=29");
        }
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            for (int i = 0; i < ServerSetting.MAILS_PER_TEN_MINUTES.initial(); i++) {
                served.client()
                        .post("/v1/auth/password/forgot", Map.of("email", "a@example.org"))
                        .expect(202);
            }
            served.client()
                    .post("/v1/auth/password/forgot", Map.of("email", "a@example.org"))
                    .expect(429);
        }
    }

    @Test
    void countWhoeverIsSignedInByThemselves() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            Client ada = served.signedIn("ada");
            Client bob = served.signedIn("bob");
            assertThat(ada.get("/v1/me").header("RateLimit")).contains("r=2999");
            assertThat(bob.get("/v1/me").header("RateLimit")).contains("r=2999");
        }
    }

    @Test
    void leadToTheSharedCountOnlyWhereSomebodyGuessesOrMails() {
        Set<String> shared = ConcurrentHashMap.newKeySet();
        try (Served served = Served.start(
                Served.configuration().rateLimited(),
                ports -> ports.withRateLimiter((budget, client) -> {
                    shared.add(budget.name());
                    return new Decision(true, 1, Duration.ofSeconds(1), Duration.ZERO);
                }))) {
            Client ada = served.signedIn("ada");
            ada.get("/v1/me").expect(200);
            ada.get("/v1/me/sessions").expect(200);
            assertThat(shared).containsExactlyInAnyOrder("mail", "sign-in");
        }
    }

    @Test
    void refuseAClientOfOneNodeWithoutAskingAnother() {
        try (Served served = Served.start(Served.configuration().rateLimited())) {
            Client ada = served.signedIn("ada");
            for (int i = 0; i < ServerSetting.API_PER_MINUTE.initial(); i++) {
                ada.method("OPTIONS", "/v1/me").expect(204);
                assertThat(ada.get("/v1/me?x=1").status()).isEqualTo(400);
            }
            assertThat(ada.get("/v1/me").expect(429).header("Retry-After")).isEqualTo("1");
            served.signedIn("bob").get("/v1/me").expect(200);
        }
    }

    @Test
    void areSilentWhereTheyAreOff() {
        try (Served served = Served.start()) {
            exhaust(served.client());
            Client.Answer answer = tryLogin(served.client()).expect(401);
            assertThat(answer.header("RateLimit")).isEmpty();
        }
    }
}
