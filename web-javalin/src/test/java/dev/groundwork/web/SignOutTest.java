package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Signing out works with whatever somebody still has in hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignOutTest {
    private final Served served = Served.start();

    @AfterAll
    void stop() {
        served.close();
    }

    private static final String LOGOUT = "/v1/auth/logout";

    @BeforeAll
    void register() {
        served.register("ada");
    }

    private Client cookie() {
        return served.client().with("Cookie", served.cookie("ada"));
    }

    @Test
    void takesTheCookieBack() {
        Client browser = cookie();
        Client.Answer answer = browser.with("Origin", Served.PUBLIC_ORIGIN)
                .method("POST", LOGOUT)
                .expect(204);
        assertThat(answer.header("Set-Cookie")).isEqualTo("groundwork=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
        browser.get("/v1/me").expect(401);
        Client.Answer again = browser.method("POST", LOGOUT).expect(204);
        assertThat(again.header("Set-Cookie")).startsWith("groundwork=; Max-Age=0");
    }

    @Test
    void refusesARequestWhoseBodyCameAfterItsSessionHadEnded() throws IOException, InterruptedException {
        Client.Answer tokens = served.login("ada");
        Client client = served.client().as(tokens.text("accessToken"));
        String body = "{\"firstName\": \"Late\"}";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), served.server().port())) {
            socket.setSoTimeout(15_000);
            String headers =
                    "PATCH /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + tokens.text("accessToken") + "\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n";
            socket.getOutputStream().write((headers + body.charAt(0)).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Thread.sleep(500);
            client.method("POST", LOGOUT).expect(204);
            socket.getOutputStream().write(body.substring(1).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void endsTheSessionOfAnAccessToken() {
        Client.Answer tokens = served.login("ada");
        Client.Answer other = served.login("ada");
        Client client = served.client().as(tokens.text("accessToken"));
        assertThat(client.method("POST", LOGOUT).expect(204).header("Set-Cookie"))
                .isEmpty();
        client.get("/v1/me").expect(401);
        client.method("POST", LOGOUT).expect(401);
        served.client()
                .post("/v1/auth/refresh", Map.of("refreshToken", tokens.text("refreshToken")))
                .expect(401);
        served.client().as(other.text("accessToken")).get("/v1/me").expect(200);
    }

    @Test
    void endsTheSessionOfARefreshTokenAlone() {
        Client.Answer tokens = served.login("ada");
        Map<String, String> body = Map.of("refreshToken", tokens.text("refreshToken"));
        served.client().post(LOGOUT, body).expect(204);
        served.client().as(tokens.text("accessToken")).get("/v1/me").expect(401);
        served.client().post(LOGOUT, body).expect(204);
        served.client().post(LOGOUT, Map.of("refreshToken", "gwr_unknown")).expect(204);
    }

    @Test
    void takesARefreshTokenBesideAnAccessTokenThatIsTooOld() {
        try (Served other = Served.start()) {
            other.register("ada");
            Client.Answer tokens = other.login("ada");
            other.system().clock().advance(Duration.ofMinutes(11));
            Client old = other.client().as(tokens.text("accessToken"));
            old.method("POST", LOGOUT).expect(401);
            Map<String, String> body = Map.of("refreshToken", tokens.text("refreshToken"));
            old.post(LOGOUT, body).expect(204);
            other.client().post("/v1/auth/refresh", body).expect(401);
        }
    }

    @Test
    void asksForSomethingToEnd() {
        served.client().method("POST", LOGOUT).expect(401);
        served.client().post(LOGOUT, Map.of()).expect(401);
        served.client().post(LOGOUT, Map.of("refreshToken", List.of("x"))).expect(422);
        served.client().post(LOGOUT, Map.of("refresh_token", "x")).expect(400);
        served.client().json("POST", LOGOUT, "x").expect(400);
    }

    @Test
    void holdsUnderTwentyAtOnce() {
        Client client = served.client().as(served.login("ada").text("accessToken"));
        assertThat(Served.twentyTimes(() -> client.method("POST", LOGOUT)))
                .extracting(Client.Answer::status)
                .allMatch(status -> status == 204 || status == 401)
                .contains(204);
        client.get("/v1/me").expect(401);
    }
}
