package dev.groundwork.bootstrap.bench;

import com.sun.management.OperatingSystemMXBean;
import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import dev.groundwork.bootstrap.whole.Program;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures Groundwork beside the limit doing the same work, on this machine and in this run, and prints a table:
 *
 * <pre>./groundwork bench [--tasks NUMBER] [--seconds NUMBER] [--turns NUMBER]</pre>
 *
 * A benchmark and no test: it fails only where something is broken, never because a machine is busy.
 */
public final class Bench {
    private static final int CLIENTS = 8;

    /** Until Java has compiled what a load needs; most servers run for weeks. */
    private static final Duration WARMING = Duration.ofSeconds(15);

    private static final int SOME_TASKS = 200;
    private static final int PAGE = 50;
    private static final int FAR_PAGE = 2_000;
    private static final int SIGNING_IN_AT_ONCE = 200;
    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final Path folder;
    private final Path launcher;
    private final Duration run;
    private final int turns;
    private final List<Figure> figures = new ArrayList<>();

    private Bench(Path folder, Path launcher, Duration run, int turns) {
        this.folder = folder;
        this.launcher = launcher;
        this.run = run;
        this.turns = turns;
    }

    public static void main(String[] arguments) throws Exception {
        int tasks = 100_000;
        int seconds = 4;
        int turns = 5;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (!value.matches("[1-9]\\d{0,7}")) {
                refuse(arguments[i] + " takes a number from 1 on, such as --tasks 100000.");
            }
            switch (arguments[i]) {
                case "--tasks" -> tasks = Integer.parseInt(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--turns" -> turns = Integer.parseInt(value);
                default -> refuse("bench knows --tasks, --seconds and --turns, and not " + arguments[i] + ".");
            }
        }
        Path folder = Files.createTempDirectory("groundwork-bench");
        try {
            Path launcher = Path.of(System.getProperty("groundwork.root"), "groundwork");
            new Bench(folder, launcher, Duration.ofSeconds(seconds), turns).run(tasks);
        } finally {
            remove(folder);
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(2);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }

    private void run(int tasks) throws Exception {
        tell("a permission check and a flag, embedded");
        embedded();
        tell("a server with %,d tasks".formatted(tasks));
        try (Deployment deployment = Deployment.start(Files.createDirectory(folder.resolve("one")), tasks);
                Program empty = emptyHandler()) {
            long idle = residentMebibytes(deployment.pid());
            me(deployment, URI.create(empty.awaitReady()));
            tasks(deployment, tasks);
            signIn(deployment);
            figures.add(new Figure(
                    "memory",
                    "%d MiB after start".formatted(idle),
                    "",
                    "%d MiB at most under load".formatted(peakMebibytes(deployment.pid())),
                    "256, 512"));
        }
        tell("starts");
        starts();
        System.out.println("\n" + machine() + "\n\n| work | measured | beside | figure | bar |\n|---|---|---|---|---|");
        figures.forEach(figure -> System.out.println(figure.line()));
    }

    private static void tell(String what) {
        System.err.println("  measuring " + what + " …");
    }

    private static String machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return "%d cores, %d GiB, Java %s, load of the machine at the end %.1f"
                .formatted(
                        system.getAvailableProcessors(),
                        system.getTotalMemorySize() >> 30,
                        Runtime.version(),
                        system.getSystemLoadAverage());
    }

    private void embedded() throws Exception {
        Map<String, String> bars = Map.of("permissionCheck", "1,000 ns", "percentageRule", "2,000 ns");
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(EmbeddedBenchmark.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run()) {
            String name = result.getPrimaryResult().getLabel();
            figures.add(new Figure(
                    name.equals("permissionCheck")
                            ? "permission check, embedded, warm"
                            : "flag with one percentage rule, embedded, warm",
                    "",
                    "",
                    "%.0f ns".formatted(result.getPrimaryResult().getScore()),
                    bars.getOrDefault(name, "")));
        }
    }

