package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What other services learn of a token (RFC 7662). */
class IntrospectionTest {
    private static final String INTROSPECT = "/v1/auth/introspect";

    private final Served served = Served.start();

    @AfterEach
    void stop() {
        served.close();
    }

    private static JsonNode worth(Client service, String token) {
        return service.form(INTROSPECT, "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))
                .expect(200)
                .json();
    }

    @Test
    void tellsWhoseASessionsTokenIsAndWhatItMay() {
        Client root = served.administrator("root");
        served.register("ada");
        Client.Answer ada = served.login("ada");
        JsonNode worth = worth(root, ada.text("accessToken"));
        assertThat(worth.path("active").asBoolean()).isTrue();
        assertThat(worth.path("sub")).isEqualTo(ada.json().path("user").path("id"));
        assertThat(worth.path("username").asString()).isEqualTo("ada");
        assertThat(worth.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(worth.path("exp").asLong() - worth.path("iat").asLong()).isBetween(590L, 610L);
        assertThat(worth.path("session")).isEqualTo(ada.json().path("session").path("id"));
        assertThat(worth.has("scope")).isFalse();
        assertThat(worth(root, served.login("root@example.org").text("accessToken"))
                        .path("scope")
                        .asString()
                        .split(" "))
                .contains("tokens:introspect", "users:read");
    }

    @Test
    void tellsWhatAnApiTokenIsWorth() {
        Client root = served.administrator("root");
        String token = root.post("/v1/me/tokens", Map.of("name", "t", "permissions", List.of("tokens:introspect")))
                .text("token");
        Client service = served.client().with("X-API-Key", token);
        JsonNode worth = service.form(INTROSPECT, "token=" + token + "&token_type_hint=access_token")
                .expect(200)
                .json();
        assertThat(worth.path("scope").asString()).isEqualTo("tokens:introspect");
        assertThat(worth.path("exp").asLong() - worth.path("iat").asLong())
                .isEqualTo(Duration.ofDays(90).toSeconds());
    }

    @Test
    void tellsNothingOfATokenThatIsWorthNothing() {
        Client root = served.administrator("root");
        served.register("ada");
        Client.Answer over = served.login("ada");
        served.client().as(over.text("accessToken")).method("POST", "/v1/auth/logout");
        String cookie = served.cookie("ada").replaceFirst("groundwork=", "");
        for (String dead : List.of(
                over.text("accessToken"),
                served.login("ada").text("refreshToken"),
                cookie,
                "gwa_forged",
                "gwk_forged",
                "",
                "ü")) {
            JsonNode worth = worth(root, dead);
            assertThat(worth.propertyNames()).containsExactly("active");
            assertThat(worth.path("active").asBoolean()).isFalse();
        }
    }

    @Test
    void isForThosePermitted() {
        Client ada = served.signedIn("ada");
        ada.form(INTROSPECT, "token=x").expect(403);
        served.client().form(INTROSPECT, "token=x").expect(401);
        Client root = served.administrator("root");
        root.form(INTROSPECT, "").expect(422);
        root.form(INTROSPECT, "token=x&token=y").expect(400);
        root.post(INTROSPECT, Map.of("token", "x")).expect(415);
    }
}
