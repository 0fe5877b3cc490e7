package dev.groundwork.bootstrap;

import dev.groundwork.application.ChangeLag;
import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.MailDelivery;
import dev.groundwork.application.account.Mailer;
import dev.groundwork.application.audit.AuditSeals;
import dev.groundwork.bootstrap.account.LogMailer;
import dev.groundwork.bootstrap.account.SmtpMailer;
import dev.groundwork.bootstrap.configuration.Configuration;
import dev.groundwork.bootstrap.configuration.Setting;
import dev.groundwork.bootstrap.configuration.Settings;
import dev.groundwork.cache.RedisCaches;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.persistence.JooqPersistence;
import dev.groundwork.web.WebConfiguration;
import dev.groundwork.web.WebConfiguration.Health;
import dev.groundwork.web.WebServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server, and what it is made of, in the order in which it is opened; closed in reverse. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** How long requests under way may take to finish once the server is told to stop. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Settings settings;
    private final Opened opened = new Opened();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** @param settings as {@link Configuration#forServing} lets them pass */
    Server(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns once requests are served, and has said so in the log.
     *
     * @throws RuntimeException where that is impossible, its message a sentence; to be closed all the same
     */
    void start() {
        Listening listening =
                Listening.on(settings.get(Setting.HOST), settings.get(Setting.PORT), settings.get(Setting.PUBLIC_URL));
        Meanwhile<WebServer> prepared =
                opened.add(Meanwhile.make("groundwork-web", () -> WebServer.prepare(web(listening))));
        Backing backing = Backing.ofServer(settings, opened);
        Assembly assembly = Assembly.on(settings, backing, opened, Assembly.Pool.of(settings));
        JooqPersistence persistence = assembly.persistence();
        RedisCaches caches =
                opened.add(RedisCaches.connect(new RedisCaches.Settings(backing.redisUrl()), persistence.clock()));
        onceMore(caches::ping);
        Assembly.Outside outside = new Assembly.Outside(
                mailer(listening.publicUrl()), caches.userCache(), caches.sessionCache(), caches.rateLimiter());
        Groundwork groundwork = assembly.groundwork(listening.publicUrl(), outside);
        onceMore(() -> Assembly.requireFittingKeys(groundwork));
        Optional<String> setupToken = administrator(groundwork);
        BackgroundWork background = opened.add(
                new BackgroundWork(persistence.schedulerDataSource(), groundwork, persistence::keepAuditMonths));
        WebServer web = prepared.get();
        serve(web, groundwork, persistence, caches);
        background.start();
        opened.add(Following.start(groundwork::follow));
        backing.tell(listening.publicUrl());
        announce(web.baseUrl(), listening.publicUrl(), setupToken);
    }

    /**
     * The first call of a library also loads its classes. A busy machine may take longer for that than the bounds of a call allow,
     * and finds them loaded at the second.
     */
    private static void onceMore(Runnable check) {
        try {
            check.run();
        } catch (RedisCaches.Unusable | Refused busy) {
            LOG.debug("once more: {}", busy.getMessage());
            check.run();
        }
    }

    private Mailer mailer(URI publicUrl) {
        Optional<URI> server = settings.get(Setting.SMTP_URL);
        if (server.isEmpty()) {
            return new LogMailer();
        }
        String host = publicUrl.getHost();
        // An address of numbers is no mail domain.
        String domain = host.matches("(?i).*[a-z].*") && !host.contains(":") ? host : "localhost";
        return SmtpMailer.to(
                server.get().toString(),
                settings.get(Setting.PRODUCTION),
                settings.get(Setting.MAIL_FROM).orElse("groundwork@" + domain),
                domain);
    }

    /** The token of the set-up link, where nobody administers the server yet and the settings name nobody. */
    private Optional<String> administrator(Groundwork groundwork) {
        Optional<NewAdministrator> named = Configuration.administrator(settings);
        if (named.isEmpty()) {
            return groundwork.setup().open();
        }
        try {
            groundwork
                    .setup()
                    .ensureAdministrator(named.get())
                    .ifPresent(made -> LOG.info("Made the first administrator, {}", made.email()));
            return Optional.empty();
        } catch (Refused refused) {
            throw new StartRefused(
                    "GROUNDWORK_ADMIN_EMAIL names an address that has an account already; name another one.", refused);
        }
    }

    private WebConfiguration web(Listening listening) {
        return new WebConfiguration(
                listening.host(),
                listening.port(),
                settings.get(Setting.PRODUCTION),
                settings.get(Setting.TRUSTED_PROXIES),
                Set.copyOf(settings.get(Setting.CORS_ORIGINS)),
                settings.get(Setting.RATE_LIMIT),
                settings.get(Setting.REQUEST_TIMEOUT),
                metrics);
    }

    private void serve(WebServer web, Groundwork groundwork, JooqPersistence persistence, RedisCaches caches) {
        count(caches);
        FunctionTimer.builder(
                        "groundwork.changes.lag",
                        groundwork.changeLag(),
                        ChangeLag::changes,
                        ChangeLag::nanos,
                        TimeUnit.NANOSECONDS)
                .description("How long changes of settings and flags take until they count on this node")
                .register(metrics);
        FunctionCounter.builder("groundwork.mails.given.up", groundwork.mailDelivery(), MailDelivery::lettersGivenUp)
                .description("Mails that this node will not try to send again; the audit trail says which")
                .register(metrics);
        FunctionCounter.builder("groundwork.audit.entries.sealed", groundwork.auditSeals(), AuditSeals::entriesSealed)
                .description("Entries of the audit trail that this node sealed")
                .register(metrics);
        Gauge.builder("groundwork.audit.entries.unsealed", groundwork.auditSeals(), Server::unsealed)
                .description(
                        "Entries of the audit trail that wait for their seal, at most; not a number where another node seals")
                .register(metrics);
        opened.add(() -> {
            web.drain(DRAIN);
            web.close();
        });
        web.open(
                groundwork,
                Map.of(
                        "database", () -> persistence.isReachable() ? Health.UP : Health.DOWN,
                        // Without it everything is served, from PostgreSQL.
                        "redis", () -> caches.health() == RedisCaches.Health.UP ? Health.UP : Health.DEGRADED));
    }

    private void count(RedisCaches caches) {
        FunctionCounter.builder("groundwork.redis.failures", caches, RedisCaches::failures)
                .description("Calls of Redis that failed")
                .register(metrics);
        FunctionCounter.builder("groundwork.redis.breaker.openings", caches, RedisCaches::openings)
                .description("How often Redis was given up on until it is back")
                .register(metrics);
        Gauge.builder(
                        "groundwork.redis.breaker.open",
                        caches,
                        redis -> redis.health() == RedisCaches.Health.DOWN ? 1 : 0)
                .description("1 while Redis is not asked, else 0")
                .register(metrics);
        for (RedisCaches.Kind kind : RedisCaches.Kind.values()) {
            count(kind, "hit", caches, cache -> cache.hits(kind));
            count(kind, "miss", caches, cache -> cache.misses(kind));
        }
    }

    private void count(RedisCaches.Kind kind, String result, RedisCaches caches, ToDoubleFunction<RedisCaches> count) {
        FunctionCounter.builder("groundwork.cache.lookups", caches, count)
                .tags("cache", kind.name().toLowerCase(Locale.ROOT), "result", result)
                .description("How often a cache was asked, and whether its copy would do")
                .register(metrics);
    }

    private static double unsealed(AuditSeals seals) {
        OptionalLong waiting = seals.waiting();
        return waiting.isPresent() ? waiting.getAsLong() : Double.NaN;
    }

    private void announce(URI base, URI publicUrl, Optional<String> setupToken) {
        if (settings.get(Setting.PRODUCTION) && !publicUrl.getScheme().equals("https")) {
            LOG.warn("Links go to {}, which is not https; set GROUNDWORK_PUBLIC_URL to what browsers call", publicUrl);
        }
        LOG.info(
                "Groundwork is ready at {}{}{}",
                base,
                base.equals(publicUrl) ? "" : ", called " + publicUrl + " in links",
                setupToken
                        .map(token -> "; make its first administrator at " + publicUrl + "/setup?token=" + token)
                        .orElse(""));
    }

    @Override
    public void close() {
        opened.close();
    }
}
