package dev.groundwork.bootstrap.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    /** On top of twice the usual p99, which is a few milliseconds here. */
    private static final Duration BUSY = Duration.ofMillis(100);

    private static final Report REPORT = new Report();

    @TempDir
    static Path folder;

    private static Site site;
    private static Trial trial;

    @BeforeAll
    static void start() throws Exception {
        site = new Site(folder);
        List<Site.Session> sessions = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            sessions.add(site.signIn());
        }
        trial = new Trial(site, sessions);
        trial.run("warm-up", () -> {}, WARM_UP, () -> {});
    }

    @AfterAll
    static void stop() {
        REPORT.write();
        if (site != null) {
            site.close();
        }
    }

    private static Outcome asIfNothingHappened(Outcome outcome) {
        return outcome.noErrors()
                .firstCallSlower(HICCUP)
                .usualSpeed(BUSY)
                .redisBackWithin(REDIS_BACK)
                .livesThroughout()
                .readyThroughout();
    }

    @Test
    void redisFrozen() throws Exception {
        asIfNothingHappened(trial.run("Redis frozen", site.redis()::freeze, Duration.ofSeconds(3), site.redis()::thaw))
                .require(REPORT);
    }

    @Test
    void redisFlushed() throws Exception {
        asIfNothingHappened(trial.run("Redis flushed", site.redis()::flush, Duration.ofSeconds(2), () -> {}))
                .require(REPORT);
    }

    @Test
    @Tag(LONG)
    void redisStopped() throws Exception {
        asIfNothingHappened(trial.run("Redis stopped", site.redis()::stop, Duration.ofSeconds(4), site.redis()::start))
                .require(REPORT);
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
    void postgresHanging() throws Exception {
        trial.run(
                        "PostgreSQL hanging",
                        () -> site.nodes().forEach(node -> node.database().beSilent()),
                        Duration.ofSeconds(10),
                        () -> site.nodes().forEach(node -> node.database().heal()))
                .waitAtMost(CAUGHT)
                .waitOnceKnown(CAUGHT, KNOWN)
                .backWithin(HEALED)
                .livesThroughout()
                .notReadyOnceKnown(CAUGHT)
                .threadsMoreAtMost(60)
                .require(REPORT);
    }
}
