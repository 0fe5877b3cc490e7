package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Settings over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsTest {
    private static final String SETTINGS = "/v1/settings";

    private final Served served = Served.start();
    private Client root = served.client();

    @BeforeAll
    void signIn() {
        root = served.administrator("root");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client.Answer set(String key, @Nullable Object value) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("value", value);
        return root.put(SETTINGS + "/" + key, body);
    }

    private void unset(String key) {
        root.method("DELETE", SETTINGS + "/" + key).expect(204);
    }

    @Test
    void setsShowsAndRemovesOne() {
        Client.Answer made = root.put(SETTINGS + "/ui.theme", Map.of("value", Map.of("dark", true), "description", "d"))
                .expect(201);
        assertThat(made.header("Location")).isEqualTo(Served.PUBLIC_ORIGIN + "/v1/settings/ui.theme");
        assertThat(made.json().path("value").path("dark").asBoolean()).isTrue();
        assertThat(made.json().path("isSystem").asBoolean()).isFalse();
        Client.Answer read = root.get(SETTINGS + "/ui.theme").expect(200);
        assertThat(read.body()).isEqualTo(made.body());
        root.with("If-None-Match", made.header("ETag"))
                .get(SETTINGS + "/ui.theme")
                .expect(304);
        Client fresh = root.with("If-Match", made.header("ETag"));
        fresh.put(SETTINGS + "/ui.theme", Map.of("value", 1)).expect(200);
        fresh.put(SETTINGS + "/ui.theme", Map.of("value", 2)).expect(412);
        fresh.method("DELETE", SETTINGS + "/ui.theme").expect(412);
        unset("ui.theme");
        root.get(SETTINGS + "/ui.theme").expect(404);
        root.method("DELETE", SETTINGS + "/ui.theme").expect(404);
        for (Object value : Arrays.asList(null, 1.5, "x", List.of(), false)) {
            Client.Answer any = set("any", value);
            assertThat(any.status()).isIn(200, 201);
        }
    }

    @Test
    void listsTheServersOwnWithTheirDefaults() {
        Client.Answer one = root.get(SETTINGS + "/auth.refresh.days").expect(200);
        assertThat(one.json().path("value").asInt()).isEqualTo(7);
        assertThat(one.json().path("isSystem").asBoolean()).isTrue();
        assertThat(one.json().path("isDefault").asBoolean()).isTrue();
        assertThat(one.json().path("createdAt").isNull()).isTrue();
        assertThat(one.text("description")).isNotEmpty();
        root.with("If-Match", one.header("ETag"))
                .put(SETTINGS + "/auth.refresh.days", Map.of("value", 8))
                .expect(201);
        root.with("If-Match", one.header("ETag"))
                .put(SETTINGS + "/auth.refresh.days", Map.of("value", 9))
                .expect(412);
        unset("auth.refresh.days");
        assertThat(root.get(SETTINGS + "/auth.refresh.days")
                        .json()
                        .path("value")
                        .asInt())
                .isEqualTo(7);
        assertThat(root.get(SETTINGS + "?limit=3")
                        .expect(200)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void refusesWhatCanNotBe() {
        assertThat(set("auth.refresh.days", 31).expect(422).errors())
                .containsExactly("/value: must be a whole number from 1 to 30");
        assertThat(set("auth.registration", "maybe").expect(422).errors())
                .containsExactly("/value: must be one of open, closed");
        assertThat(root.put(SETTINGS + "/x", Map.of("isPublic", 1)).expect(422).errors())
                .containsExactlyInAnyOrder("/value: is missing", "/isPublic: must be true or false");
        root.put(SETTINGS + "/x", Map.of("value", 1, "key", "y")).expect(400);
        root.put(SETTINGS + "/a%20b", Map.of("value", 1)).expect(422);
        root.put(SETTINGS + "/" + "a".repeat(101), Map.of("value", 1)).expect(422);
        root.get(SETTINGS + "/a%20b").expect(404);
        root.put(SETTINGS + "/public", Map.of("value", 1)).expect(405);
    }

    @Test
    void areForWhoeverHoldsThePermission() {
        Client ada = served.signedIn("ada");
        ada.get(SETTINGS).expect(403);
        ada.get(SETTINGS + "/app.name").expect(403);
        ada.put(SETTINGS + "/app.name", Map.of("value", "x")).expect(403);
        ada.method("DELETE", SETTINGS + "/app.name").expect(403);
        served.client().get(SETTINGS).expect(401);
        served.client().put(SETTINGS + "/app.name", Map.of("value", "x")).expect(401);
    }

    @Test
    void showsThePublicOnesToAnybody() {
        assertThat(served.client().get(SETTINGS + "/public").expect(200).text("app.name"))
                .isEqualTo("Groundwork");
        root.put(SETTINGS + "/banner", Map.of("value", "hello", "isPublic", true))
                .expect(201);
        set("private.banner", "x").expect(201);
        Client.Answer all = served.client().get(SETTINGS + "/public").expect(200);
        assertThat(all.text("banner")).isEqualTo("hello");
        assertThat(all.body()).doesNotContain("private.banner");
    }

    @Test
    void closesRegistration() {
        set("auth.registration", "closed").expect(201);
        served.client()
                .post("/v1/auth/register", Map.of("email", "x@example.org", "password", Served.PASSWORD))
                .expect(403);
        unset("auth.registration");
        served.client()
                .post("/v1/auth/register", Map.of("email", "x@example.org", "password", Served.PASSWORD))
                .expect(202);
    }

    @Test
    void letsAnUnprovenAddressSignInWhereNoProofIsAskedFor() {
        served.client()
                .post("/v1/auth/register", Map.of("email", "un@example.org", "password", Served.PASSWORD))
                .expect(202);
        Map<String, String> login = Map.of("login", "un@example.org", "password", Served.PASSWORD);
        served.client().post("/v1/auth/login", login).expect(401);
        set("auth.require-verified-email", false).expect(201);
        served.client().post("/v1/auth/login", login).expect(200);
        unset("auth.require-verified-email");
        served.client().post("/v1/auth/login", login).expect(401);
    }

    @Test
    void changesHowLongCredentialsLastAndPasswordsAre() {
        served.register("lena");
        set("auth.access-token.minutes", 3).expect(201);
        assertThat(served.login("lena").json().path("expiresIn").asInt()).isEqualTo(180);
        unset("auth.access-token.minutes");
        set("auth.cookie.hours", 2).expect(201);
        assertThat(served.client()
                        .post("/v1/auth/login", Map.of("login", "lena", "password", Served.PASSWORD, "mode", "cookie"))
                        .header("Set-Cookie"))
                .contains("Max-Age=7200");
        unset("auth.cookie.hours");
        set("auth.password.min-length", 40).expect(201);
        served.client()
                .post("/v1/auth/register", Map.of("email", "y@example.org", "password", Served.PASSWORD))
                .expect(422);
        unset("auth.password.min-length");
    }

    @Test
    void namesTheServiceInPages() {
        set("app.name", "Acme <&>").expect(201);
        assertThat(served.client().get("/verify-email?token=x").body()).contains("Acme &lt;&amp;&gt;");
        unset("app.name");
    }
}
