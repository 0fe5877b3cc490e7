package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.domain.audit.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one does with one's own account beside the profile (R15, R23). */
class OwnAccountTest {
    private static final String SSN = "/v1/me/ssn";

    private final Served served = Served.start();

    @AfterEach
    void stop() {
        served.close();
    }

    private static String password(String password) {
        return "{\"password\":\"" + password + "\"}";
    }

    @Test
    void deletesItByThePasswordAndFreesAddressAndUsername() {
        Client ada = served.signedIn("ada");
        String cookie = served.cookie("ada");
        assertThat(ada.json("DELETE", "/v1/me", password("a wrong password"))
                        .expect(422)
                        .errors())
                .containsExactly("/password: is not your password");
        ada.json("DELETE", "/v1/me", "{}").expect(422);
        ada.with("If-Match", "\"999.x\"")
                .json("DELETE", "/v1/me", password(Served.PASSWORD))
                .expect(412);
        ada.json("DELETE", "/v1/me", password(Served.PASSWORD)).expect(204);
        ada.get("/v1/me").expect(401);
        served.client().with("Cookie", cookie).get("/v1/me").expect(401);
        served.client()
                .post("/v1/auth/login", Map.of("login", "ada", "password", Served.PASSWORD))
                .expect(401);
        served.signedIn("ada").get("/v1/me").expect(200);
    }

    @Test
    void keepsTheLastAdministrator() {
        Client root = served.administrator("root");
        root.json("DELETE", "/v1/me", password(Served.PASSWORD)).expect(409);
        root.get("/v1/me").expect(200);
    }

    @Test
    void changesTheAddressOnceTheNewOneIsProven() {
        Client ada = served.signedIn("ada");
        Map<String, String> wanted = Map.of("newEmail", "new@example.org", "password", Served.PASSWORD);
        assertThat(ada.post("/v1/me/email", Map.of("newEmail", "new@example.org", "password", "a wrong one"))
                        .expect(422)
                        .errors())
                .containsExactly("/password: is not your password");
        ada.post("/v1/me/email", wanted).expect(202);
        String token = served.tokenMailedTo("new@example.org");
        assertThat(ada.get("/v1/me").text("email")).isEqualTo("ada@example.org");
        Mail notice = served.system().mails().stream()
                .filter(mail -> mail.to().value().equals("ada@example.org"))
                .toList()
                .getLast();
        assertThat(notice.text()).contains("new@example.org").doesNotContain(token);
        served.client()
                .post("/v1/auth/password/forgot", Map.of("email", "ada@example.org"))
                .expect(202);
        String reset = served.tokenMailedTo("ada@example.org");

        served.client().post("/v1/auth/verify-email", Map.of("token", token)).expect(204);

        assertThat(ada.get("/v1/me").text("email")).isEqualTo("new@example.org");
        served.client()
                .post("/v1/auth/password/reset", Map.of("token", reset, "newPassword", "quite another sentence"))
                .expect(422);
        served.client().post("/v1/auth/verify-email", Map.of("token", token)).expect(422);
    }

