package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.web.WebConfiguration.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatingTest {

    @Test
    void describesEveryRouteAndNoOther() {
        try (Served served = Served.start()) {
            List<String> described = new Contract()
                    .operations().stream().map(Operation::toString).toList();
            assertThat(described)
                    .containsExactlyInAnyOrderElementsOf(served.server().routes().stream()
                            .map(route -> route.method() + " " + route.path())
                            .toList());
        }
    }

    @Test
    void describesTheMembersThatEveryBodyMayHave() {
        Contract contract = new Contract();
        try (Served served = Served.start()) {
            for (Route route : served.server().routes()) {
                if (route.body().form() != Route.BodyForm.NONE) {
                    assertThat(contract.bodyMembers(route.method(), route.path()))
                            .as(route.method() + " " + route.path())
                            .isEqualTo(route.body().members());
                }
            }
        }
    }

    @Test
    void tellsHowEachDependencyIsDoing() {
        AtomicReference<Health> database = new AtomicReference<>(Health.UP);
        try (Served served = Served.start(Served.configuration()
                .dependency("database", database::get)
                .dependency("redis", () -> Health.DEGRADED))) {
            Client.Answer ready = served.client().get("/health/ready").expect(200);
            assertThat(ready.text("status")).isEqualTo("degraded");
            assertThat(ready.json().path("dependencies").path("database").asString())
                    .isEqualTo("up");
            database.set(Health.DOWN);
            Client.Answer down = served.client().get("/health/ready").expect(503);
            assertThat(down.header("Retry-After")).isEqualTo("1");
            assertThat(down.json().path("dependencies").path("database").asString())
                    .isEqualTo("down");
            served.client().get("/health/live").expect(200);
        }
    }

    @Test
    void showsItsFiguresToThisMachineAndToWhoeverMayReadThem() {
        try (Served served = Served.start()) {
            Client ada = served.signedIn("ada");
            String project = ada.post("/v1/projects", Map.of("name", "P")).text("id");
            ada.get("/v1/projects/" + project).expect(200);
            ada.get("/secret-" + project).expect(404);
            String figures = served.client().get("/metrics").expect(200).body();
            assertThat(figures)
                    .contains(
                            "route=\"/v1/projects/{uuid}\"",
                            "route=\"none\"",
                            "jvm_memory_used_bytes",
                            "jvm_threads_live")
                    .doesNotContain(project);
            for (String header : List.of("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")) {
                served.client().with(header, "127.0.0.1").get("/metrics").expect(401);
                ada.with(header, "127.0.0.1").get("/metrics").expect(403);
            }
            served.client().with("Sec-Fetch-Site", "none").get("/metrics").expect(200);
            for (String site : List.of("cross-site", "same-site")) {
                served.client().with("Sec-Fetch-Site", site).get("/metrics").expect(401);
            }
            served.client()
                    .with("Origin", "https://evil.example")
                    .get("/metrics")
                    .expect(401);
            for (String host : List.of("localhost:1", "127.0.0.1", "[::1]:8080", "LOCALHOST")) {
                assertThat(metricsFor(served, host)).as(host).startsWith("HTTP/1.1 200");
            }
            for (String host :
                    List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1")) {
                assertThat(metricsFor(served, host)).as(host).startsWith("HTTP/1.1 401");
            }
        }
    }

    private static String metricsFor(Served served, String host) {
        return RawConnection.exchange(
                served.server().port(), "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void servesItsDescriptionAndAPageToBrowseIt() {
        try (Served served = Served.start()) {
            Client client = served.client();
            assertThat(client.get("/openapi.json").expect(200).json()).isEqualTo(new Contract().description());
            String tag = client.get("/openapi.yaml").expect(200).header("ETag");
            client.with("If-None-Match", tag).get("/openapi.yaml").expect(304);
            String page = client.get("/docs").expect(200).body();
            assertThat(page).doesNotContain("http:", "https:", "//");
            for (String file : List.of("start.js", "swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")) {
                assertThat(page).contains("docs/" + file);
                client.get("/docs/" + file).expect(200);
            }
            assertThat(client.with("Accept-Encoding", "br, gzip")
                            .get("/docs/swagger-ui-bundle.js")
                            .header("Content-Encoding"))
                    .isEqualTo("gzip");
            assertThat(client.with("Accept-Encoding", "br, gzip;q=0")
                            .get("/docs/start.js")
                            .header("Content-Encoding"))
                    .isEmpty();
            for (String other : List.of("x.js", "..%2Fopenapi.yaml", "%2e%2e", "start.js%00", "START.JS")) {
                assertThat(client.method("GET", "/docs/" + other).status())
                        .as(other)
                        .isIn(404, 400);
            }
        }
    }

    @Test
    void keepsAPagesOwnPolicyWhenTheBrowserHasThePageAlready() {
        try (Served served = Served.start()) {
            Client.Answer fresh = served.client().get("/docs").expect(200);
            Client.Answer kept = served.client()
                    .with("If-None-Match", fresh.header("ETag"))
                    .get("/docs")
                    .expect(304);
            for (String header : List.of("Content-Security-Policy", "Cache-Control", "Vary", "ETag")) {
                assertThat(kept.header(header)).isEqualTo(fresh.header(header));
            }
        }
    }

    @Test
    void letsWhatIsUnderWayFinishAndTakesNothingNew() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Served served = Served.start(Served.configuration().dependency("slow", () -> {
                    arrived.countDown();
                    try {
                        goOn.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Health.UP;
                }));
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            int port = served.server().port();
            Future<String> slow =
                    threads.submit(() -> RawConnection.exchange(port, "GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
            Future<?> drained = threads.submit(() -> served.server().drain(Duration.ofSeconds(10)));
            Thread.sleep(100);
            String meanwhile = RawConnection.exchange(port, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(meanwhile).startsWith("HTTP/1.1 200").contains("Connection: close");
            goOn.countDown();
            assertThat(slow.get(5, TimeUnit.SECONDS)).startsWith("HTTP/1.1 503").contains("on its way out");
            drained.get(5, TimeUnit.SECONDS);
            try (ServerSocket free = new ServerSocket(port)) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @Test
    void waitsForNoBodyLongerThanTheDeadline() throws Exception {
        try (Served served = Served.start(Served.configuration().requestTimeout(Duration.ofMillis(600)));
                Socket slow = new Socket(
                        InetAddress.getLoopbackAddress(), served.server().port())) {
            slow.setSoTimeout(5000);
            String head =
                    "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
            slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("application/problem+json");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void staysAliveAndTurnsAwayWhatIsTooMuch() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean waits = new AtomicBoolean();
        try (Served served =
                Served.start(Served.configuration(), ports -> ports.withWork(new Waiting(ports.work(), waits, goOn)))) {
            waits.set(true);
            String question = "GET /v1/projects/" + UUID.randomUUID() + " HTTP/1.1\r\nHost: x\r\n\r\n";
            List<Socket> many = new ArrayList<>();
            try {
                for (int i = 0; i < Lifecycle.MAX_UNDER_WAY + 10; i++) {
                    many.add(begun(served.server().port(), question));
                }
                awaitStatus(served, 503);
                served.client().get("/health/live").expect(200);
                Client.Answer busy = served.client().get("/v1/me").expect(503);
                assertThat(busy.header("Retry-After")).isEqualTo("1");
            } finally {
                goOn.countDown();
                close(many);
            }
            awaitStatus(served, 401);
        }
    }

    @Test
    void servesOthersWhileMoreBodiesTrickleInThanThereIsRoomFor() throws Exception {
        try (Served served = Served.start(Served.configuration().requestTimeout(Duration.ofSeconds(20)))) {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < Lifecycle.MAX_UNDER_WAY + 10; i++) {
                    slow.add(half(served.server().port()));
                }
                awaitStatus(served, 401);
                served.client().get("/health/live").expect(200);
                Socket longest = slow.getFirst();
                longest.setSoTimeout(5_000);
                assertThat(new String(longest.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 408");
            } finally {
                close(slow);
            }
        }
    }

    /** Some moments pass until the many who began are all under way, or all done. */
    private static void awaitStatus(Served served, int status) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (served.client().get("/v1/me").status() != status && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        served.client().get("/v1/me").expect(status);
    }

    /** Units that wait, once they are told to. */
    private record Waiting(Work sound, AtomicBoolean waits, CountDownLatch goOn) implements Work {
        @Override
        public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
            if (waits.get()) {
                try {
                    goOn.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return sound.in(actor, unit);
        }

        @Override
        public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
            return sound.asService(actor, unit);
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static Socket half(int port) throws IOException {
        return begun(
                port,
                "POST /v1/setup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
    }

    private static Socket begun(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
