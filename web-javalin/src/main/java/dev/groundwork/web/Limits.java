package dev.groundwork.web;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.application.access.RateLimiter.Decision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.setting.ServerValues;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Budgets per client, told in the headers of {@code draft-ietf-httpapi-ratelimit-headers} (structured fields: the policy by name,
 * then {@code q} of {@code w} seconds, {@code r} left for {@code t} seconds).
 */
final class Limits {
    private final RateLimiter shared;
    private final RateLimiter local;
    private final boolean enabled;
    private final Supplier<ServerValues> settings;

    /** @param local what this node counts alone */
    Limits(RateLimiter shared, RateLimiter local, boolean enabled, Supplier<ServerValues> settings) {
        this.settings = settings;
        this.shared = shared;
        this.local = local;
        this.enabled = enabled;
    }

    static String client(Actor actor, String address) {
        return actor instanceof Actor.User user ? "user:" + user.id() : "address:" + ClientAddress.counted(address);
    }

    /**
     * Takes one request out of the client's quota.
     *
     * @return the headers that tell how much is left
     * @throws Rejected 429 where nothing is
     */
    Map<String, String> take(Quota quota, String client) {
        if (!enabled) {
            return Map.of();
        }
        Budget budget = quota.budget(settings.get());
        RateLimiter limiter = quota.isShared() ? shared : local;
        Decision decision = limiter.take(budget, client);
        long reset = Problem.seconds(decision.resetAfter());
        Map<String, String> headers = Map.of(
                "RateLimit-Policy",
                "\"" + budget.name() + "\";q=" + budget.requests() + ";w="
                        + budget.window().toSeconds(),
                "RateLimit",
                "\"" + budget.name() + "\";r=" + decision.remaining() + ";t=" + reset);
        if (decision.allowed()) {
            return headers;
        }
        long wait = Problem.seconds(decision.retryAfter());
        Problem problem = Problem.of(Problem.Kind.RATE_LIMITED, "Too many requests; try again in " + wait + " s.");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            problem = problem.withHeader(header.getKey(), header.getValue());
        }
        throw new Rejected(problem.withHeader("Retry-After", Long.toString(wait)));
    }
}
