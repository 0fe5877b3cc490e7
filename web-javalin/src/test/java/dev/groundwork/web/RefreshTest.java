package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.audit.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session renews itself, and ends where two have its token (R07, R08, R09). */
class RefreshTest {
    private final Served served = Served.start();

    @AfterEach
    void stop() {
        served.close();
    }

    private Client.Answer refresh(String token) {
        return served.client().post("/v1/auth/refresh", Map.of("refreshToken", token));
    }

    private void isSignedIn(Client.Answer tokens) {
        served.client().as(tokens.text("accessToken")).get("/v1/me").expect(200);
    }

    private void isSignedOut(Client.Answer tokens) {
        served.client().as(tokens.text("accessToken")).get("/v1/me").expect(401);
        refresh(tokens.text("refreshToken")).expect(401);
    }

    @Test
    void givesNewTokensOfTheSameSession() {
        served.register("ada");
        Client.Answer first = served.login("ada");
        Client.Answer second = refresh(first.text("refreshToken")).expect(200);

        assertThat(second.json().propertyNames())
                .containsExactlyInAnyOrder("accessToken", "tokenType", "expiresIn", "refreshToken", "session", "user");
        assertThat(second.text("refreshToken")).isNotEqualTo(first.text("refreshToken"));
        assertThat(second.json().path("session").path("id"))
                .isEqualTo(first.json().path("session").path("id"));
        isSignedIn(first);
        isSignedIn(second);
        refresh(second.text("refreshToken")).expect(200);
    }

    @Test
    void givesTwentyWhoRaceOneSuccessorAndSignsNobodyOut() {
        served.register("ada");
        String token = served.login("ada").text("refreshToken");

        List<Client.Answer> answers = Served.twentyTimes(() -> refresh(token));

        answers.forEach(answer -> isSignedIn(answer.expect(200)));
        assertThat(answers.stream().map(answer -> answer.text("refreshToken")).collect(Collectors.toSet()))
                .hasSize(1);
        refresh(answers.get(0).text("refreshToken")).expect(200);
    }

    @Test
    void endsTheSessionWhereASpentTokenComesAfterTheGrace() {
        served.register("ada");
        Client.Answer first = served.login("ada");
        Client.Answer other = served.login("ada");
        Client.Answer second = refresh(first.text("refreshToken")).expect(200);
        served.system().clock().advance(Duration.ofSeconds(11));

        Client.Answer reused = refresh(first.text("refreshToken")).expect(401);

        assertThat(reused.header("WWW-Authenticate")).isNotEmpty();
        isSignedOut(first);
        isSignedOut(second);
        isSignedIn(other);
        assertThat(served.audited(other.json().path("user").path("id").asString()))
                .extracting(Activity::action)
                .contains("auth.refresh_reused");
    }

    @Test
    void endsTheSessionWhereTheSuccessorIsSpentToo() {
        served.register("ada");
        Client.Answer first = served.login("ada");
        Client.Answer second = refresh(first.text("refreshToken")).expect(200);
        Client.Answer third = refresh(second.text("refreshToken")).expect(200);

        refresh(first.text("refreshToken")).expect(401);

        isSignedOut(second);
        isSignedOut(third);
    }

    @Test
    void givesNoGraceAfterSigningOut() {
        served.register("ada");
        Client.Answer first = served.login("ada");
        Client.Answer second = refresh(first.text("refreshToken")).expect(200);
        served.client()
                .post("/v1/auth/logout", Map.of("refreshToken", second.text("refreshToken")))
                .expect(204);

        isSignedOut(first);
        isSignedOut(second);
    }

    @Test
    void slidesUntilTheSessionsEndAndNoFurther() {
        served.register("ada");
        Client.Answer last = served.login("ada");
        for (int day = 0; day < 30; day += 6) {
            last = refresh(last.text("refreshToken")).expect(200);
            served.system().clock().advance(Duration.ofDays(6));
        }
        isSignedOut(last);

        Client.Answer idle = served.login("ada");
        served.system().clock().advance(Duration.ofDays(7));
        isSignedOut(idle);
    }

    @Test
    void isForTokenSessionsOnly() {
        served.register("ada");
        String cookie = served.cookie("ada").replaceFirst("groundwork=", "");
        for (String none : List.of(cookie, "gwr_" + cookie, "gwr_x", "", "\uFFFD")) {
            refresh(none).expect(401);
        }
        for (String wrong : List.of("{}", "{\"refreshToken\":null}", "{\"refreshToken\":[\"x\"]}", "[]")) {
            served.client().json("POST", "/v1/auth/refresh", wrong).expect(422);
        }
    }

    @Test
    void isOverWithTheOwnersStatus() {
        served.administrator("root");
        served.register("ada");
        Client.Answer tokens = served.login("ada");
        served.suspend(tokens.json().path("user").path("id").asString());

        isSignedOut(tokens);
    }
}
