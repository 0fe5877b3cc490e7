package dev.groundwork.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RedisUrlTest {

    private static RedisUrl url(String text) {
        return RedisUrl.of(URI.create(text));
    }

    @Test
    void readsOneServerWithItsDefaults() {
        RedisUrl url = url("redis://cache.example");

        assertThat(url.nodes()).containsExactly(new HostAndPort("cache.example", 6379));
        assertThat(url.cluster()).isFalse();
        assertThat(url.tls()).isFalse();
        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
        assertThat(url.database()).isZero();
    }

    @Test
    void readsUserPasswordAndDatabase() {
        RedisUrl url = url("rediss://app:p%40ss%3A+word@[::1]:7000/3");

        assertThat(url.nodes()).containsExactly(new HostAndPort("::1", 7000));
        assertThat(url.tls()).isTrue();
        assertThat(url.user()).isEqualTo("app");
        assertThat(url.password()).isEqualTo("p@ss:+word");
        assertThat(url.database()).isEqualTo(3);
    }

    @Test
    void readsThePasswordOfTheDefaultUser() {
        RedisUrl url = url("redis://:secret@cache.example");

        assertThat(url.user()).isNull();
        assertThat(url.password()).isEqualTo("secret");
    }

    @Test
    void readsTheNodesOfACluster() {
        RedisUrl url = url("redis-cluster://app:secret@one:7000,two:7001,three");

        assertThat(url.cluster()).isTrue();
        assertThat(url.nodes())
                .containsExactly(
                        new HostAndPort("one", 7000), new HostAndPort("two", 7001), new HostAndPort("three", 6379));
        assertThat(url.password()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:secret@cache.example",
                "redis:secret",
                "redis://:secret@one,two",
                "redis://:secret@one:0",
                "redis://:secret@one:70000",
                "redis://:secret@one/db",
                "redis://:secret@one/1?x=y",
                "redis-cluster://:secret@one,two/1",
                "redis-cluster://:secret@one,,two",
                "redis://secret@one"
            })
    void refusesWhatItCannotUseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> url(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The Redis URL ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("secret");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(url("redis-cluster://app:hunter2@one,two:7001").toString())
                .isEqualTo("redis-cluster://***@one:6379,two:7001");
        assertThat(new RedisCaches.Settings(URI.create("rediss://:hunter2@one/4")).toString())
                .isEqualTo("Settings[rediss://***@one:6379/4]");
    }
}