    private void me(Deployment deployment, URI empty) throws Exception {
        tell("GET /v1/me beside an empty handler");
        byte[] me = Connection.request("GET", "/v1/me", deployment.token(), null);
        byte[] nothing = Connection.request("GET", "/", null, null);
        Load.run(deployment.base(), CLIENTS, WARMING, n -> me, 200);
        Load.run(empty, CLIENTS, WARMING, n -> nothing, 200);
        List<Double> slow = new ArrayList<>();
        List<Double> slowest = new ArrayList<>();
        Duel duel = Duel.of(
                turns,
                () -> counted(Load.run(deployment.base(), CLIENTS, run, n -> me, 200), slow),
                () -> counted(Load.run(empty, CLIENTS, run, n -> nothing, 200), slowest));
        figures.add(rate("GET /v1/me", duel, "an empty handler", "0.5"));
        double ours = Duel.middle(slow.stream().mapToDouble(x -> x).toArray());
        double theirs = Duel.middle(slowest.stream().mapToDouble(x -> x).toArray());
        figures.add(new Figure(
                "GET /v1/me, p99",
                millis(ours),
                "an empty handler's " + millis(theirs),
                "%.1f times".formatted(ours / theirs),
                "3"));
    }

    private static double counted(Load.Result result, List<Double> slow) {
        if (result.others() > 0) {
            throw new IllegalStateException(result.others() + " requests were not answered as they should be");
        }
        slow.add(result.percentile(99));
        return result.perSecond();
    }

    private static double counted(Load.Result result) {
        return counted(result, new ArrayList<>());
    }

    private void tasks(Deployment deployment, int tasks) throws Exception {
        Optional<Pgbench> found = Pgbench.find(deployment);
        if (found.isEmpty()) {
            System.err.println(
                    "  no pgbench on this machine (it comes with PostgreSQL's server): tasks are not measured");
            return;
        }
        Pgbench pgbench = found.get();
        List<String> ids = deployment.tasks(SOME_TASKS);
        String one = ids.getFirst();

        tell("one task by id beside pgbench");
        Transcript read = Transcript.of(deployment, "GET", "/v1/tasks/" + one, null);
        List<String> reads =
                ids.stream().limit(20).map(id -> read.script().replace(one, id)).toList();
        List<byte[]> requests = ids.stream()
                .map(id -> Connection.request("GET", "/v1/tasks/" + id, deployment.token(), null))
                .toList();
        compare(
                "one task by id",
                deployment,
                pgbench,
                new Work(n -> requests.get((int) (n % SOME_TASKS)), 200),
                reads,
                List.of("select * from app.tasks where uuid = '" + one + "';\n"),
                "0.35");

        tell("pages of 50 of " + tasks);
        String list = "/v1/projects/" + deployment.project() + "/tasks?limit=" + PAGE;
        String far = list + "&cursor=" + cursor(deployment, list, Math.min(FAR_PAGE, tasks / PAGE) - 1);
        byte[] first = Connection.request("GET", list, deployment.token(), null);
        byte[] late = Connection.request("GET", far, deployment.token(), null);
        Transcript page = Transcript.of(deployment, "GET", list, null);
        compare(
                "page of 50 of %,d tasks".formatted(tasks),
                deployment,
                pgbench,
                new Work(n -> first, 200),
                List.of(page.script()),
                List.of(bareList(page)),
                "0.35");
        Duel pages = Duel.of(
                turns,
                () -> counted(Load.run(deployment.base(), CLIENTS, run, n -> first, 200)),
                () -> counted(Load.run(deployment.base(), CLIENTS, run, n -> late, 200)));
        figures.add(new Figure(
                "page %,d of them".formatted(Math.min(FAR_PAGE, tasks / PAGE)),
                perSecond(pages.limit()),
                "page 1, " + perSecond(pages.ours()),
                "%.2f of its time".formatted(pages.ratio()),
                "1.2"));

        tell("creating a task beside pgbench");
        String create = "/v1/projects/" + deployment.project() + "/tasks";
        String body = "{\"title\": \"Write the first program\", \"priority\": \"high\", \"labels\": [\"x\"]}";
        byte[] creation = Connection.request("POST", create, deployment.token(), body);
        Transcript write = Transcript.of(deployment, "POST", create, body);
        compare(
                "create a task, with its audit row",
                deployment,
                pgbench,
                new Work(n -> creation, 201),
                List.of(write.script()),
                List.of(BARE_INSERTS.replace("PROJECT", deployment.project())),
                "0.4");
    }

