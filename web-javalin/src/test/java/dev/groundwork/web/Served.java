package dev.groundwork.web;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Ports;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.application.memory.MovableClock;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.web.WebConfiguration.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A system in memory behind the real server, with what tests reach for. */
final class Served implements AutoCloseable {
    static final String PASSWORD = "a sentence is easy to remember";
    static final String PUBLIC_ORIGIN = "http://localhost:8080";
    static final String CORS_ORIGIN = "https://app.example.org";

    private final InMemory system;
    private final WebServer server;

    private Served(InMemory system, WebServer server) {
        this.system = system;
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
        return new Served(system, WebServer.start(changed, configuration.build()));
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
                    dependencies,
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }
    }

    Client client() {
        return new Client(server.baseUrl());
    }

    InMemory system() {
        return system;
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
