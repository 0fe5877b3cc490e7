package dev.groundwork.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.cache.RedisCaches.Health;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/** Three primaries without replicas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest {
    private static final int SLOTS = 16_384;

    private final List<RealRedis> nodes = new ArrayList<>();
    private RedisCaches caches;
    private RedisCaches other;

    @BeforeAll
    void form() {
        for (int i = 0; i < 3; i++) {
            nodes.add(RealRedis.started(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "1000",
                    "--cluster-require-full-coverage",
                    "no"));
        }
        for (int i = 0; i < 3; i++) {
            try (Jedis node = new Jedis("127.0.0.1", nodes.get(i).port())) {
                node.clusterAddSlots(
                        IntStream.range(SLOTS * i / 3, SLOTS * (i + 1) / 3).toArray());
                node.clusterMeet("127.0.0.1", nodes.get(0).port());
            }
        }
        for (RealRedis node : nodes) {
            RealRedis.await(Duration.ofSeconds(20), () -> knowsAll(node));
        }
        caches = connect();
        other = connect();
    }

    private static boolean knowsAll(RealRedis node) {
        try (Jedis jedis = new Jedis("127.0.0.1", node.port())) {
            String info = jedis.clusterInfo();
            return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:3")
                    && info.contains("cluster_slots_ok:16384");
        }
    }

    private RedisCaches connect() {
        URI url = URI.create("redis-cluster://127.0.0.1:" + nodes.get(0).port() + ",127.0.0.1:"
                + nodes.get(1).port());
        RedisCaches connected = RedisCaches.connect(new RedisCaches.Settings(url), InstantSource.system());
        connected.ping();
        return connected;
    }

    @AfterAll
    void stop() {
        caches.close();
        other.close();
        nodes.forEach(RealRedis::close);
    }

    @Test
    void worksWhicheverNodeAKeyLiesOn() {
        for (int i = 0; i < 30; i++) {
            UserId id = Samples.newUserId();
            caches.userCache().fill(Samples.user(id, 1));
            assertThat(other.userCache().find(id)).contains(Samples.user(id, 1));
            assertThat(caches.userCache().invalidate(id, 2)).isTrue();
            caches.userCache().fill(Samples.user(id, 1));
            assertThat(caches.userCache().find(id)).isEmpty();

            SessionHandle handle = Samples.newHandle();
            caches.sessionCache().fill(Samples.authority(handle, Instant.now()));
            assertThat(other.sessionCache().find(handle)).isPresent();

            Budget budget = new Budget("sign-in", 1, Duration.ofMinutes(1));
            assertThat(caches.rateLimiter().take(budget, handle.value()).allowed())
                    .isTrue();
            RealRedis.pause(Duration.ofMillis(300));
            other.rateLimiter().take(budget, handle.value());
            RealRedis.await(
                    Duration.ofSeconds(2),
                    () -> !other.rateLimiter().take(budget, handle.value()).allowed());
        }
        assertThat(caches.failures()).isZero();
        assertThat(other.failures()).isZero();
    }

    @Test
    void staysAwayWhileTheNodeHangsThatFailed() {
        RealRedis hanging = nodes.get(2);
        hanging.hang();
        try {
            RealRedis.await(Duration.ofSeconds(5), () -> {
                caches.userCache().find(Samples.newUserId());
                return caches.health() == Health.DOWN;
            });
            RealRedis.pause(Duration.ofMillis(1500));

            assertThat(caches.health()).isEqualTo(Health.DOWN);
        } finally {
            hanging.resume();
        }
        RealRedis.await(Duration.ofSeconds(5), () -> caches.health() == Health.UP);
        RealRedis.await(Duration.ofSeconds(5), () -> knowsAll(nodes.get(0)) && knowsAll(nodes.get(1)));
    }
}
