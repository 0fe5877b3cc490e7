package dev.groundwork.cache;

import dev.groundwork.cache.RedisCaches.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The way to Redis. A call ends within a quarter of a second, whatever hangs, and never throws; while Redis is known to be away
 * nothing is called, and a probe in the background finds out when it is back. Safe for use by several threads.
 */
public final class Redis implements AutoCloseable {
    private static final Duration LONGEST_CALL = Duration.ofMillis(250);
    private static final Duration LONGEST_PING = Duration.ofSeconds(4);
    private static final Duration PROBED_EVERY = Duration.ofMillis(500);
    private static final int CONNECTIONS = 16;
    private static final int WAITING = 1000;

    private final RedisUrl url;
    private final Breaker breaker;
    private final ThreadPoolExecutor callers = callers();
    private final ScheduledExecutorService prober =
            Executors.newSingleThreadScheduledExecutor(daemons("groundwork-redis-probe"));
    private final ScheduledFuture<?> probing;
    private volatile String suspect = "groundwork:v1:probe";
    private volatile @Nullable UnifiedJedis client;
    private volatile boolean closed;

    Redis(RedisUrl url) {
        this.url = url;
        this.breaker = new Breaker(url.servers());
        this.probing = prober.scheduleWithFixedDelay(
                this::probe, PROBED_EVERY.toMillis(), PROBED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What {@code script} answers; empty where that is nothing, or Redis could not be asked. */
    public Optional<Object> run(Script script, String key, String... arguments) {
        if (isAway()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(within(LONGEST_CALL, script, key, arguments));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            failed(key, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            failed(key, e);
        }
        return Optional.empty();
    }

    /** Whether nothing is called at the moment, so that nothing need be made ready for it either. */
    boolean isAway() {
        return closed || breaker.isOpen();
    }

    Health health() {
        return breaker.health();
    }

    long failures() {
        return breaker.failures();
    }

    long openings() {
        return breaker.openings();
    }

    /**
     * Asks again where no answer came in time: a call's bound is for requests, and a machine on which much starts at once is slower.
     *
     * @throws RedisCaches.Unusable with a sentence for an operator
     */
    void ping() {
        long end = System.nanoTime() + LONGEST_PING.toNanos();
        while (true) {
            try {
                within(Duration.ofNanos(end - System.nanoTime()), Script.PROBE, "groundwork:v1:probe");
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RedisCaches.Unusable("Waiting for Redis at " + url.servers() + " was interrupted.", e);
            } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
                Trouble trouble = Trouble.of(e, url);
                if (trouble.kind() != Trouble.Kind.UNUSABLE) {
                    return;
                }
                if (!Trouble.isSlowness(e) || System.nanoTime() > end - LONGEST_CALL.toNanos()) {
                    throw new RedisCaches.Unusable(trouble.sentence(), e);
                }
            }
        }
    }

    /**
     * By a thread of ours, since a caller's own could be held for longer than any socket timeout: by a name server that does not
     * answer, by a reply that trickles in, by one timeout after the other.
     */
    private @Nullable Object within(Duration limit, Script script, String key, String... arguments)
            throws InterruptedException, ExecutionException, TimeoutException {
        Future<@Nullable Object> answer = callers.submit(() -> ask(script, key, arguments));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            // Not interrupted: what was sent already is read to its end, or the socket times out.
            answer.cancel(false);
        }
    }

    private @Nullable Object ask(Script script, String key, String... arguments) {
        UnifiedJedis redis = client();
        try {
            return redis.evalsha(script.sha1(), List.of(key), List.of(arguments));
        } catch (JedisNoScriptException e) {
            return redis.eval(script.text(), List.of(key), List.of(arguments));
        }
    }

    private void failed(String key, Throwable failure) {
        if (!closed && breaker.failed(Trouble.of(failure, url))) {
            suspect = key;
            dropIdleConnections();
        }
    }

    /** On the server that the key belongs to which failed: of a cluster, another may be well. */
    private void probe() {
        if (breaker.health() == Health.UP) {
            return;
        }
        try {
            ask(Script.PROBE, "groundwork:v1:probe:{" + suspect + "}");
            breaker.recovered();
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e, url);
            if (trouble.kind() == Trouble.Kind.MEMORY_FULL) {
                breaker.answersAgain(trouble);
            } else {
                dropIdleConnections();
            }
        }
    }

    /** They lead to a server that is gone, and each would fail once more after it is back. */
    private void dropIdleConnections() {
        switch (client) {
            case RedisClient one -> one.getPool().clear();
            case RedisClusterClient many -> many.getClusterNodes().values().forEach(GenericObjectPool::clear);
            case null, default -> {}
        }
    }

    /** Made by the first who needs it and can: a cluster that is away can't tell its nodes. */
    private UnifiedJedis client() {
        UnifiedJedis made = client;
        if (made != null) {
            return made;
        }
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (client == null) {
                client = connect();
            }
            return client;
        }
    }

    private UnifiedJedis connect() {
        if (url.cluster()) {
            return RedisClusterClient.builder()
                    .nodes(url.nodes())
                    .clientConfig(clientConfig())
                    .poolConfig(poolConfig())
                    .maxAttempts(3)
                    .maxTotalRetriesDuration(LONGEST_CALL)
                    .build();
        }
        return RedisClient.builder()
                .hostAndPort(url.nodes().iterator().next())
                .clientConfig(clientConfig())
                .poolConfig(poolConfig())
                .build();
    }

    private JedisClientConfig clientConfig() {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) LONGEST_CALL.toMillis())
                .socketTimeoutMillis((int) LONGEST_CALL.toMillis())
                .user(url.user())
                .password(url.password())
                .database(url.database())
                .resp2()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        return (url.tls() ? config.sslOptions(SslOptions.defaults()) : config).build();
    }

    private static GenericObjectPoolConfig<Connection> poolConfig() {
        GenericObjectPoolConfig<Connection> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(CONNECTIONS);
        config.setMaxIdle(CONNECTIONS);
        config.setMaxWait(LONGEST_CALL);
        config.setJmxEnabled(false);
        return config;
    }

    private static ThreadPoolExecutor callers() {
        ThreadPoolExecutor callers = new ThreadPoolExecutor(
                CONNECTIONS,
                CONNECTIONS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                daemons("groundwork-redis"));
        callers.allowCoreThreadTimeOut(true);
        return callers;
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().name(name + "-", 1).daemon().factory();
    }

    @Override
    public void close() {
        closed = true;
        probing.cancel(false);
        prober.shutdownNow();
        callers.shutdownNow();
        synchronized (this) {
            if (client != null) {
                client.close();
            }
        }
    }
}
