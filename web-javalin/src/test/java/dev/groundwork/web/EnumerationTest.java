package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** No answer tells who has an account (R22). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnumerationTest {
    private final Served served = Served.start();

    @AfterAll
    void stop() {
        served.close();
    }

    private static final List<String> EVERYBODY = List.of("known", "unknown", "unverified", "suspended", "locked");

    @BeforeAll
    void populate() {
        served.administrator("root");
        served.register("locked");
        for (int i = 0; i < 21; i++) {
            served.system().clock().advance(Duration.ofMinutes(16));
            login("locked", "a wrong password, but a long one").expect(401);
        }
        served.register("known");
        served.register("suspended");
        served.suspend(served.login("suspended").json().path("user").path("id").asString());
        served.client()
                .post(
                        "/v1/auth/register",
                        Map.of("email", address("unverified"), "password", Served.PASSWORD, "username", "unverified"))
                .expect(202);
    }

    private static String address(String name) {
        return name + "@example.org";
    }

    private Client.Answer login(String name, String password) {
        return served.client().post("/v1/auth/login", Map.of("login", name, "password", password));
    }

    /** All of an answer but what is never the same twice. */
    private static List<Object> seen(Client.Answer answer) {
        Map<String, List<String>> headers =
                new TreeMap<>(answer.response().headers().map());
        String requestId = String.join("", headers.remove("x-request-id"));
        headers.remove("date");
        return List.of(answer.status(), headers, answer.body().replace(requestId, "…"));
    }

    private static void areAlike(List<Client.Answer> answers, int status) {
        answers.forEach(answer -> answer.expect(status));
        Set<Object> seen = new HashSet<>();
        answers.forEach(answer -> seen.add(seen(answer)));
        assertThat(seen).hasSize(1);
    }

    @Test
    void signingInRefusesEverybodyAlikeAlsoWithTheRightPassword() {
        List<Client.Answer> answers = new ArrayList<>();
        for (String name : EVERYBODY) {
            answers.add(login(address(name), "a wrong password, but a long one"));
            answers.add(login(name, "a wrong password, but a long one"));
        }
        for (String name : List.of("unverified", "suspended", "locked")) {
            answers.add(login(name, Served.PASSWORD));
            answers.add(login(address(name), Served.PASSWORD));
        }
        areAlike(answers, 401);
    }

    @Test
    void askingForALinkAnswersEverybodyAlike() {
        for (String path : List.of("/v1/auth/password/forgot", "/v1/auth/verify-email/resend")) {
            areAlike(
                    EVERYBODY.stream()
                            .map(name -> served.client().post(path, Map.of("email", address(name))))
                            .toList(),
                    202);
        }
    }

    @Test
    void registeringAnswersEverybodyAlike() {
        try (Served other = Served.start()) {
            other.register("known");
            other.client()
                    .post("/v1/auth/register", Map.of("email", address("unverified"), "password", Served.PASSWORD))
                    .expect(202);
            areAlike(
                    List.of("known", "unknown", "unverified").stream()
                            .map(name -> other.client()
                                    .post(
                                            "/v1/auth/register",
                                            Map.of("email", address(name), "password", Served.PASSWORD)))
                            .toList(),
                    202);
        }
    }

    @Test
    void changingOnesAddressAnswersAlikeWhetherOrNotTheNewOneIsTaken() {
        try (Served other = Served.start()) {
            Client ada = other.signedIn("ada");
            other.register("known");
            areAlike(
                    List.of("known", "unknown").stream()
                            .map(name -> ada.post(
                                    "/v1/me/email", Map.of("newEmail", address(name), "password", Served.PASSWORD)))
                            .toList(),
                    202);
        }
    }
}
