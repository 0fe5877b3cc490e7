package dev.groundwork.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a deployment wants to be reached. The base of links comes from {@link dev.groundwork.application.Policies#publicUrl()}.
 *
 * @param port 0 picks a free one
 * @param production secure cookies under the {@code __Host-} prefix, and HSTS
 * @param trustedProxies CIDR blocks or addresses whose {@code X-Forwarded-For} is believed
 * @param corsOrigins exact origins, such as {@code https://app.example.org}
 * @param rateLimit whether clients have budgets at all
 * @param requestTimeout the deadline of one request, its body included
 * @param metrics where the server's figures are kept
 */
public record WebConfiguration(
        String host,
        int port,
        boolean production,
        List<String> trustedProxies,
        Set<String> corsOrigins,
        boolean rateLimit,
        Duration requestTimeout,
        PrometheusMeterRegistry metrics) {
    public WebConfiguration {
        Objects.requireNonNull(host);
        Objects.requireNonNull(metrics);
        trustedProxies = List.copyOf(trustedProxies);
        corsOrigins = Set.copyOf(corsOrigins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("a request needs some time");
        }
    }

    /** How a dependency is doing. */
    public enum Health {
        UP,
        /** Something is slower or missing; requests are served all the same. */
        DEGRADED,
        /** Nothing can be served without it. */
        DOWN
    }
}
