package dev.groundwork.bootstrap.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.groundwork.bootstrap.embedded.EmbeddedServers;
import dev.groundwork.db.ThrowAwayPostgres;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as production runs it: on servers of its own, with secrets, and a mail server. */
@Timeout(180)
class ProductionIT {
    private static final Pattern VERIFY_LINK =
            Pattern.compile("https://app\\.example\\.org/verify-email\\?token=(gwv_[\\w-]+)");
    private static final String PASSWORD = "a sentence is easy to remember";

    @TempDir
    static Path folder;

    private static ThrowAwayPostgres postgres;
    private static EmbeddedServers redis;
    private static GreenMail mail;

    @BeforeAll
    static void startServers() {
        postgres = ThrowAwayPostgres.start();
        redis = EmbeddedServers.start(folder.resolve("redis"), EnumSet.of(EmbeddedServers.Server.REDIS));
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterAll
    static void stopServers() {
        mail.stop();
        redis.close();
        postgres.close();
    }

    private static Map<String, String> environment() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("GROUNDWORK_PRODUCTION", "true");
        environment.put("GROUNDWORK_PORT", "0");
        environment.put("GROUNDWORK_PUBLIC_URL", "https://app.example.org");
        environment.put("GROUNDWORK_DATABASE_URL", postgres.url());
        environment.put("GROUNDWORK_DATABASE_USER", postgres.runtime().user());
        environment.put("GROUNDWORK_MIGRATION_USER", postgres.owner().user());
        environment.put("GROUNDWORK_REDIS_URL", redis.redisUrl().toString());
        environment.put(
                "GROUNDWORK_SMTP_URL", "smtp://127.0.0.1:" + mail.getSmtp().getPort());
        environment.put("GROUNDWORK_ADMIN_EMAIL", "root@example.org");
        environment.put("GROUNDWORK_ADMIN_PASSWORD", PASSWORD);
        environment.put(
                "GROUNDWORK_SESSION_SECRET_FILE",
                Files.writeString(folder.resolve("session"), "k3u9Jq0sVb7XyT2mWc5Zr8Ld1Fh4Ng6P\n")
                        .toString());
        environment.put("GROUNDWORK_ENCRYPTION_KEY", "k1:q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4o=");
        return environment;
    }

    @Test
    void sendsItsMailsAndSecuresItsCookiesAndWritesNoSecretIntoItsLog() throws Exception {
        try (Program program = Program.start(folder, environment(), "serve")) {
            Client client = new Client(program.awaitReady());
            client.post("/v1/auth/login", Map.of("login", "root@example.org", "password", PASSWORD))
                    .expect(200);
            client.post("/v1/auth/register", Map.of("email", "ada@example.org", "password", PASSWORD))
                    .expect(202);
            String token = mailedToken();
            client.post("/v1/auth/verify-email", Map.of("token", token)).expect(204);
            Client.Answer answer = client.post(
                            "/v1/auth/login",
                            Map.of("login", "ada@example.org", "password", PASSWORD, "mode", "cookie"))
                    .expect(200);
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("__Host-groundwork=")
                    .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                    .doesNotContain("Domain");
            assertThat(answer.header("Strict-Transport-Security")).isNotEmpty();
            assertThat(program.terminate()).as(program.output()).isZero();
            assertThat(program.output())
                    .doesNotContain(token, PASSWORD, "k3u9Jq0s", "q83vASNF", "/setup?token=")
                    .doesNotContain(redis.redisUrl().getUserInfo().replaceFirst("^.*:", ""));
        }
    }

    private static String mailedToken() throws Exception {
        assertThat(mail.waitForIncomingEmail(10_000, 1)).isTrue();
        MimeMessage[] messages = mail.getReceivedMessages();
        Matcher link = VERIFY_LINK.matcher(new String(
                messages[messages.length - 1].getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @Test
    void failsNoRequestWhenItIsToldToStop() throws Exception {
        Map<String, String> environment = environment();
        environment.put("GROUNDWORK_RATE_LIMIT", "false");
        try (Program program = Program.start(folder, environment, "serve");
                ExecutorService clients = Executors.newFixedThreadPool(4)) {
            String base = program.awaitReady();
            String token = new Client(base)
                    .post("/v1/auth/login", Map.of("login", "root@example.org", "password", PASSWORD))
                    .expect(200)
                    .text("accessToken");
            AtomicBoolean stopping = new AtomicBoolean();
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Client client = new Client(base).as(token);
                served.add(clients.submit(load(client, stopping)));
            }
            Thread.sleep(Duration.ofSeconds(1));
            stopping.set(true);
            assertThat(program.terminate()).as(program.output()).isZero();
            for (Future<Integer> requests : served) {
                assertThat(requests.get()).isPositive();
            }
        }
    }

    /** Asks on and on; once the server is stopping, a refused connection is where a balancer would turn to another node. */
    private static Callable<Integer> load(Client client, AtomicBoolean stopping) {
        return () -> {
            int requests = 0;
            while (true) {
                boolean mayBeGone = stopping.get();
                try {
                    client.get("/v1/me").expect(200);
                    requests++;
                } catch (java.net.ConnectException gone) {
                    if (mayBeGone) {
                        return requests;
                    }
                    throw gone;
                }
            }
        };
    }
}