    @Test
    void tellsWhatOneMayNow() {
        assertThat(served.signedIn("ada")
                        .get("/v1/me/permissions")
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isZero();
        JsonNode held = served.administrator("root")
                .get("/v1/me/permissions")
                .expect(200)
                .json()
                .path("items");
        assertThat(held.valueStream().map(one -> one.path("permission").asString()))
                .contains("audit:read", "users:delete")
                .isSorted();
        assertThat(held.valueStream())
                .allSatisfy(one -> assertThat(one.path("role").asString()).isEqualTo("admin"));
    }

    @Test
    void listsAndEndsOnesOwnDevices() {
        Client ada = served.signedIn("ada");
        Client.Answer phone = served.login("ada");
        Client bob = served.signedIn("bob");
        String ofBob = bob.get("/v1/me/sessions")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        JsonNode items = ada.get("/v1/me/sessions").expect(200).json().path("items");
        assertThat(items.size()).isEqualTo(2);
        String id = phone.json().path("session").path("id").asString();
        assertThat(items.valueStream())
                .allSatisfy(one -> assertThat(one.path("current").asBoolean())
                        .isEqualTo(!one.path("id").asString().equals(id)));
        for (String foreign : List.of(ofBob, "x", "AAAAAAAAAAAAAAAAAAAAAA", "..%2f..")) {
            assertThat(ada.method("DELETE", "/v1/me/sessions/" + foreign)
                            .expect(404)
                            .text("detail"))
                    .isEqualTo("You have no such session.");
        }
        bob.get("/v1/me").expect(200);
        ada.method("DELETE", "/v1/me/sessions/" + id).expect(204);
        served.client().as(phone.text("accessToken")).get("/v1/me").expect(401);
        ada.method("DELETE", "/v1/me/sessions/" + id).expect(404);
    }

    @Test
    void endsAllDevicesButThisOne() {
        Client ada = served.signedIn("ada");
        String cookie = served.cookie("ada");
        Client.Answer phone = served.login("ada");
        ada.method("DELETE", "/v1/me/sessions").expect(204);
        ada.get("/v1/me").expect(200);
        served.client().as(phone.text("accessToken")).get("/v1/me").expect(401);
        served.client().with("Cookie", cookie).get("/v1/me").expect(401);
        assertThat(ada.get("/v1/me/sessions").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void walksThroughOnesDevicesByPages() {
        Client ada = served.signedIn("ada");
        served.login("ada");
        served.login("ada");
        Client.Answer first = ada.get("/v1/me/sessions?limit=2").expect(200);
        assertThat(first.json().path("items").size()).isEqualTo(2);
        Client.Answer second = ada.get("/v1/me/sessions?limit=2&cursor=" + first.text("nextCursor"))
                .expect(200);
        assertThat(second.json().path("items").size()).isEqualTo(1);
        ada.get("/v1/me/tokens?cursor=" + first.text("nextCursor")).expect(400);
    }

    @Test
    void showsTheSocialSecurityNumberMasked() {
        Client ada = served.signedIn("ada");
        String id = ada.get("/v1/me").text("id");
        ada.get(SSN).expect(404);
        Client.Answer made = ada.json("PUT", SSN, "{\"ssn\":\"123-45-6789\"}").expect(201);
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + SSN);
        assertThat(made.text("ssn")).isEqualTo("***-**-6789");
        assertThat(ada.json("PUT", SSN, "{\"ssn\":\"987654321\"}").expect(200).text("ssn"))
                .isEqualTo("*****4321");
        assertThat(ada.get(SSN).expect(200).text("ssn")).isEqualTo("*****4321");
        assertThat(served.signedIn("bob").get(SSN).expect(404).body()).doesNotContain("4321");
        for (String wrong : List.of("1234", "123-45-678a", "٣٣٣-٣٣-٣٣٣٣", "123-45-67890")) {
            assertThat(ada.json("PUT", SSN, "{\"ssn\":\"" + wrong + "\"}")
                            .expect(422)
                            .body())
                    .doesNotContain(wrong);
        }
        assertThat(served.audited(id)).extracting(Activity::toString).noneMatch(row -> row.contains("987654321"));
        ada.method("DELETE", SSN).expect(204);
        ada.method("DELETE", SSN).expect(404);
        ada.get(SSN).expect(404);
    }

    @Test
    void changesANumberOnlyAsItWasReadWhereSomebodySaysSo() {
        Client ada = served.signedIn("ada");
        String made =
                ada.json("PUT", SSN, "{\"ssn\":\"123-45-6789\"}").expect(201).header("ETag");
        assertThat(ada.get(SSN).expect(200).header("ETag")).isEqualTo(made);
        ada.with("If-None-Match", made).get(SSN).expect(304);
        String profile = ada.get("/v1/me").header("ETag");
        String other = ada.with("If-Match", made)
                .json("PUT", SSN, "{\"ssn\":\"123-45-6780\"}")
                .expect(200)
                .header("ETag");
        assertThat(other).isNotEqualTo(made);
        assertThat(ada.get("/v1/me").header("ETag")).isNotEqualTo(profile);

        ada.with("If-Match", made).json("PUT", SSN, "{\"ssn\":\"123-45-6781\"}").expect(412);
        ada.with("If-Match", made).method("DELETE", SSN).expect(412);
        assertThat(ada.get(SSN).text("ssn")).endsWith("6780");
        ada.with("If-Match", "\"stale\", " + other).method("DELETE", SSN).expect(204);
    }

    @Test
    void isOutOfReachOnceTheSessionIsOver() {
        Client ada = served.signedIn("ada");
        served.system().clock().advance(Duration.ofDays(31));
        for (String path : List.of("/v1/me/permissions", "/v1/me/sessions", "/v1/me/tokens", SSN)) {
            ada.get(path).expect(401);
            served.client().get(path).expect(401);
        }
    }
}
