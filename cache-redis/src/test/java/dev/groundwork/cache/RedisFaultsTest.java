package dev.groundwork.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.cache.RedisCaches.Health;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/** What Redis may do to us, and what nobody may notice of it. */
class RedisFaultsTest {
    /** A quarter of a second, and what a busy machine adds. */
    private static final Duration ONE_WAIT = Duration.ofMillis(600);

    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
    private static final Duration NEAR_COPIES_GONE = Duration.ofMillis(850);

    private final RealRedis redis = RealRedis.started();
    private final RedisCaches caches = redis.caches();
    private final UserId id = Samples.newUserId();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RedisCaches.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
        caches.close();
        redis.close();
    }

    private static Duration time(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void everyCallIsAnsweredWithoutRedis() {
        UserId unknown = Samples.newUserId();
        SessionHandle handle = Samples.newHandle();
        assertThat(caches.userCache().find(unknown)).isEmpty();
        assertThat(caches.userCache().get(unknown, () -> Samples.user(unknown, 1)))
                .isEqualTo(Samples.user(unknown, 1));
        assertThat(caches.userCache().invalidate(unknown, 2)).isFalse();
        assertThat(caches.sessionCache()
                        .get(handle, Instant.EPOCH, () -> Optional.of(Samples.authority(handle, Instant.now()))))
                .isPresent();
        caches.sessionCache().invalidate(handle);
        assertThat(caches.sessionCache().find(handle)).isEmpty();
        Budget budget = new Budget("sign-in", 2, Duration.ofMinutes(1));
        String client = handle.value();
        assertThat(caches.rateLimiter().take(budget, client).allowed()).isTrue();
        assertThat(caches.rateLimiter().take(budget, client).remaining()).isZero();
        assertThat(caches.rateLimiter().take(budget, client).allowed()).isFalse();
    }

    private void isBack() {
        RealRedis.await(BACK_WITHIN, () -> caches.health() == Health.UP);
        UserId fresh = Samples.newUserId();
        caches.userCache().fill(Samples.user(fresh, 1));
        try (Jedis behind = redis.client()) {
            assertThat(behind.exists("groundwork:v1:user:" + fresh)).isTrue();
        }
    }

    @Test
    void goesOnWithoutARedisThatWasStoppedAndIsBackWithinFiveSeconds() {
        caches.userCache().fill(Samples.user(id, 1));
        redis.kill();

        assertThat(time(this::everyCallIsAnsweredWithoutRedis)).isLessThan(ONE_WAIT);
        assertThat(caches.health()).isEqualTo(Health.DOWN);
        assertThat(caches.failures()).isEqualTo(1);
        assertThat(caches.openings()).isEqualTo(1);

        redis.start();
        isBack();
    }

    @Test
    void aHangingRedisCostsOneCallAQuarterOfASecondAndTheNextNothing() {
        redis.hang();

        assertThat(time(() -> caches.userCache().find(id))).isLessThan(ONE_WAIT);
        assertThat(caches.health()).isEqualTo(Health.DOWN);
        for (int second = 0; second < 2; second++) {
            for (int call = 0; call < 20; call++) {
                assertThat(time(this::everyCallIsAnsweredWithoutRedis)).isLessThan(ONE_WAIT);
            }
            assertThat(caches.health()).isEqualTo(Health.DOWN);
            RealRedis.pause(Duration.ofSeconds(1));
        }
        assertThat(caches.failures()).isEqualTo(1);

        redis.resume();
        isBack();
    }

    /** One after the other by sixteen connections they would wait for two seconds and a half. */
    @Test
    void manyThreadsWaitForAHangingRedisTogetherAndNotOneAfterTheOther() throws Exception {
        redis.hang();
        try (ExecutorService executor = Executors.newFixedThreadPool(160)) {
            List<Future<Duration>> times = executor.invokeAll(Collections.nCopies(
                    160, () -> time(() -> caches.userCache().find(Samples.newUserId()))));
            for (Future<Duration> one : times) {
                assertThat(one.get()).isLessThan(Duration.ofMillis(1200));
            }
        } finally {
            redis.resume();
        }
    }

    @Test
    void whatChangedWhileRedisHungIsNotServedWhenItIsBack() {
        caches.userCache().fill(Samples.user(id, 1));
        redis.hang();
        caches.userCache().find(Samples.newUserId());

        assertThat(caches.userCache().invalidate(id, 2)).isFalse();

        redis.resume();
        isBack();
        assertThat(caches.userCache().find(id)).isEmpty();
        assertThat(caches.userCache().get(id, () -> Samples.user(id, 2))).isEqualTo(Samples.user(id, 2));
    }

    @Test
    void aServerThatStartsFromAnOldSnapshotBringsNothingBack() throws IOException {
        try (RealRedis saving = RealRedis.started("--dbfilename", "dump.rdb");
                RedisCaches here = saving.caches();
                RedisCaches there = saving.caches()) {
            here.userCache().fill(Samples.user(id, 1));
            try (Jedis behind = saving.client()) {
                behind.save();
            }
            assertThat(here.userCache().invalidate(id, 2)).isTrue();
            saving.kill();
            saving.start();

            try (Jedis behind = saving.client()) {
                assertThat(behind.get("groundwork:v1:user:" + id)).startsWith("1 ");
            }
            there.userCache().find(id);
            RealRedis.await(BACK_WITHIN, () -> there.health() == Health.UP);
            assertThat(there.userCache().find(id)).isEmpty();
            assertThat(there.health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void worksOnAfterAFlush() {
        caches.userCache().fill(Samples.user(id, 1));
        try (Jedis behind = redis.client()) {
            behind.flushAll();
            behind.scriptFlush();
        }
        RealRedis.pause(NEAR_COPIES_GONE);

        assertThat(caches.userCache().find(id)).isEmpty();
        caches.userCache().fill(Samples.user(id, 2));
        try (RedisCaches other = redis.caches()) {
            assertThat(other.userCache().find(id)).contains(Samples.user(id, 2));
        }
        assertThat(caches.failures()).isZero();
    }

    @Test
    void aRedisThatIsFullForgetsWhatItIsToldToThoughItKeepsNothingNew() {
        caches.userCache().fill(Samples.user(id, 1));
        UserId unknown = Samples.newUserId();
        try (Jedis behind = redis.client()) {
            behind.configSet("maxmemory-policy", "noeviction");
            behind.configSet("maxmemory", "1");

            caches.userCache().fill(Samples.user(unknown, 1));
            assertThat(caches.health()).isEqualTo(Health.DEGRADED);
            assertThat(behind.exists("groundwork:v1:user:" + unknown)).isFalse();

            assertThat(caches.userCache().invalidate(id, 2)).isTrue();
            assertThat(behind.get("groundwork:v1:user:" + id)).isEqualTo("2");
            Budget budget = new Budget("sign-in", 1, Duration.ofMinutes(1));
            assertThat(caches.rateLimiter().take(budget, "a").allowed()).isTrue();
            assertThat(caches.rateLimiter().take(budget, "a").allowed()).isFalse();

            RealRedis.pause(Duration.ofMillis(1100));
            assertThat(caches.health()).isEqualTo(Health.DEGRADED);
            behind.configSet("maxmemory", "0");
        }
        isBack();
    }

    @Test
    void aRedisThatRefusesWritesIsNotBelievedEither() throws IOException {
        try (RedisCaches reader = redis.caches();
                Jedis behind = redis.client()) {
            caches.userCache().fill(Samples.user(id, 1));
            behind.configSet("min-replicas-to-write", "1");

            assertThat(caches.userCache().invalidate(id, 2)).isFalse();

            assertThat(reader.userCache().find(id)).isEmpty();
            assertThat(reader.health()).isEqualTo(Health.DOWN);
            everyCallIsAnsweredWithoutRedis();
            RealRedis.pause(Duration.ofMillis(1100));
            assertThat(caches.health()).isEqualTo(Health.DOWN);

            behind.configSet("min-replicas-to-write", "0");
        }
        isBack();
    }

    @Test
    void aRedisThatCannotSaveIsNotBelievedEither() throws IOException {
        try (RealRedis broken = RealRedis.started();
                RedisCaches reader = broken.caches();
                Jedis behind = broken.client()) {
            reader.userCache().fill(Samples.user(id, 1));
            behind.configSet("save", "3600 1");
            String folder = behind.configGet("dir").get("dir");
            Path gone = Files.createDirectory(Path.of(folder, "gone"));
            behind.configSet("dir", gone.toString());
            Files.delete(gone);
            behind.bgsave();
            RealRedis.await(BACK_WITHIN, () -> behind.info("persistence").contains("rdb_last_bgsave_status:err"));
            RealRedis.pause(NEAR_COPIES_GONE);

            assertThat(reader.userCache().find(id)).isEmpty();
            assertThat(reader.health()).isEqualTo(Health.DOWN);

            behind.configSet("dir", folder);
            behind.bgsave();
            RealRedis.await(BACK_WITHIN, () -> reader.health() == Health.UP);
        }
    }

    @Test
    void saysOnceThatRedisIsAwayAndOnceThatItIsBack() {
        redis.kill();
        for (int i = 0; i < 50; i++) {
            caches.userCache().find(Samples.newUserId());
        }
        RealRedis.pause(Duration.ofMillis(1200));
        redis.start();
        isBack();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Redis at 127.0.0.1:" + redis.port()
                                + " closed the connection; if it always does, it may ask for TLS (rediss://)."
                                + " Going on without it; the database decides.",
                        "Redis at 127.0.0.1:" + redis.port() + " is back.");
    }

    @Test
    void connectsLaterToARedisThatIsNotThereYet() {
        redis.kill();
        try (RedisCaches early = RedisCaches.connect(new RedisCaches.Settings(redis.url()), InstantSource.system())) {
            assertThat(early.userCache().find(id)).isEmpty();
            redis.start();

            RealRedis.await(BACK_WITHIN, () -> early.health() == Health.UP);
        }
    }

    private static void cannotUse(URI url, String sentence) {
        try (RedisCaches caches = RedisCaches.connect(new RedisCaches.Settings(url), InstantSource.system())) {
            assertThatThrownBy(caches::ping)
                    .isInstanceOf(RedisCaches.Unusable.class)
                    .hasMessage(sentence);
        }
    }

    @Test
    void saysWhyAServerCannotBeUsed() throws IOException {
        String at = "Redis at 127.0.0.1:" + redis.port() + " ";
        cannotUse(URI.create("redis://127.0.0.1:" + redis.port() + "/99"), at + "has no database 99.");
        cannotUse(
                URI.create("redis-cluster://127.0.0.1:" + redis.port()),
                at + "is no cluster; its URL begins with redis://.");
        cannotUse(URI.create("rediss://127.0.0.1:" + redis.port()), at + "does not answer in time; does it speak TLS?");
        cannotUse(URI.create("redis://nobody.invalid:1"), "Redis at nobody.invalid:1 can't be found: no such host.");
        try (Jedis behind = redis.client()) {
            behind.configSet("requirepass", "hunter1");
        }
        cannotUse(redis.url(), at + "asks for a password; write it into its URL.");
        cannotUse(
                URI.create("redis://:hunter2@127.0.0.1:" + redis.port()),
                at + "does not accept the user or the password of its URL.");
        redis.hang();
        cannotUse(URI.create("redis://:hunter1@127.0.0.1:" + redis.port()), at + "does not answer in time.");
        redis.kill();
        cannotUse(redis.url(), at + "can't be reached; is it running, and is the address right?");
    }

    @Test
    void saysThatAServerIsNoRedis() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAsAWebServer(web));

            cannotUse(
                    URI.create("redis://127.0.0.1:" + web.getLocalPort()),
                    "Redis at 127.0.0.1:" + web.getLocalPort()
                            + " is something else: it does not speak as Redis does.");
        }
    }

    private static void answerAsAWebServer(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            socket.getInputStream().read();
            out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            RealRedis.pause(Duration.ofMillis(500));
        } catch (IOException e) {
            // the test closed the door
        }
    }
}
