package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.session.SignInRequest;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.TaskChange;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever a body holds, the answer is the sender's fault and never ours (R12, R18, R31). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileBodiesTest {
    private final Served served = Served.start();
    private Client ada = served.client();
    private String project = "";
    private String task = "";

    @BeforeAll
    void signIn() {
        ada = served.signedIn("ada");
        project = ada.post("/v1/projects", Map.of("name", "P")).expect(201).text("id");
        task = ada.post("/v1/projects/" + project + "/tasks", Map.of("title", "T"))
                .expect(201)
                .text("id");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private Client.Answer send(String body) {
        return ada.json("POST", "/v1/projects", body);
    }

    @Test
    void answersABodyOfUnknownNamesShorterThanItIs() {
        String body = IntStream.range(0, 60_000)
                .mapToObj(n -> "\"nam" + n + "\":1")
                .collect(Collectors.joining(",", "{", "}"));

        Client.Answer answer = send(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("detail")).contains("60001 reasons", "The first 1000 errors are listed");
        assertThat(answer.body().length()).isLessThan(body.length() / 4);
    }

    @Test
    void refusesWhatIsNoJson() {
        for (String body : List.of(
                "",
                " ",
                "{",
                "{\"name\":\"x\"} {}",
                "{\"name\":\"x\"}x",
                "{'name':'x'}",
                "{name:1}",
                "{\"name\":NaN}",
                "{\"name\":\"x\",}",
                "/*c*/{}",
                "{\"name\":01}",
                "{\"name\":\"a\nb\"}",
                "\uFEFF{\"name\":\"x\"}",
                "name=x",
                "{\"name\":\"\\ud8\"}",
                "{\"a\":" + "9".repeat(200) + "}")) {
            assertThat(send(body).status()).as(body).isEqualTo(400);
        }
        ada.send(
                        "POST",
                        "/v1/projects",
                        BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xC3, '}'}),
                        "application/json")
                .expect(400);
        ada.send(
                        "POST",
                        "/v1/projects",
                        BodyPublishers.ofByteArray("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16)),
                        "application/json")
                .expect(400);
    }

    @Test
    void refusesAnythingButAnObject() {
        for (String body : List.of("[]", "null", "1", "\"x\"", "true", "[{\"name\":\"x\"}]")) {
            assertThat(send(body).expect(422).errors()).containsExactly(": must be an object");
        }
    }

    @Test
    void refusesDepth() {
        for (int depth : List.of(40, 100, 1000, 100_000)) {
            String deep = "{\"name\":\"x\",\"settings\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}";
            assertThat(send(deep).status()).isIn(400, 422);
            assertThat(send("[".repeat(depth) + "]".repeat(depth)).status()).isIn(400, 422);
        }
    }

    @Test
    void refusesAMemberThatIsThereTwiceAtAnyDepth() {
        assertThat(send("{\"name\":\"x\",\"settings\":{\"a\":[{\"b\":1,\"b\":2}]}}")
                        .expect(400)
                        .errors())
                .containsExactly("/settings/a/0/b: is there twice");
        assertThat(served.client()
                        .json("POST", "/v1/auth/verify-email/resend", "{\"email\":\"a@x.org\",\"email\":\"b@x.org\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesNumbersThatOnlyLookSmall() {
        for (String number :
                List.of("1e400", "1e-400", "1e1000000000", "1e99999999999", "-1E2147483648", "0e999999999")) {
            assertThat(send("{\"name\":\"x\",\"settings\":{\"n\":" + number + "}}")
                            .expect(400)
                            .errors())
                    .containsExactly("/settings/n: is a number too large or too small");
        }
        send("{\"name\":\"x\",\"settings\":{\"n\":1e300,\"m\":-0.000001,\"k\":" + "9".repeat(90) + "}}")
                .expect(201);
    }

    @Test
    void refusesCharactersThatNothingCanHold() {
        for (String text : List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00x")) {
            send("{\"name\":\"" + text + "\"}").expect(422);
            send("{\"name\":\"x\",\"settings\":{\"k\":\"" + text + "\"}}").expect(422);
            assertThat(send("{\"name\":\"x\",\"settings\":{\"" + text + "\":1}}")
                            .status())
                    .isIn(400, 422);
            send("{\"name\":\"x\",\"" + text + "\":1}").expect(400);
            send("{\"name\":\"x\",\"settings\":{\"" + text + "\":1,\"" + text + "\":1}}")
                    .expect(400);
            served.client()
                    .json("POST", "/v1/auth/login", "{\"login\":\"" + text + "\",\"password\":\"" + text + "\"}")
                    .expect(422);
        }
    }

    @Test
    void refusesMoreThanAMebibyteHoweverItComes() {
        byte[] large = ("{\"name\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        ada.send("POST", "/v1/projects", BodyPublishers.ofByteArray(large), "application/json")
                .expect(413);
        ada.chunked("POST", "/v1/projects", () -> new ByteArrayInputStream(large))
                .expect(413);
        served.client()
                .chunked("POST", "/v1/auth/login", () -> new ByteArrayInputStream(large))
                .expect(413);
        byte[] whole = ("{\"name\":\"x\"" + " ".repeat((1 << 20) - 13) + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(whole).hasSizeLessThanOrEqualTo(1 << 20);
        ada.chunked("POST", "/v1/projects", () -> new ByteArrayInputStream(whole))
                .expect(201);
    }

    @Test
    void mailsToNoAddressThatIsMoreThanOneAddress() {
        for (String email : List.of(
                "[\"a@x.org\",\"b@x.org\"]",
                "{\"a\":1}",
                "\"a@x.org,b@x.org\"",
                "\"a@x.org\\r\\nBcc: b@x.org\"",
                "\"a@x.org b@x.org\"",
                "\"<a@x.org>\"",
                "1",
                "null",
                "\"\"")) {
            served.client()
                    .json("POST", "/v1/auth/verify-email/resend", "{\"email\":" + email + "}")
                    .expect(422);
            served.client()
                    .json(
                            "POST",
                            "/v1/auth/register",
                            "{\"email\":" + email + ",\"password\":\"" + Served.PASSWORD + "\"}")
                    .expect(422);
        }
        assertThat(served.system().mails()).allMatch(mail -> mail.to().value().equals("ada@example.org"));
    }

    @Test
    void takesLinksInMailFromTheConfigurationWhateverTheHeadersSay() {
        served.client()
                .with("X-Forwarded-Host", "evil.example")
                .with("X-Forwarded-Proto", "gopher")
                .with("Forwarded", "host=evil.example")
                .post("/v1/auth/register", Map.of("email", "ada@example.org", "password", Served.PASSWORD))
                .expect(202);
        assertThat(served.system().mails())
                .isNotEmpty()
                .noneMatch(mail -> (mail.text() + mail.html()).contains("evil.example"));
    }

    @Test
    void answersAnIdOfAnyFormWithNotFound() {
        for (String id : List.of(
                "1",
                "0",
                "-1",
                "null",
                "%00",
                "%ff",
                "%zz",
                "..",
                "%2e%2e",
                "%2F",
                "'%20or%201=1",
                "00000000",
                project + "x",
                project.replace("-", ""),
                "{" + project + "}",
                "1-1-1-1-1",
                "%F0%9F%92%A9",
                "a".repeat(5000))) {
            for (String path : List.of("/v1/projects/" + id, "/v1/tasks/" + id, "/v1/tasks/" + id + "/history")) {
                assertThat(raw(path)).as(path).startsWith("HTTP/1.1 4");
            }
        }
        ada.get("/v1/projects/" + project.toUpperCase(Locale.ROOT)).expect(200);
    }

    private String raw(String path) {
        return RawConnection.exchange(
                served.server().port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    /** The schema's columns, and what else somebody would try. */
    private static final List<String> COLUMNS =
            List.of(("id uuid version created_at updated_at email_verified password_hash status encrypted_ssn"
                            + " encrypted_ssn_key_id last_login_at password_changed_at owner_id owner user_id creator_id creator"
                            + " project_id project assignee_id completed_at is_active is_public is_revoked is_system role_id role"
                            + " roles permissions permission_id expires_at session_id token_hash ip_address user_agent"
                            + " device_info last_activity resource action old_values new_values resource_type resource_id key"
                            + " value enabled rules assigned_by assigned_at joined_at email_canonical username_canonical"
                            + " parent_id generation used used_at revoked_at public_id __proto__ constructor is_admin")
                    .split(" ", -1));

    @Test
    void letsNoColumnBeSetThatIsNotTheCallersToSet() {
        Map<String, Set<String>> writes = Map.of(
                "PATCH /v1/me",
                ProfileChange.MEMBERS,
                "POST /v1/projects",
                NewProject.MEMBERS,
                "POST /v1/projects/" + project + "/tasks",
                NewTask.MEMBERS,
                "PATCH /v1/tasks/" + task,
                TaskChange.MEMBERS,
                "POST /v1/auth/register",
                Registration.MEMBERS,
                "POST /v1/auth/login",
                SignInRequest.MEMBERS,
                "POST /v1/auth/verify-email",
                Set.of("token"),
                "POST /v1/auth/verify-email/resend",
                Set.of("email"),
                "POST /v1/setup",
                Set.of("token", "email", "password"));
        refusesEveryColumnBut(ada, writes);
    }

    /** @param writes the members that may come, by method and path */
    static void refusesEveryColumnBut(Client client, Map<String, Set<String>> writes) {
        writes.forEach((write, members) -> COLUMNS.stream()
                .flatMap(column -> Stream.of(column, camel(column)))
                .filter(column -> !members.contains(column))
                .forEach(column -> {
                    String[] parts = write.split(" ", -1);
                    Client.Answer answer = client.json(parts[0], parts[1], "{\"" + column + "\": \"x\"}");
                    assertThat(answer.status()).as(write + " " + column).isEqualTo(400);
                    assertThat(answer.errors())
                            .anyMatch(
                                    error -> error.startsWith("/" + column + ": is not a member that may be set here"));
                }));
    }

    private static String camel(String column) {
        return Pattern.compile("(?<=[a-z])_([a-z])")
                .matcher(column)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
