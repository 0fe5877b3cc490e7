package dev.groundwork.application.access;

import java.time.Duration;
import java.util.Objects;

/**
 * Counts what clients do against budgets. It never throws and never waits for long: where the shared count can't be reached, each
 * node counts for itself. Safe for use by several threads.
 */
@FunctionalInterface
public interface RateLimiter {

    /**
     * So many requests in so long a time.
     *
     * @param name what it is for, such as {@code sign-in}; lower-case letters and hyphens
     * @param requests more than zero
     * @param window more than zero
     */
    record Budget(String name, int requests, Duration window) {
        public Budget {
            Objects.requireNonNull(name);
            if (requests < 1 || window.isNegative() || window.isZero()) {
                throw new IllegalArgumentException("a budget allows something within some time");
            }
        }
    }

    /**
     * What the count says.
     *
     * @param remaining how many requests are left, zero or more
     * @param resetAfter when the budget is whole again
     * @param retryAfter when the next single request fits; zero where this one did
     */
    record Decision(boolean allowed, int remaining, Duration resetAfter, Duration retryAfter) {
        public Decision {
            Objects.requireNonNull(resetAfter);
            Objects.requireNonNull(retryAfter);
        }
    }

    /** Takes one request out of the client's budget. */
    Decision take(Budget budget, String client);
}
