package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages that links in mail and log lead to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private final Served served = Served.start();

    @AfterAll
    void stop() {
        served.close();
    }

    private Client browser() {
        return served.client().with("Origin", Served.PUBLIC_ORIGIN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void confirmAnAddressByAButtonAndNotByTheLink() {
        served.client()
                .post("/v1/auth/register", Map.of("email", "ada@example.org", "password", Served.PASSWORD))
                .expect(202);
        String token = served.tokenMailedTo("ada@example.org");
        for (int i = 0; i < 3; i++) {
            String page = served.client()
                    .get("/verify-email?token=" + token + "&utm_source=mail")
                    .expect(200)
                    .body();
            assertThat(page).contains("<form method=\"post\">", "value=\"" + token + "\"", "<html lang=\"en\">");
            served.client().method("HEAD", "/verify-email?token=" + token).expect(200);
        }
        served.client()
                .post("/v1/auth/login", Map.of("login", "ada@example.org", "password", Served.PASSWORD))
                .expect(401);
        assertThat(browser()
                        .form("/verify-email?token=" + token, "token=" + token)
                        .expect(200)
                        .body())
                .contains("role=\"status\"", "You can sign in now.");
        served.login("ada@example.org");
        assertThat(browser().form("/verify-email", "token=" + token).expect(422).body())
                .contains("role=\"alert\"", "used already");
    }

    @Test
    void sayWhatIsWrongWithALinkThatIsNotWhole() {
        served.client().get("/verify-email").expect(400);
        served.client().get("/verify-email?token=").expect(400);
        served.client().get("/setup").expect(404);
        served.client().get("/setup?token=gws_nothing").expect(404);
    }

    @Test
    void makeTheFirstAdministratorByTheForm() {
        String token = served.system().groundwork().setup().open().orElseThrow();
        String page = served.client().get("/setup?token=" + token).expect(200).body();
        assertThat(page)
                .contains(
                        "<label for=\"email\">", "autocomplete=\"new-password\"", "aria-describedby=\"password-hint\"");
        String refused = browser()
                .form("/setup", "token=" + token + "&email=root%40&password=short")
                .expect(422)
                .body();
        assertThat(refused)
                .contains(
                        "aria-invalid=\"true\"",
                        "id=\"email-fault\"",
                        "id=\"password-fault\"",
                        "value=\"root@\"",
                        "role=\"alert\"")
                .doesNotContain("short\"");
        String form = "token=" + token + "&email=root%40example.org&password=" + encoded(Served.PASSWORD);
        browser().form("/setup", form).expect(200);
        browser().form("/setup", form).expect(409);
        served.client().get("/setup?token=" + token).expect(404);
        served.login("root@example.org");
    }

    @Test
    void escapeWhateverComesIn() {
        String hostile = "\"><script>alert(1)</script>'&";
        for (Client.Answer answer : List.of(
                served.client().get("/verify-email?token=" + encoded(hostile)),
                browser().form("/setup", "token=" + encoded(hostile) + "&email=" + encoded(hostile) + "&password=x"))) {
            assertThat(answer.body()).doesNotContain("<script").contains("&quot;&gt;&lt;script&gt;");
        }
    }

    @Test
    void needNoScriptAndLoadNothing() {
        Client.Answer page = served.client().get("/verify-email?token=x").expect(200);
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("form-action 'self'");
        assertThat(page.body()).doesNotContain("<script", "src=", "href=", "http:", "https:", "style=");
    }

    @Test
    void speakEnglishWhereNothingBetterIsThere() {
        for (String languages : List.of("fr, it;q=0.9", "*", "x;;;", "en-GB", "q=,,")) {
            assertThat(served.client()
                            .with("Accept-Language", languages)
                            .get("/verify-email?token=x")
                            .expect(200)
                            .body())
                    .contains("<html lang=\"en\">");
        }
    }

    private String resetLink(String username) {
        served.register(username);
        served.client()
                .post("/v1/auth/password/forgot", Map.of("email", username + "@example.org"))
                .expect(202);
        return served.tokenMailedTo(username + "@example.org");
    }

    @Test
    void setAPasswordByTheFormAndNotByTheLink() {
        String token = resetLink("bob");
        for (int i = 0; i < 3; i++) {
            String page = served.client()
                    .get("/reset-password?token=" + token + "&utm_source=mail")
                    .expect(200)
                    .body();
            assertThat(page)
                    .contains(
                            "<form method=\"post\">",
                            "value=\"" + token + "\"",
                            "<label for=\"newPassword\">",
                            "type=\"password\"",
                            "autocomplete=\"new-password\"",
                            "aria-describedby=\"newPassword-hint\"",
                            "At least 15 characters");
            served.client().method("HEAD", "/reset-password?token=" + token).expect(200);
        }
        served.login("bob");
        String refused = browser()
                .form("/reset-password", "token=" + token + "&newPassword=short")
                .expect(422)
                .body();
        assertThat(refused)
                .contains(
                        "aria-invalid=\"true\"",
                        "aria-describedby=\"newPassword-hint newPassword-fault\"",
                        "This must have at least 15 characters",
                        "role=\"alert\"",
                        "value=\"" + token + "\"")
                .doesNotContain("\"short\"");
        String form = "token=" + token + "&newPassword=" + encoded("quite another sentence");
        assertThat(browser().form("/reset-password", form).expect(200).body())
                .contains("role=\"status\"", "Your password is set.");
        assertThat(browser().form("/reset-password", form).expect(422).body())
                .contains("role=\"alert\"", "used already")
                .doesNotContain("<form");
        served.client().get("/reset-password?token=" + token).expect(404);
        served.client()
                .post("/v1/auth/login", Map.of("login", "bob", "password", "quite another sentence"))
                .expect(200);
    }

    @Test
    void sayThatALinkToChooseAPasswordIsDeadBeforeSomebodyChoosesOne() {
        assertThat(served.client()
                        .get("/reset-password?token=gwp_nothing")
                        .expect(404)
                        .body())
                .contains("role=\"alert\"")
                .doesNotContain("<form");
        served.client().get("/reset-password").expect(400);
        served.client().get("/reset-password?token=%20").expect(400);
    }

    @Test
    void speakGermanToWhoeverPrefersIt() {
        Client german = browser().with("Accept-Language", "de-AT, de;q=0.9, en;q=0.5");
        String token = resetLink("dora");
        assertThat(german.get("/reset-password?token=" + token).body())
                .contains("<html lang=\"de\">", "Passwort wählen", "Mindestens 15 Zeichen");
        for (String bad : List.of(
                "short", "aaaaaaaaaaaaaaaaaaaa", "", "dora@example.orgxx", "P@ssw0rd12345678", "x".repeat(1025))) {
            assertThat(german.form("/reset-password", "token=" + token + "&newPassword=" + encoded(bad))
                            .expect(422)
                            .body())
                    .contains("<html lang=\"de\">", "newPassword-fault")
                    .as("every reason is translated")
                    .doesNotContain("lang=\"en\"", "must", "This ");
        }
        assertThat(german.get("/verify-email?token=x").expect(200).body()).contains("Meine Adresse bestätigen");
        assertThat(german.get("/setup?token=x").expect(404).body()).contains("Dieser Link funktioniert nicht");
        assertThat(german.form("/verify-email", "token=x").expect(422).body()).contains("schon benutzt");
        assertThat(german.form("/setup", "token=x&email=root%40&password=short")
                        .expect(422)
                        .body())
                .contains("email-fault", "password-fault")
                .doesNotContain("lang=\"en\"", "must");
    }

    @Test
    void takeAFormInOneTypeOnly() {
        browser().json("POST", "/verify-email", "{\"token\":\"x\"}").expect(415);
        browser().form("/verify-email", "token=x&token=y").expect(400);
        browser().form("/verify-email", "token=x&admin=true").expect(400);
        browser().form("/verify-email", "token=%zz").expect(400);
    }
}
