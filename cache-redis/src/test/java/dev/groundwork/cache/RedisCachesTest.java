package dev.groundwork.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.application.access.RateLimiter.Decision;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.contract.RateLimiterContract;
import dev.groundwork.application.contract.SessionCacheContract;
import dev.groundwork.application.contract.UserCacheContract;
import dev.groundwork.application.session.SessionCache;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/** Two nodes with one Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisCachesTest {
    private static final Duration NEAR_COPIES_GONE = Duration.ofMillis(850);

    private RealRedis redis;
    private Jedis behind;
    private RedisCaches here;
    private RedisCaches there;

    @BeforeAll
    void start() {
        redis = RealRedis.started();
        behind = redis.client();
        here = redis.caches();
        there = redis.caches();
    }

    @AfterAll
    void stop() {
        here.close();
        there.close();
        behind.close();
        redis.close();
    }

    @Nested
    class TheUserCache implements UserCacheContract {
        @Override
        public UserCache userCache() {
            return here.userCache();
        }
    }

    @Nested
    class TheSessionCache implements SessionCacheContract {
        @Override
        public SessionCache sessionCache() {
            return here.sessionCache();
        }
    }

    @Nested
    class TheRateLimiter implements RateLimiterContract {
        @Override
        public RateLimiter rateLimiter() {
            return here.rateLimiter();
        }
    }

    @Nested
    class TheRateLimiterWithoutRedis implements RateLimiterContract {
        private final RateLimiter alone = closed().rateLimiter();

        @Override
        public RateLimiter rateLimiter() {
            return alone;
        }
    }

    private RedisCaches closed() {
        RedisCaches caches = redis.caches();
        caches.close();
        return caches;
    }

    @Nested
    class Users {
        private final UserCache cache = here.userCache();
        private final UserCache other = there.userCache();
        private final UserId id = Samples.newUserId();
        private final String key = "groundwork:v1:user:" + id;

        @Test
        void givesBackOnEveryNodeWhatWasKept() {
            User user = Samples.user(id, 3);
            cache.fill(user);

            assertThat(cache.find(id)).contains(user);
            assertThat(other.find(id)).contains(user);
        }

        @Test
        void countsWhoWasAnsweredByACopyAndWhoWasNot() {
            long hits = here.hits(RedisCaches.Kind.USERS);
            long misses = here.misses(RedisCaches.Kind.USERS);
            User user = Samples.user(id, 1);

            assertThat(cache.find(id)).isEmpty();
            cache.get(id, () -> user);
            assertThat(here.misses(RedisCaches.Kind.USERS) - misses).isEqualTo(2);
            assertThat(here.hits(RedisCaches.Kind.USERS)).isEqualTo(hits);

            cache.get(id, () -> user);
            assertThat(cache.find(id)).isPresent();
            RealRedis.pause(NEAR_COPIES_GONE);
            cache.get(id, () -> user);
            assertThat(here.hits(RedisCaches.Kind.USERS) - hits).isEqualTo(3);
            assertThat(here.misses(RedisCaches.Kind.USERS) - misses).isEqualTo(2);
        }

        @Test
        void keepsACopyForAnHourAtMostAndNotAllEquallyLong() {
            cache.fill(Samples.user(id, 1));
            UserId second = Samples.newUserId();
            cache.fill(Samples.user(second, 1));

            long lives = behind.pttl(key);
            assertThat(lives).isBetween(3_200_000L, 3_600_000L);
            assertThat(behind.pttl("groundwork:v1:user:" + second)).isNotEqualTo(lives);
        }

        @Test
        void prefersTheNewerCopy() {
            cache.fill(Samples.user(id, 2));
            other.fill(Samples.user(id, 1));

            RealRedis.pause(NEAR_COPIES_GONE);
            assertThat(cache.find(id)).contains(Samples.user(id, 2));
            assertThat(other.find(id)).contains(Samples.user(id, 2));
        }

        @Test
        void dropsWhatIsOutOfDateOnEveryOtherNodeWithinASecond() {
            cache.fill(Samples.user(id, 1));
            assertThat(other.find(id)).isPresent();

            cache.invalidate(id, 2);

            RealRedis.await(Duration.ofSeconds(1), () -> other.find(id).isEmpty());
        }

        @Test
        void refusesTheCopyOfASlowReaderOnEveryNode() {
            cache.invalidate(id, 2);

            cache.fill(Samples.user(id, 1));
            other.fill(Samples.user(id, 1));

            assertThat(cache.find(id)).isEmpty();
            RealRedis.pause(NEAR_COPIES_GONE);
            assertThat(other.find(id)).isEmpty();
            assertThat(behind.get(key)).isEqualTo("2");
            assertThat(behind.pttl(key)).isBetween(50_000L, 60_000L);
        }

        @Test
        void takesTheCopyThatTheInvalidationSpokeOf() {
            cache.invalidate(id, 2);
            cache.fill(Samples.user(id, 2));

            assertThat(other.find(id)).contains(Samples.user(id, 2));
        }

        @Test
        void anOldInvalidationLeavesANewerCopyAlone() {
            cache.fill(Samples.user(id, 5));
            cache.invalidate(id, 4);

            assertThat(cache.find(id)).isPresent();
            assertThat(other.find(id)).isPresent();
        }

        @Test
        void dropsAndDeletesWhatIsNoCopyOfOurs() {
            String[] garbage = {
                "",
                "garbage",
                "1 run {",
                "1 " + run() + " {",
                "1 " + run() + " {\"id\":null}",
                "1 " + run() + " null",
                "1 " + run() + " [1,2,3]"
            };
            for (String entry : garbage) {
                behind.set(key, entry);

                assertThat(cache.find(id)).as(entry).isEmpty();

                cache.fill(Samples.user(id, 2));
                assertThat(other.find(id)).as(entry).isPresent();
                behind.del(key);
                RealRedis.pause(NEAR_COPIES_GONE);
            }
            behind.set(key, "1 " + run() + " {");
            assertThat(cache.find(id)).isEmpty();
            assertThat(behind.exists(key)).isFalse();
            assertThat(here.health()).isEqualTo(RedisCaches.Health.UP);
        }

        @Test
        void dropsAnEntryOfAnotherType() {
            behind.lpush(key, "foreign");

            assertThat(cache.find(id)).isEmpty();
            assertThat(behind.exists(key)).isFalse();

            behind.lpush(key, "foreign");
            cache.fill(Samples.user(id, 1));
            assertThat(other.find(id)).isPresent();

            behind.del(key);
            behind.lpush(key, "foreign");
            assertThat(cache.invalidate(id, 2)).isTrue();
            assertThat(behind.get(key)).isEqualTo("2");
            assertThat(here.health()).isEqualTo(RedisCaches.Health.UP);
        }

        @Test
        void dropsTheCopyOfSomebodyElse() {
            cache.fill(Samples.user(id, 1));
            UserId another = Samples.newUserId();
            behind.set("groundwork:v1:user:" + another, behind.get(key));

            assertThat(cache.find(another)).isEmpty();
            assertThat(behind.exists("groundwork:v1:user:" + another)).isFalse();
        }

        @Test
        void believesNoCopyThatAnEarlierRunOfTheServerKept() {
            cache.fill(Samples.user(id, 1));
            behind.set(key, behind.get(key).replace(run(), "0".repeat(40)));

            assertThat(other.find(id)).isEmpty();
        }

        private String run() {
            return behind.info("server").replaceFirst("(?s).*run_id:(\\w+).*", "$1");
        }

        /** Whoever changes the shape of a copy raises the version in the keys, or two releases misread each other. */
        @Test
        void keepsTheShapeThatItsVersionPromises() {
            cache.fill(Samples.user(new UserId(new UUID(0, 7)), 1));

            assertThat(behind.get("groundwork:v1:user:00000000-0000-0000-0000-000000000007"))
                    .isEqualTo("1 " + run() + " " + """
                    {"id":{"value":"00000000-0000-0000-0000-000000000007"},"email":{"value":"ada@example.org"},\
                    "emailVerified":true,"profile":{"username":{"value":"ada"},"firstName":"Ada",\
                    "lastName":"Lovelace, née Byron","avatarUrl":"https://example.org/ada.png",\
                    "phone":"+44 20 7946 0000","dateOfBirth":"1990-12-10",\
                    "preferences":{"timezone":"Europe/London","language":"en-GB"}},"status":"ACTIVE",\
                    "activity":{"lastLoginAt":"2026-11-24T10:00:00.123456Z","passwordChangedAt":null},\
                    "revision":{"createdAt":"2026-11-24T10:00:00.123456Z",\
                    "updatedAt":"2026-11-24T10:00:01.123456Z","version":1}}""");
        }
    }

    @Nested
    class SessionsOfPeople {
        private final SessionCache cache = here.sessionCache();
        private final SessionCache other = there.sessionCache();
        private final SessionHandle handle = Samples.newHandle();

        @Test
        void givesBackOnEveryNodeWhatWasKept() {
            Authority authority = Samples.authority(handle, Instant.now());
            cache.fill(authority);

            assertThat(cache.find(handle)).contains(authority);
            assertThat(other.find(handle)).contains(authority);
        }

        @Test
        void forgetsACopyWithinASecond() {
            cache.fill(Samples.authority(handle, Instant.now()));

            assertThat(behind.pttl("groundwork:v1:session:" + handle)).isBetween(1L, 1000L);
            RealRedis.pause(Duration.ofMillis(1050));
            assertThat(cache.find(handle)).isEmpty();
        }

        @Test
        void prefersWhatWasReadLater() {
            Instant now = Instant.now();
            cache.fill(Samples.authority(handle, now));
            other.fill(Samples.authority(handle, now.minusMillis(5)));

            assertThat(cache.find(handle)).contains(Samples.authority(handle, now));
            assertThat(redis.caches().sessionCache().find(handle)).contains(Samples.authority(handle, now));
        }

        @Test
        void dropsTheCopyHereAtOnceAndThereWithinASecond() {
            cache.fill(Samples.authority(handle, Instant.now()));
            assertThat(other.find(handle)).isPresent();

            cache.invalidate(handle);

            assertThat(cache.find(handle)).isEmpty();
            RealRedis.await(Duration.ofSeconds(1), () -> other.find(handle).isEmpty());
        }

        @Test
        void dropsACopyThatAClockAheadOfOursStamped() {
            Instant ahead = Instant.now().plusMillis(60);
            cache.fill(Samples.authority(handle, ahead));

            cache.invalidate(handle);
            other.fill(Samples.authority(handle, ahead));

            assertThat(cache.find(handle)).isEmpty();
        }

        @Test
        void refusesWhatWasReadBeforeTheInvalidation() {
            Instant before = Instant.now();
            cache.invalidate(handle);

            cache.fill(Samples.authority(handle, before));
            other.fill(Samples.authority(handle, before));

            assertThat(cache.find(handle)).isEmpty();
            assertThat(redis.caches().sessionCache().find(handle)).isEmpty();
        }

        @Test
        void keepsTheShapeThatItsVersionPromises() {
            SessionHandle fixed = new SessionHandle("AAAAAAAAAAAAAAAAAAAAAA");
            cache.fill(Samples.authority(fixed, Instant.parse("2026-11-24T11:00:00.000001Z")));

            assertThat(behind.get("groundwork:v1:session:" + fixed))
                    .startsWith("1795518000000001 ")
                    .endsWith("""
                    {"session":{"handle":{"value":"AAAAAAAAAAAAAAAAAAAAAA"},\
                    "user":{"value":"00000000-0000-0001-0000-000000000002"},"mode":"TOKEN",\
                    "device":{"members":{"sizes":[1.5,7,null,true]}},"ipAddress":"192.0.2.7","userAgent":null,"createdAt":"2026-11-24T10:00:00.123456Z",\
                    "lastActivity":"2026-11-24T10:00:00.123456Z","expiresAt":"2026-11-25T10:00:00.123456Z"},\
                    "status":"ACTIVE","permissions":{"held":[{"permission":{"name":"audit:read"},\
                    "role":{"value":"admin"},"expiresAt":null},{"permission":{"name":"metrics:read"},\
                    "role":{"value":"operator"},"expiresAt":"2026-11-24T10:00:00.123456Z"}]},\
                    "readAt":"2026-11-24T11:00:00.000001Z"}""");
        }
    }

    @Nested
    class Rates {
        private final String client = Samples.newHandle().value();
        private final Budget budget = new Budget("sign-in", 3, Duration.ofMinutes(1));

        @Test
        void countsWhatAClientDoesOnAllNodesTogether() {
            assertThat(here.rateLimiter().take(budget, client))
                    .isEqualTo(new Decision(true, 2, Duration.ofSeconds(20), Duration.ZERO));
            here.rateLimiter().take(budget, client);
            assertThat(there.rateLimiter().take(budget, client).remaining())
                    .as("nobody waits to hear of the other node")
                    .isEqualTo(2);

            RealRedis.pause(Duration.ofMillis(300));
            there.rateLimiter().take(budget, client);
            // It has told what it counted, and heard what there is.
            RealRedis.pause(Duration.ofMillis(300));
            Decision refused = there.rateLimiter().take(budget, client);

            assertThat(refused.allowed()).isFalse();
            assertThat(refused.remaining()).isZero();
            assertThat(refused.resetAfter()).isBetween(Duration.ofSeconds(55), Duration.ofMinutes(1));
        }

        @Test
        void givesEachShareBackInItsTime() {
            Budget quick = new Budget("quick", 2, Duration.ofMillis(600));
            here.rateLimiter().take(quick, client);
            here.rateLimiter().take(quick, client);
            assertThat(here.rateLimiter().take(quick, client).allowed()).isFalse();

            RealRedis.pause(Duration.ofMillis(350));

            assertThat(here.rateLimiter().take(quick, client).allowed()).isTrue();
        }

        @Test
        void neverWritesDownWhoTheClientIs() {
            here.rateLimiter().take(budget, "192.0.2.77");
            RealRedis.await(
                    Duration.ofSeconds(2),
                    () -> !behind.keys("groundwork:v1:rate:*").isEmpty());

            assertThat(behind.keys("groundwork:v1:rate:*")).isNotEmpty().noneMatch(key -> key.contains("192.0.2.77"));
        }
    }

    @Test
    void refusesAUrlThatItCannotUse() {
        assertThatThrownBy(() -> new RedisCaches.Settings(URI.create("mysql://:secret@one")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void hasNothingOnceClosed() {
        RedisCaches closed = closed();
        UserId id = Samples.newUserId();

        closed.userCache().fill(Samples.user(id, 1));

        assertThat(there.userCache().find(id)).isEmpty();
        assertThat(closed.userCache().invalidate(id, 2)).isFalse();
        assertThat(closed.rateLimiter()
                        .take(new Budget("x", 1, Duration.ofMinutes(1)), "a")
                        .allowed())
                .isTrue();
    }
}
