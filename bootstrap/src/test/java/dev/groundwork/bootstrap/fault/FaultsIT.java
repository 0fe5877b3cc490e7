package dev.groundwork.bootstrap.fault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults, on real servers and under load. Without a tag: those of every build; {@code long}: those that {@code ./groundwork test --faults}
 * adds.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.MethodName.class)
class FaultsIT {
    private static final String LONG = "long";

    private static final int CLIENTS = 6;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private static final Duration CAUGHT = Duration.ofSeconds(6);
    private static final Duration KNOWN = Duration.ofMillis(1_500);
    private static final Duration HEALED = Duration.ofSeconds(1);

    /** Of Redis: what a first call may take longer, and how soon it is used again. */
    private static final Duration HICCUP = Duration.ofMillis(250);

    private static final Duration REDIS_BACK = Duration.ofSeconds(5);

    /** What a node may have more than usual beside those that requests wait on. */
    private static final int SPARE_THREADS = 30;

    private static final String[] READS = {"me", "task", "list"};

    private static final Report REPORT = new Report();

    @TempDir
    static Path folder;

    private static Site site;
    private static Trial trial;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(folder);
        site.start();
        List<Site.Session> sessions = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            sessions.add(site.signIn());
        }
        trial = new Trial(site, sessions);
        trial.run("warm-up", () -> {}, WARM_UP, () -> {});
    }

    /** A fault that ended badly must not be the next one's. */
    @BeforeEach
    void startWhatDoesNotRun() {
        site.nodes().stream().filter(node -> !node.isRunning()).forEach(Node::start);
    }

    @AfterAll
    static void stop() {
        REPORT.write();
        if (site != null) {
            site.close();
        }
    }

    /** Redis fails in some way for some seconds, and clients see nothing of it; nobody is signed out or let back in. */
    private static void redisFails(String how, Runnable begin, Duration stay, Runnable heal) throws Exception {
        Revocations revocations = new Revocations(site);
        Outcome outcome = trial.run(
                how,
                ledger -> {
                    begin.run();
                    Waiting.pause(stay.dividedBy(2));
                    revocations.duringTheFault();
                    Waiting.pause(stay.dividedBy(2));
                },
                ledger -> heal.run());
        outcome.noErrors()
                .firstCallSlower(HICCUP)
                .usualSpeed()
                .redisBackWithin(REDIS_BACK)
                .livesThroughout()
                .readyThroughout()
                .none("session let in or out wrongly", revocations.afterTheFault())
                .require(REPORT);
    }

    @Test
    void redisFrozen() throws Exception {
        redisFails("Redis frozen", site.redis()::freeze, Duration.ofSeconds(3), site.redis()::thaw);
    }

    @Test
    @Tag(LONG)
    void redisFlushed() throws Exception {
        redisFails("Redis flushed", site.redis()::flush, Duration.ofSeconds(2), () -> {});
    }

    @Test
    @Tag(LONG)
    void redisStopped() throws Exception {
        redisFails("Redis stopped", site.redis()::stop, Duration.ofSeconds(4), site.redis()::start);
    }

    @Test
    @Tag(LONG)
    void redisUnableToSave() throws Exception {
        redisFails(
                "Redis refusing writes it can't save (MISCONF)",
                site.redis()::refuseWritesItCannotSave,
                Duration.ofSeconds(4),
                site.redis()::takeWritesAgain);
    }

    @Test
    @Tag(LONG)
    void redisWithoutReplicas() throws Exception {
        redisFails(
                "Redis refusing writes without replicas (NOREPLICAS)",
                () -> site.redis().configure("min-replicas-to-write", "1"),
                Duration.ofSeconds(4),
                () -> site.redis().configure("min-replicas-to-write", "0"));
    }

    @Test
    @Tag(LONG)
    void redisFull() throws Exception {
        redisFails(
                "Redis full (OOM)",
                () -> site.redis().configure("maxmemory", "1"),
                Duration.ofSeconds(4),
                () -> site.redis().configure("maxmemory", "0"));
    }

    /** PostgreSQL can't be reached for some time: bounded answers, the truth about it, and service as soon as it is back. */
    private static void postgresIsLost(String how, Runnable begin, Duration stay, Runnable heal) throws Exception {
        trial.withCrowd(8)
                .run(how, begin, stay, heal)
                .waitAtMost(CAUGHT)
                .waitOnceKnown(CAUGHT, KNOWN)
                .backWithin(HEALED)
                .livesThroughout()
                .notReadyOnceKnown(CAUGHT)
                .threadsMoreAtMost(CLIENTS * 8 + SPARE_THREADS)
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void postgresHanging() throws Exception {
        postgresIsLost(
                "PostgreSQL silent",
                () -> site.nodes().forEach(node -> node.database().beSilent()),
                Duration.ofSeconds(9),
                () -> site.nodes().forEach(node -> node.database().heal()));
    }

    @Test
    @Tag(LONG)
    void postgresFrozen() throws Exception {
        postgresIsLost("PostgreSQL frozen", site.postgres()::freeze, Duration.ofSeconds(12), site.postgres()::thaw);
    }

    @Test
    @Tag(LONG)
    void postgresUnreachable() throws Exception {
        postgresIsLost(
                "PostgreSQL refusing connections",
                () -> site.nodes().forEach(node -> node.database().refuse()),
                Duration.ofSeconds(9),
                () -> site.nodes().forEach(node -> node.database().heal()));
    }

    @Test
    @Tag(LONG)
    void postgresLettingNobodyIn() throws Exception {
        postgresIsLost(
                "PostgreSQL without a connection left",
                () -> site.postgres()
                        .execute(
                                "alter role groundwork_runtime connection limit 0",
                                "select pg_terminate_backend(pid) from pg_stat_activity"
                                        + " where usename = 'groundwork_runtime'"),
                Duration.ofSeconds(9),
                () -> site.postgres().execute("alter role groundwork_runtime connection limit -1"));
    }

    @Test
    void postgresKilled() throws Exception {
        trial.run("PostgreSQL killed", site::killPostgres, Duration.ofSeconds(1), site::startPostgresAgain)
                .waitAtMost(CAUGHT)
                .backWithin(Duration.ofSeconds(5))
                .livesThroughout()
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void oneBackendKilledAfterTheOther() throws Exception {
        trial.run(
                        "one backend of PostgreSQL killed, ten times",
                        ledger -> {
                            for (int i = 0; i < 10; i++) {
                                site.postgres()
                                        .execute(
                                                "select pg_terminate_backend(pid) from pg_stat_activity"
                                                        + " where usename = 'groundwork_runtime' order by state, random() limit 1");
                                Waiting.pause(Duration.ofMillis(200));
                            }
                        },
                        ledger -> {})
                .noErrorsIn(READS)
                .waitAtMost(Duration.ofSeconds(1))
                .backWithin(HEALED)
                .livesThroughout()
                .readyThroughout()
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void postgresReadOnly() throws Exception {
        trial.run(
                        "PostgreSQL read-only",
                        () -> site.postgres()
                                .execute(
                                        "alter system set default_transaction_read_only = on",
                                        "select pg_reload_conf()"),
                        Duration.ofSeconds(4),
                        () -> site.postgres()
                                .execute(
                                        "set default_transaction_read_only = off",
                                        "alter system reset default_transaction_read_only",
                                        "select pg_reload_conf()"))
                .noErrorsIn(READS)
                .waitAtMost(KNOWN)
                .backWithin(HEALED)
                .livesThroughout()
                .readyThroughout()
                .require(REPORT);
    }

    /** Somebody else's transaction holds this, until it is told to let go. */
    private static Outcome locked(String what, Trial trial, String lock) throws Exception {
        try (Connection other = site.postgres().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            return trial.run(
                    what,
                    ledger -> {
                        statement.execute(lock.formatted(ledger.project()));
                        statement.execute("select pg_sleep(5)");
                    },
                    ledger -> other.rollback());
        }
    }

    @Test
    @Tag(LONG)
    void tasksLockedByASlowQuery() throws Exception {
        locked(
                        "a slow query that holds rows",
                        trial,
                        "select t.id from app.tasks t join app.projects p on p.id = t.project_id where p.uuid = '%s'"
                                + " for update of t")
                .noErrorsIn("me", "task", "list", "create")
                .waitAtMost(Duration.ofSeconds(4))
                .backWithin(HEALED)
                .livesThroughout()
                .readyThroughout()
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void tasksLockedAsATable() throws Exception {
        locked("a table locked against changes", trial, "lock table app.tasks in share mode")
                .noErrorsIn(READS)
                .waitAtMost(Duration.ofSeconds(4))
                .backWithin(HEALED)
                .livesThroughout()
                .readyThroughout()
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void poolExhausted() throws Exception {
        locked("the pool exhausted by waiting changes", trial.withCrowd(30), "lock table app.tasks in share mode")
                .waitAtMost(CAUGHT)
                .backWithin(HEALED)
                .livesThroughout()
                .readyThroughout()
                .threadsMoreAtMost(CLIENTS * 30 + SPARE_THREADS)
                .require(REPORT);
    }

    /** The mail server fails in some way while people register: nobody notices, and each gets the mail, or two. */
    private static void mailFails(String how, Runnable begin, Runnable heal) throws Exception {
        try (Registrations registrations = Registrations.start(site)) {
            Outcome outcome = trial.run(how, begin, Duration.ofSeconds(4), heal);
            registrations.stop();
            outcome.noErrors()
                    .livesThroughout()
                    .readyThroughout()
                    .bar("people registered", String.valueOf(registrations.count()), registrations.count() > 0)
                    .none("mail lost", registrations.unmailed(Duration.ofMinutes(2)))
                    .none("mail sent more than twice", registrations.mailedTooOften())
                    .none("mail without its row", registrations.strangers())
                    .require(REPORT);
        }
    }

    @Test
    @Tag(LONG)
    void mailServerDown() throws Exception {
        mailFails("mail server down", site.mailRelay()::refuse, site.mailRelay()::heal);
    }

    @Test
    @Tag(LONG)
    void mailServerSilent() throws Exception {
        mailFails("mail server silent", site.mailRelay()::beSilent, site.mailRelay()::heal);
    }

    @Test
    @Tag(LONG)
    void mailServerSlow() throws Exception {
        mailIs("mail server slow", MailServer.Mood.SLOW);
    }

    @Test
    @Tag(LONG)
    void mailServerRefusing() throws Exception {
        mailIs("mail server refusing for now", MailServer.Mood.REFUSING);
    }

    @Test
    @Tag(LONG)
    void mailServerForgetful() throws Exception {
        mailIs("mail server gone before it says that it took a mail", MailServer.Mood.FORGETFUL);
    }

    private static void mailIs(String how, MailServer.Mood mood) throws Exception {
        mailFails(how, () -> site.mail().is(mood), () -> site.mail().is(MailServer.Mood.WELL));
    }

    private static void slowClients(String how, Consumer<SlowClients> behaviour) throws Exception {
        try (SlowClients slow = new SlowClients(site.first(), site.signIn().token())) {
            trial.run(how, () -> behaviour.accept(slow), Duration.ofSeconds(6), slow::close)
                    .noErrors()
                    .usualSpeed()
                    .livesThroughout()
                    .readyThroughout()
                    .require(REPORT);
        }
    }

    @Test
    @Tag(LONG)
    void clientsWithSlowHeaders() throws Exception {
        slowClients("300 clients with headers that never end", slow -> slow.headers(300));
    }

    @Test
    @Tag(LONG)
    void clientsWithSlowBodies() throws Exception {
        String path = "/v1/projects/" + site.newProject("slow bodies") + "/tasks";
        slowClients("300 clients with bodies that take for ever", slow -> slow.bodies(300, path));
    }

    @Test
    @Tag(LONG)
    void clientsThatDoNotRead() throws Exception {
        slowClients("300 clients that do not read", slow -> slow.readers(300, "/openapi.json"));
    }

    @Test
    @Tag(LONG)
    void serverTerminatedUnderLoad() throws Exception {
        List<Integer> codes = new ArrayList<>();
        AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);
        trial.run(
                        "each node told to stop (SIGTERM), one after the other",
                        ledger -> {
                            for (Node node : site.nodes()) {
                                long begin = System.nanoTime();
                                codes.add(node.terminate());
                                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                                longest.updateAndGet(known -> known.compareTo(took) > 0 ? known : took);
                                node.start();
                            }
                        },
                        ledger -> {})
                .noErrors()
                .bar("exit codes 0", String.valueOf(codes), codes.equals(List.of(0, 0)))
                .bar("stopped after", Duration.ofSeconds(10), longest.get())
                .require(REPORT);
    }

    @Test
    @Timeout(900)
    void serverKilled() throws Exception {
        int kills = Integer.getInteger("groundwork.faults.kills");
        List<Duration> starts = new ArrayList<>();
        try (Registrations registrations = Registrations.start(site)) {
            Outcome outcome = trial.run(
                    "a node killed (SIGKILL), times: " + kills,
                    ledger -> {
                        for (int i = 0; i < kills; i++) {
                            Waiting.pause(Duration.ofMillis(
                                    ThreadLocalRandom.current().nextInt(200, 1_500)));
                            Node node = site.nodes().get(i % 2);
                            node.kill();
                            starts.add(node.start());
                        }
                    },
                    ledger -> {});
            registrations.stop();
            outcome.waitAtMost(Duration.ofSeconds(10))
                    .bar("serves again within", site.allowedStart(Duration.ofSeconds(10)), Collections.max(starts))
                    .pastAsAcknowledged(site.ada())
                    .none("mail without its row", registrations.strangers())
                    .none("mail sent more than twice", registrations.mailedTooOften());
            if (kills > 1) {
                // A letter that the killed node was about to send is taken on by another after two minutes.
                outcome.none("mail lost", registrations.unmailed(Duration.ofMinutes(3)));
            }
            outcome.require(REPORT);
        }
    }

    @Test
    @Tag(LONG)
    void serverKilledBeforeItTellsOfARevocation() throws Exception {
        Site.Session ended = site.signIn();
        List<Duration> heard = new ArrayList<>();
        trial.run(
                        "a node killed between a revocation's commit and its invalidation",
                        ledger -> {
                            site.nodes().forEach(node -> node.statusOf("/v1/me", ended.token()));
                            site.first().redis().beSilent();
                            Thread ending =
                                    Thread.ofVirtual().start(() -> site.first().end(ended));
                            Waiting.until("the revocation is committed", () -> site.isRevoked(ended));
                            site.first().kill();
                            long begin = System.nanoTime();
                            Waiting.until(
                                    "the other node refuses the session",
                                    () -> site.second().statusOf("/v1/me", ended.token()) == 401);
                            heard.add(Duration.ofNanos(System.nanoTime() - begin));
                            ending.join();
                        },
                        ledger -> {
                            site.first().redis().heal();
                            site.first().start();
                        })
                .bar("the other node refuses", Duration.ofSeconds(5), heard.getFirst())
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void heapUnderPressure() throws Exception {
        String path = "/v1/projects/" + site.newProject("big bodies") + "/tasks/batch";
        String item = Json.object(Map.of("title", "t", "description", "d".repeat(9_000)));
        String body = "{\"items\": [" + String.join(",", Collections.nCopies(110, item)) + "]}";
        try (Node small = site.node("C", Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -Xmx96m -Xss512k"))) {
            small.start();
            List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
            trial.run(
                            "a heap of 96 MiB and 60 bodies of a megabyte at once, for seconds",
                            ledger -> {
                                long end = System.nanoTime()
                                        + Duration.ofSeconds(8).toNanos();
                                List<Thread> clients = new ArrayList<>();
                                String token = site.signIn().token();
                                for (int i = 0; i < 60; i++) {
                                    clients.add(Thread.ofVirtual().start(() -> {
                                        while (System.nanoTime() < end) {
                                            answers.add(small.statusOfPost(path, token, body));
                                        }
                                    }));
                                }
                                for (Thread client : clients) {
                                    client.join();
                                }
                            },
                            ledger -> Waiting.until("it serves", () -> small.statusOf("/health/ready", "") == 200))
                    .none(
                            "answer but 200, 413 and 503",
                            answers.stream()
                                    .filter(status -> !List.of(200, 413, 503).contains(status))
                                    .map(String::valueOf)
                                    .toList())
                    .bar("it lives", String.valueOf(small.isRunning()), small.isRunning())
                    .require(REPORT);
        }
    }
}
