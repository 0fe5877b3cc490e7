package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.Mailer.Mail;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Choosing a password, by a link or by the one so far (R10, R11, R12, R15). */
class PasswordsTest {
    private static final String FORGOT = "/v1/auth/password/forgot";
    private static final String RESET = "/v1/auth/password/reset";
    private static final String CHANGE = "/v1/auth/password/change";
    private static final String OTHER = "quite another sentence";

    private final Served served = Served.start();

    @AfterEach
    void stop() {
        served.close();
    }

    private String linkFor(String username) {
        served.client().post(FORGOT, Map.of("email", username + "@example.org")).expect(202);
        return served.tokenMailedTo(username + "@example.org");
    }

    private Client.Answer reset(String token, String password) {
        return served.client().post(RESET, Map.of("token", token, "newPassword", password));
    }

    private Client.Answer login(String username, String password) {
        return served.client().post("/v1/auth/login", Map.of("login", username, "password", password));
    }

    private List<String> subjectsTo(String username) {
        return served.system().mails().stream()
                .filter(mail -> mail.to().value().equals(username + "@example.org"))
                .map(Mail::subject)
                .toList();
    }

    @Test
    void areSetByALinkThatEndsEverythingElseAndSignsNobodyIn() {
        served.register("ada");
        Client.Answer tokens = served.login("ada");
        Client ada = served.client().as(tokens.text("accessToken"));
        String cookie = served.cookie("ada");
        String apiToken =
                ada.post("/v1/me/tokens", Map.of("name", "script")).expect(201).text("token");

        Client.Answer answer = reset(linkFor("ada"), OTHER).expect(204);

        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.body()).isEmpty();
        ada.get("/v1/me").expect(401);
        served.client().with("Cookie", cookie).get("/v1/me").expect(401);
        served.client().with("X-API-Key", apiToken).get("/v1/me").expect(401);
        served.client()
                .post("/v1/auth/refresh", Map.of("refreshToken", tokens.text("refreshToken")))
                .expect(401);
        login("ada", Served.PASSWORD).expect(401);
        login("ada", OTHER).expect(200);
        assertThat(subjectsTo("ada")).last().isEqualTo("Your password at Groundwork was changed");
    }

    @Test
    void areSetOnceByALinkUnderARaceOfTwenty() {
        served.register("ada");
        String token = linkFor("ada");

        List<Client.Answer> answers = Served.twentyTimes(() -> reset(token, OTHER));

        assertThat(answers)
                .extracting(Client.Answer::status)
                .containsOnlyOnce(204)
                .containsOnly(204, 422);
        assertThat(answers.stream().filter(answer -> answer.status() == 422))
                .allSatisfy(answer -> assertThat(answer.errors())
                        .containsExactly("/token: is unknown, used already, or too old; ask for a new link"));
    }

    @Test
    void areNotSetByALinkThatANewerOneVoidedOrThatIsTooOld() {
        served.register("ada");
        String first = linkFor("ada");
        String second = linkFor("ada");
        reset(first, OTHER).expect(422);
        served.system().clock().advance(Duration.ofMinutes(59));
        reset(second, "short").expect(422);
        reset(second, OTHER).expect(204);
        String third = linkFor("ada");
        served.system().clock().advance(Duration.ofMinutes(60));
        reset(third, OTHER).expect(422);
    }

    @Test
    void areNotSetByALinkWhoseAccountMayNotActAnyMore() {
        served.administrator("root");
        served.register("ada");
        String id = served.login("ada").json().path("user").path("id").asString();
        String token = linkFor("ada");
        served.suspend(id);
        reset(token, OTHER).expect(422);
        served.client().get("/reset-password?token=" + token).expect(404);
    }

    @Test
    void areRefusedWithTheReasonWhereOthersWouldTryThemFirst() {
        String common = "P@ssw0rd12345678";
        String why = ": is little more than a very common password; take several uncommon words";
        served.register("ada");
        String token = linkFor("ada");
        assertThat(reset(token, common).expect(422).errors()).containsExactly("/newPassword" + why);
        reset(token, OTHER).expect(204);
        Client ada = served.client().as(login("ada", OTHER).expect(200).text("accessToken"));
        assertThat(ada.post(CHANGE, Map.of("currentPassword", OTHER, "newPassword", common))
                        .expect(422)
                        .errors())
                .containsExactly("/newPassword" + why);
        assertThat(served.client()
                        .post("/v1/auth/register", Map.of("email", "eve", "password", common))
                        .expect(422)
                        .errors())
                .containsExactlyInAnyOrder(
                        "/email: must be an e-mail address such as ada@example.org", "/password" + why);
        assertThat(served.administrator("root")
                        .post("/v1/users", Map.of("email", "eve@example.org", "password", common))
                        .expect(422)
                        .errors())
                .containsExactly("/password" + why);
    }

    @Test
    void areLeftAsTheyAreByATokenThatIsNoneOrABadChoice() {
        served.register("ada");
        String token = linkFor("ada");
        for (String body : List.of(
                "{}",
                "{\"token\":null,\"newPassword\":\"" + OTHER + "\"}",
                "{\"token\":[\"" + token + "\"],\"newPassword\":\"" + OTHER + "\"}",
                "{\"token\":\"\",\"newPassword\":\"" + OTHER + "\"}",
                "{\"token\":\"%\",\"newPassword\":\"" + OTHER + "\"}")) {
            served.client().json("POST", RESET, body).expect(422);
        }
        assertThat(reset(token, "short").expect(422).errors())
                .containsExactly("/newPassword: must have at least 15 characters; a sentence is easy to remember");
        reset(token, "ada@example.orgada").expect(422);
        served.login("ada");
        reset(token, OTHER).expect(204);
    }

    @Test
    void proveTheAddressAndLiftTheLockWhereALinkSetsThem() {
        served.client()
                .post("/v1/auth/register", Map.of("email", "eve@example.org", "password", Served.PASSWORD))
                .expect(202);
        for (int i = 0; i < 10; i++) {
            login("eve@example.org", "a wrong password, but a long one").expect(401);
        }
        reset(linkFor("eve"), OTHER).expect(204);
        login("eve@example.org", OTHER).expect(200);
        login("eve@example.org", Served.PASSWORD).expect(401);
    }

    @Test
    void goByMailToTheStoredAddressOnlyWithLinksOnTheConfiguredBase() {
        served.register("ada");
        for (String body : List.of(
                "{\"email\":[\"ada@example.org\",\"eve@example.org\"]}",
                "{\"email\":{\"to\":\"ada@example.org\"}}",
                "{\"email\":\"ada@example.org,eve@example.org\"}",
                "{\"email\":\"ada@example.org\\r\\nBcc: eve@example.org\"}",
                "{\"email\":\"ada@example.org\\u0000eve@example.org\"}")) {
            served.client().json("POST", FORGOT, body).expect(422);
        }
        served.client()
                .json("POST", FORGOT, "{\"email\":\"ada@example.org\",\"email\":\"eve@example.org\"}")
                .expect(400);
        String request = "{\"email\":\"ADA@example.org\"}";
        assertThat(RawConnection.exchange(
                        served.server().port(),
                        "POST " + FORGOT + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                                + "Forwarded: host=evil.example\r\nContent-Type: application/json\r\nContent-Length: "
                                + request.length() + "\r\nConnection: close\r\n\r\n" + request))
                .startsWith("HTTP/1.1 202");
        List<Mail> mails = served.system().mails();
        assertThat(mails.getLast().to().value()).isEqualTo("ada@example.org");
        assertThat(mails.getLast().text())
                .contains(Served.PUBLIC_ORIGIN + "/reset-password?token=")
                .doesNotContain("evil");
        assertThat(mails).noneMatch(mail -> mail.to().value().contains("eve"));
    }

    @Test
    void areChangedByTheOneSoFarAndEndTheOtherSessions() {
        served.register("ada");
        Client.Answer tokens = served.login("ada");
        Client ada = served.client().as(tokens.text("accessToken"));
        Client.Answer other = served.login("ada");
        String link = linkFor("ada");

        ada.post(CHANGE, Map.of("currentPassword", Served.PASSWORD, "newPassword", OTHER))
                .expect(204);

        ada.get("/v1/me").expect(200);
        served.client()
                .post("/v1/auth/refresh", Map.of("refreshToken", tokens.text("refreshToken")))
                .expect(200);
        served.client().as(other.text("accessToken")).get("/v1/me").expect(401);
        served.client()
                .post("/v1/auth/refresh", Map.of("refreshToken", other.text("refreshToken")))
                .expect(401);
        reset(link, Served.PASSWORD).expect(422);
        login("ada", OTHER).expect(200);
        assertThat(subjectsTo("ada")).last().isEqualTo("Your password at Groundwork was changed");
    }

    @Test
    void tellWhereTheWrongOneWasTypedAndSlowDownWhoeverGuesses() {
        Client ada = served.signedIn("ada");
        Map<String, String> guess = Map.of("currentPassword", "a wrong password, but a long one", "newPassword", OTHER);
        for (int i = 0; i < 10; i++) {
            assertThat(ada.post(CHANGE, guess).expect(422).errors())
                    .containsExactly("/currentPassword: is not your password");
            served.system().clock().advance(Duration.ofMillis(1));
        }
        served.system().clock().advance(Duration.ofSeconds(2));
        ada.post(CHANGE, guess).expect(422);
        for (Map.Entry<String, Object> guarded : guarded().entrySet()) {
            Client.Answer answer = ada.send(
                            guarded.getKey().replaceAll(" .*", ""),
                            guarded.getKey().replaceAll(".* ", ""),
                            BodyPublishers.ofString(guarded.getValue().toString()),
                            "application/json")
                    .expect(429);
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 2);
        }
        login("ada", Served.PASSWORD).expect(401);
        served.system().clock().advance(Duration.ofSeconds(3));
        ada.post(CHANGE, Map.of("currentPassword", Served.PASSWORD, "newPassword", OTHER))
                .expect(204);
    }

    /** What asks for the password again, and what it is sent. */
    private static Map<String, Object> guarded() {
        Map<String, Object> guarded = new LinkedHashMap<>();
        guarded.put(
                "POST " + CHANGE,
                "{\"currentPassword\":\"" + Served.PASSWORD + "\",\"newPassword\":\"" + OTHER + "\"}");
        guarded.put("DELETE /v1/me", "{\"password\":\"" + Served.PASSWORD + "\"}");
        guarded.put("POST /v1/me/email", "{\"newEmail\":\"b@example.org\",\"password\":\"" + Served.PASSWORD + "\"}");
        return guarded;
    }

    @Test
    void appearInNoAnswer() {
        Client ada = served.signedIn("ada");
        List<Client.Answer> answers = new ArrayList<>();
        answers.add(ada.post(CHANGE, Map.of("currentPassword", "canary one two three", "newPassword", OTHER)));
        answers.add(ada.post(CHANGE, Map.of("currentPassword", Served.PASSWORD, "newPassword", "canary")));
        answers.add(reset("canary", "canary one two three"));
        answers.add(ada.json("POST", CHANGE, "{\"currentPassword\": \"canary"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.body())
                        .doesNotContainPattern(Pattern.compile("canary", Pattern.CASE_INSENSITIVE)));
    }
}
