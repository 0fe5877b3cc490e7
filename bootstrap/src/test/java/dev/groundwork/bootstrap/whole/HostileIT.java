package dev.groundwork.bootstrap.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is sent, the server neither breaks nor grows (R19, R31). {@code -Dhostile.requests=100000} makes it a long run,
 * {@code -Dhostile.seed=} another one.
 */
class HostileIT {
    private static final long SEED = Long.getLong("hostile.seed", 20261124);
    private static final long REQUESTS = Long.getLong("hostile.requests", 1_000);
    private static final int THREADS = 4;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String PASSWORD = "a sentence is easy to remember";

    /** How much of the heap may be a cache that fills, or chance; what leaks by the request is soon more. */
    private static final long HEAP_MARGIN = 16L << 20;

    private static final int MARGIN = 12;

    @TempDir
    Path folder;

    private final HostileRequests.Known known = new HostileRequests.Known();
    private final HostileRequests requests = new HostileRequests(known);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicLong> answered = new TreeMap<>();
    private final AtomicLong longestNanos = new AtomicLong();

    /** What the server holds at one moment, after its garbage is collected. */
    private record Held(long heap, int threads, long descriptors, long connections) {}

    @Test
    void neitherBreaksNorGrowsWhateverIsSent() throws Exception {
        for (int status = 100; status < 600; status++) {
            answered.put(status, new AtomicLong());
        }
        Map<String, String> environment = Map.of(
                "GROUNDWORK_DATA_DIR",
                folder.resolve("data").toString(),
                "GROUNDWORK_RATE_LIMIT",
                "false",
                "GROUNDWORK_ADMIN_EMAIL",
                "root@example.org",
                "GROUNDWORK_ADMIN_PASSWORD",
                PASSWORD);
        try (Program program = Program.start(folder, environment, "serve", "--port", "0")) {
            String base = program.awaitReady();
            Cast cast = new Cast(new Client(base));
            long quarter = Math.max(1, REQUESTS / 4);
            List<Held> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                send(base, cast, i * quarter, (i + 1) * quarter);
                held.add(held(program, base));
            }
            String summary = "seed " + SEED + ": " + statuses() + "; longest "
                    + TimeUnit.NANOSECONDS.toMillis(longestNanos.get()) + " ms; " + held;
            System.out.println(summary);
            List<String> errors = program.output()
                    .lines()
                    .filter(line -> line.contains(" ERROR "))
                    .toList();
            if (!faults.isEmpty()) {
                errors = lastWords(program, errors);
            }
            assertThat(faults).as(summary + "\n" + String.join("\n", errors)).isEmpty();
            assertThat(errors).isEmpty();
            requireNoGrowth(held.get(1), held.get(3));
            cast.client.get("/health/ready").expect(200);
            assertThat(program.terminate()).isZero();
        }
    }

    /** What its log says was wrong, and what it is doing now. */
    private static List<String> lastWords(Program program, List<String> errors) throws Exception {
        List<String> words = new ArrayList<>(errors);
        program.output()
                .lines()
                .filter(line -> line.contains(" WARN "))
                .limit(20)
                .forEach(words::add);
        words.add(jcmd(program, "Thread.print"));
        return words;
    }

    private static String jcmd(Program program, String command) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(program.handle().pid()), command).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    private static void requireNoGrowth(Held before, Held after) {
        String both = before + " then " + after;
        assertThat(after.heap()).as(both).isLessThan(before.heap() + HEAP_MARGIN);
        assertThat(after.threads()).as(both).isLessThanOrEqualTo(before.threads() + MARGIN);
        assertThat(after.descriptors()).as(both).isLessThanOrEqualTo(before.descriptors() + MARGIN);
        assertThat(after.connections()).as(both).isLessThanOrEqualTo(before.connections() + MARGIN);
    }

    private String statuses() {
        Map<Integer, Long> seen = new TreeMap<>();
        answered.forEach((status, count) -> {
            if (count.get() > 0) {
                seen.put(status, count.get());
            }
        });
        return seen.toString();
    }

    private void send(String base, Cast cast, long from, long to) throws Exception {
        AtomicLong next = new AtomicLong(from);
        int port = Integer.parseInt(base.replaceAll(".*:", ""));
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> {
                    try (RawHttp http = new RawHttp(port)) {
                        for (long number = next.getAndIncrement();
                                number < to && faults.size() < 20;
                                number = next.getAndIncrement()) {
                            sendOne(http, base, cast, number);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void sendOne(RawHttp http, String base, Cast cast, long number) throws Exception {
        HostileRequests.Request request = requests.request(SEED, number);
        @Nullable String credential;
        try {
            credential = cast.credential(number);
        } catch (IOException | AssertionError e) {
            faults.add("seed " + SEED + ", before number " + number + ": an innocent request failed: " + e);
            return;
        }
        long start = System.nanoTime();
        String fault;
        try {
            RawHttp.Answer answer = http.exchange(
                    request.bytes(credential), request.cut(), request.method().equals("HEAD"));
            fault = fault(request, answer);
            learn(answer);
        } catch (IOException | RuntimeException e) {
            fault = "no answer: " + e;
        }
        long nanos = System.nanoTime() - start;
        longestNanos.accumulateAndGet(nanos, Math::max);
        if (fault.isEmpty() && nanos > LONGEST.toNanos()) {
            fault = "took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
        }
        if (!fault.isEmpty()) {
            faults.add("seed " + SEED + ", number " + number + ": " + fault + "\n" + request.curl(base, credential));
        }
    }

    private String fault(HostileRequests.Request request, RawHttp.Answer answer) {
        java.util.Objects.requireNonNull(answered.get(answer.status())).incrementAndGet();
        if (!requests.expected(request).contains(answer.status())) {
            return answer.status() + " is not described: " + answer.text();
        }
        boolean problem = answer.header("content-type").startsWith("application/problem+json");
        if (answer.status() == 400
                && answer.body().length > 0
                && !problem
                && !request.target().startsWith("/")) {
            return "an error that is no problem: " + answer.text();
        }
        return Stream.of("PSQLException", "org.jooq", "dev.groundwork.", "SQLSTATE", "java.lang.")
                .filter(answer.text()::contains)
                .findFirst()
                .map(inside -> answer.header("content-type").contains("problem+json")
                        ? "tells of its inside: " + answer.text()
                        : "")
                .orElse("");
    }

    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final Pattern LOCATION = Pattern.compile("/v1/(?:me/|projects/[^/]+/)?([a-z]+)/([^/]+)$");

    /** What was made and what was seen are what later requests name. */
    private void learn(RawHttp.Answer answer) {
        Matcher location = LOCATION.matcher(answer.header("location"));
        if (location.find()) {
            String kind = location.group(1).equals("tokens") ? "handles" : location.group(1);
            known.add(kind.equals("members") ? "users" : kind, location.group(2));
        }
        Matcher cursor = CURSOR.matcher(answer.text());
        if (answer.status() == 200 && cursor.find()) {
            known.add("cursors", cursor.group(1));
        }
    }

    private Held held(Program program, String base) throws Exception {
        // The connections that requests left behind go first.
        Thread.sleep(500);
        long pid = program.handle().pid();
        for (int i = 0; i < 2; i++) {
            jcmd(program, "GC.run");
        }
        String figures = new Client(base).get("/metrics").expect(200).response().body();
        long heap = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)")
                .matcher(figures)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
        Matcher threads =
                Pattern.compile("jvm_threads_live_threads ([0-9.E+]+)").matcher(figures);
        assertThat(threads.find()).isTrue();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return new Held(heap, (int) Double.parseDouble(threads.group(1)), descriptors.count(), connections());
        }
    }

    /** To PostgreSQL, which has a process for each. */
    private long connections() throws IOException {
        return Program.processesUnder(folder.resolve("data")).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(ProcessHandle::children)
                .count();
    }

    /** Who sends: an administrator, somebody without rights, and nobody; a new one where one has undone themselves. */
    private final class Cast {
        private static final int LOOK_EVERY = 50;

        private final Client client;
        private Client root;
        private String refreshToken;
        private long lastRefresh = System.nanoTime();
        private volatile String administrator;
        private volatile String person;
        private int made;

        private Cast(Client client) throws Exception {
            this.client = client;
            Client.Answer login = client.post(
                            "/v1/auth/login", Map.of("login", "root@example.org", "password", PASSWORD))
                    .expect(200);
            root = client.as(login.text("accessToken"));
            refreshToken = login.text("refreshToken");
            administrator = member(true);
            person = member(false);
            furnish(client.as(person));
            furnish(client.as(administrator));
            for (String file : List.of("start.js", "swagger-ui.css", "favicon-32x32.png")) {
                known.add("files", file);
            }
            for (String setting : List.of("app.name", "flags.evaluators", "own.setting")) {
                known.add("settings", setting);
            }
            for (String role : List.of("user", "admin")) {
                known.add("roles", role);
            }
            for (String permission : List.of("users:read", "audit:read", "flags:manage")) {
                known.add("permissions", permission);
            }
        }

        private String member(boolean administers) throws Exception {
            made++;
            String email = "cast" + made + "-" + SEED + "@example.org";
            Map<String, Object> account =
                    Map.of("email", email, "password", PASSWORD, "username", "cast" + made, "emailVerified", true);
            String id = root.post("/v1/users", account).expect(201).text("id");
            known.add("users", id);
            if (administers) {
                root.put("/v1/users/" + id + "/roles/admin", Map.of()).expect(201);
            }
            return client.post("/v1/auth/login", Map.of("login", email, "password", PASSWORD))
                    .expect(200)
                    .text("accessToken");
        }

        /** Things of their own, for the others to reach for. */
        private void furnish(Client owner) throws Exception {
            for (String visibility : List.of("private", "internal", "public")) {
                String project = owner.post("/v1/projects", Map.of("name", visibility, "visibility", visibility))
                        .expect(201)
                        .text("id");
                known.add("projects", project);
                for (int i = 0; i < 4; i++) {
                    known.add(
                            "tasks",
                            owner.post("/v1/projects/" + project + "/tasks", Map.of("title", "T" + i))
                                    .expect(201)
                                    .text("id"));
                }
                known.add(
                        "activities",
                        owner.get("/v1/projects/" + project + "/history")
                                .expect(200)
                                .json()
                                .path("items")
                                .path(0)
                                .path("id")
                                .asString());
            }
            known.add(
                    "handles",
                    owner.post("/v1/me/tokens", Map.of("name", "n")).expect(201).text("id"));
        }

        /** Null for nobody. */
        private @Nullable String credential(long number) throws Exception {
            if (number % LOOK_EVERY == 0) {
                restore();
            }
            return switch (new Random(SEED + number).nextInt(10)) {
                case 0 -> null;
                case 1, 2, 3 -> person;
                default -> administrator;
            };
        }

        private synchronized void restore() throws Exception {
            if (System.nanoTime() - lastRefresh > TimeUnit.SECONDS.toNanos(40)) {
                Client.Answer refreshed = client.post("/v1/auth/refresh", Map.of("refreshToken", refreshToken))
                        .expect(200);
                root = client.as(refreshed.text("accessToken"));
                refreshToken = refreshed.text("refreshToken");
                lastRefresh = System.nanoTime();
            }
            if (client.as(administrator).get("/v1/users?limit=1").status() != 200) {
                administrator = member(true);
            }
            if (client.as(person).get("/v1/me").status() != 200) {
                person = member(false);
            }
        }
    }
}