    /** The table's row and a log's row, as somebody would write them who needs no more. */
    private static final String BARE_INSERTS = """
            begin;
            insert into bench.tasks (project, title) values ('PROJECT', 'Write the first program');
            insert into bench.log (project, entry) values ('PROJECT', '{"title": "Write the first program"}');
            commit;
            """;

    /** The statement that reads the rows, alone: without transaction, context and role. */
    private static String bareList(Transcript page) {
        return page.transactions().stream()
                        .flatMap(List::stream)
                        .filter(statement -> statement.contains("\"tasks\""))
                        .max(Comparator.comparingInt(String::length))
                        .orElseThrow()
                        .replaceAll("\\s+", " ")
                + ";\n";
    }

    /** @param expected the status that counts */
    private record Work(java.util.function.LongFunction<byte[]> next, int expected) {}

    private void compare(
            String what,
            Deployment deployment,
            Pgbench pgbench,
            Work work,
            List<String> same,
            List<String> bare,
            String farGoal)
            throws Exception {
        Load.run(deployment.base(), CLIENTS, WARMING, work.next(), work.expected());
        Duel duel = Duel.of(
                turns,
                () -> counted(Load.run(deployment.base(), CLIENTS, run, work.next(), work.expected())),
                () -> pgbench.run(same, CLIENTS, run));
        figures.add(rate(what, duel, "pgbench, the same transaction", "0.5"));
        double alone = pgbench.runBare(bare, CLIENTS, run);
        figures.add(new Figure(
                what,
                perSecond(duel.ours()),
                "the bare statements, " + perSecond(alone),
                "%.2f".formatted(duel.ours() / alone),
                farGoal + " (far goal)"));
    }

    private static String cursor(Deployment deployment, String list, int pages) throws IOException {
        try (Connection connection = new Connection(deployment.base())) {
            String cursor = "";
            for (int i = 0; i < pages; i++) {
                String path = cursor.isEmpty() ? list : list + "&cursor=" + cursor;
                connection.send(Connection.request("GET", path, deployment.token(), null));
                Matcher next = CURSOR.matcher(connection.body());
                if (!next.find()) {
                    throw new IllegalStateException("no next page after page " + (i + 1));
                }
                cursor = next.group(1);
            }
            return cursor;
        }
    }

