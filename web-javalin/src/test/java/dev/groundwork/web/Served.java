package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Ports;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.memory.MovableClock;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.web.WebConfiguration.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A system in memory behind the real server, with what tests reach for. */
final class Served implements AutoCloseable {
    static final String PASSWORD = "a sentence is easy to remember";
    static final String PUBLIC_ORIGIN = "http://localhost:8080";
    static final String CORS_ORIGIN = "https://app.example.org";

    private static final Origin ORIGIN = Origin.internal("test");

    private final InMemory system;
    private final Groundwork groundwork;
    private final WebServer server;

    private Served(InMemory system, Groundwork groundwork, WebServer server) {
        this.system = system;
        this.groundwork = groundwork;
        this.server = server;
    }

    static Served start() {
        return start(configuration());
    }

    static Served start(Configuration configuration) {
        return start(configuration, ports -> ports);
    }

    /** With some of the system's adapters replaced. */
    static Served start(Configuration configuration, UnaryOperator<Ports> change) {
        InMemory system = configuration.rateLimit
                ? new InMemory(MovableClock.stoppedAt(Instant.parse("2026-11-24T12:00:00Z")))
                : new InMemory();
        Groundwork changed = new Groundwork(
                change.apply(system.groundwork().ports()), system.groundwork().policies());
        WebServer server = WebServer.prepare(configuration.build());
        server.open(changed, configuration.dependencies);
        return new Served(system, changed, server);
    }

    static Configuration configuration() {
        return new Configuration();
    }

    /** How the server is configured, where a test wants it otherwise. */
    static final class Configuration {
        private boolean production;
        private boolean rateLimit;
        private List<String> trustedProxies = List.of();
        private Duration requestTimeout = Duration.ofSeconds(8);
        private final Map<String, Supplier<Health>> dependencies = new LinkedHashMap<>();

        Configuration production() {
            production = true;
            return this;
        }

        /** On a clock that stands still: no budget fills again while a test empties it. */
        Configuration rateLimited() {
            rateLimit = true;
            return this;
        }

        Configuration trusting(String... proxies) {
            trustedProxies = List.of(proxies);
            return this;
        }

        Configuration requestTimeout(Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        Configuration dependency(String name, Supplier<Health> health) {
            dependencies.put(name, health);
            return this;
        }

        private WebConfiguration build() {
            return new WebConfiguration(
                    "127.0.0.1",
                    0,
                    production,
                    trustedProxies,
                    Set.of(CORS_ORIGIN),
                    rateLimit,
                    requestTimeout,
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }
    }

    Client client() {
        return new Client(server.baseUrl());
    }

    InMemory system() {
        return system;
    }

    /** The use cases behind the server; what they take back counts there at once. */
    Groundwork groundwork() {
        return groundwork;
    }

    WebServer server() {
        return server;
    }

    String tokenMailedTo(String email) {
        return system.tokenMailedTo(EmailAddress.parse(email));
    }

    /** Makes and proves an account, by HTTP. */
    void register(String username) {
        String email = username + "@example.org";
        client().post("/v1/auth/register", Map.of("email", email, "password", PASSWORD, "username", username))
                .expect(202);
        client().post("/v1/auth/verify-email", Map.of("token", tokenMailedTo(email)))
                .expect(204);
    }

    /** A client that is signed in as a new account of that name. */
    Client signedIn(String username) {
        register(username);
        return client().as(login(username).text("accessToken"));
    }

    /** A client that is signed in as a new administrator of that name. */
    Client administrator(String username) {
        return administratorUntil(username, null);
    }

    /** A client that is signed in as somebody who is an administrator for that long. */
    Client administratorFor(String username, Duration time) {
        return administratorUntil(username, Instant.now().plus(time));
    }

    private Client administratorUntil(String username, @Nullable Instant end) {
        Client client = signedIn(username);
        groundwork
                .grants()
                .grant(Actor.SystemActor.operator(ORIGIN), actor(client).id(), RoleName.ADMIN, end);
        return client;
    }

    /** Who a client is signed in as. */
    Actor.User actor(Client client) {
        return groundwork.sessions().byAccessToken(client.accessToken(), ORIGIN);
    }

    /** Suspends an account from the machine itself; there has to be an administrator. */
    void suspend(String user) {
        Input suspended = Input.of(Map.of("status", "suspended"));
        groundwork
                .users()
                .change(
                        Actor.SystemActor.operator(Origin.internal("test")),
                        new UserId(UUID.fromString(user)),
                        AccountChange.parse(suspended, LocalDate.EPOCH),
                        null);
    }

    /** What the audit trail holds about an account, newest first. */
    List<Activity> audited(String user) {
        return system.groundwork()
                .ports()
                .work()
                .in(
                        new Actor.SystemActor("test", Origin.internal("test")),
                        tx -> tx.activities()
                                .list("users", user, Page.Request.first())
                                .items());
    }

    /** Answers what twenty threads get that ask at the same moment. */
    static List<Client.Answer> twentyTimes(Supplier<Client.Answer> ask) {
        CountDownLatch ready = new CountDownLatch(20);
        Callable<Client.Answer> one = () -> {
            ready.countDown();
            ready.await();
            return ask.get();
        };
        List<Client.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Client.Answer> answer : threads.invokeAll(Collections.nCopies(20, one))) {
                answers.add(answer.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError("one of the threads failed", e);
        }
        return answers;
    }

    Client.Answer login(String username) {
        return client().post("/v1/auth/login", Map.of("login", username, "password", PASSWORD))
                .expect(200);
    }

    /** The cookie, as {@code name=value}, of a new session of that account. */
    String cookie(String username) {
        return client().post("/v1/auth/login", Map.of("login", username, "password", PASSWORD, "mode", "cookie"))
                .expect(200)
                .header("Set-Cookie")
                .replaceAll(";.*", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