    private void signIn(Deployment deployment) throws Exception {
        tell("signing in beside Argon2id alone");
        // Few per second, so that it takes long until all of it is compiled.
        Load.run(deployment.base(), CLIENTS, WARMING.multipliedBy(3), Deployment::signIn, 200);
        Duel duel = Duel.of(
                turns, () -> counted(Load.run(deployment.base(), CLIENTS, run, Deployment::signIn, 200)), this::hashes);
        figures.add(rate("sign in", duel, "Argon2id alone", "0.85"));

        tell("refreshing beside signing in");
        refreshes(deployment, WARMING);
        Duel refreshing = Duel.of(
                turns,
                () -> refreshes(deployment, run),
                () -> counted(Load.run(deployment.base(), CLIENTS, run, Deployment::signIn, 200)));
        figures.add(rate("refresh", refreshing, "signing in", "10"));

        tell("GET /v1/me while " + SIGNING_IN_AT_ONCE + " sign in");
        byte[] me = Connection.request("GET", "/v1/me", deployment.token(), null);
        Thread crowd = Thread.ofPlatform().start(() -> {
            try {
                Load.run(
                        deployment.base(),
                        SIGNING_IN_AT_ONCE,
                        Duration.ofSeconds(20),
                        SIGNING_IN_AT_ONCE,
                        Deployment::signIn,
                        200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Load.Result reading = Load.run(deployment.base(), 2, Duration.ofSeconds(4), n -> me, 200);
        crowd.join(TimeUnit.SECONDS.toMillis(30));
        figures.add(new Figure(
                "GET /v1/me while %d sign in at once, p99".formatted(SIGNING_IN_AT_ONCE),
                "%,d answers, %d others".formatted(reading.answers(), reading.others()),
                "",
                millis(reading.percentile(99)),
                "250 ms"));
    }

    /** Hashes per second of as many threads as cores, with the library and at the cost that sign-in uses. */
    private double hashes() throws InterruptedException {
        Argon2 argon2 = Argon2Factory.create(Argon2Factory.Argon2Types.ARGON2id, 16, 32);
        byte[] password = "a sentence is easy to remember".getBytes(StandardCharsets.UTF_8);
        String hash = argon2.hash(2, 19_456, 1, password.clone());
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        long end = start + run.toNanos();
        List<Thread> threads = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    while (System.nanoTime() < end) {
                        argon2.verify(hash, password.clone());
                        done.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    /** Refreshes per second: each client spends a token for the next. */
    private static double refreshes(Deployment deployment, Duration time) throws Exception {
        List<String> tokens = new ArrayList<>();
        try (Connection connection = new Connection(deployment.base())) {
            for (int i = 0; i < CLIENTS; i++) {
                tokens.add(Deployment.signIn(connection, i).refreshToken());
            }
        }
        AtomicLong done = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Thread> threads = tokens.stream()
                .map(first -> Thread.ofPlatform().start(() -> {
                    try (Connection connection = new Connection(deployment.base())) {
                        String token = first;
                        while (System.nanoTime() < end) {
                            byte[] request = Connection.request(
                                    "POST", "/v1/auth/refresh", null, "{\"refreshToken\": \"" + token + "\"}");
                            if (connection.send(request) != 200) {
                                failed.incrementAndGet();
                                return;
                            }
                            token = Deployment.Tokens.of(connection.body()).refreshToken();
                            done.incrementAndGet();
                        }
                    } catch (IOException e) {
                        failed.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " of " + CLIENTS + " clients could not go on refreshing");
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    /** By the launcher, as a user does it. */
    private void starts() throws Exception {
        Path servers = Files.createDirectory(folder.resolve("servers"));
        Map<String, String> embedded = Map.of("GROUNDWORK_DATA_DIR", servers.toString(), "GROUNDWORK_PORT", "0");
        startSeconds(embedded);
        double[] whole = new double[turns];
        for (int i = 0; i < turns; i++) {
            whole[i] = startSeconds(embedded);
        }
        figures.add(
                new Figure("start to ready, embedded servers, data there", "", "", seconds(Duel.middle(whole)), "4 s"));
        // A second server on what the first has started: its PostgreSQL and Redis are up and stay so.
        try (RunningServers running = RunningServers.start(Files.createDirectory(folder.resolve("running")))) {
            startSeconds(running.settings());
            double[] alone = new double[turns];
            for (int i = 0; i < turns; i++) {
                alone[i] = startSeconds(running.settings());
            }
            figures.add(new Figure(
                    "start to ready, PostgreSQL and Redis up", "", "", seconds(Duel.middle(alone)), "1.5 s on JDK 25"));
        }
    }

    private double startSeconds(Map<String, String> settings) throws Exception {
        long start = System.nanoTime();
        try (Program program = Program.launch(launcher, folder, settings, "serve")) {
            program.awaitReady();
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static Program emptyHandler() throws IOException {
        return Program.java(List.of("-cp", System.getProperty("java.class.path"), EmptyHandler.class.getName()));
    }

    private static long residentMebibytes(long pid) throws IOException {
        return status(pid, "VmRSS");
    }

    private static long peakMebibytes(long pid) throws IOException {
        return status(pid, "VmHWM");
    }

    private static long status(long pid, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Figure rate(String work, Duel duel, String beside, String bar) {
        return new Figure(
                work,
                perSecond(duel.ours()),
                beside + ", " + perSecond(duel.limit()),
                "%.2f".formatted(duel.ratio()),
                bar);
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%.1f/s" : "%,.0f/s", rate);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
