package dev.groundwork.web;

import dev.groundwork.application.access.RateLimiter.Budget;
import java.time.Duration;

/** What one client may do in what time. Whoever is signed in counts as one client, everybody else by their address. */
public final class Budgets {
    /** Reading and changing things; counted by each node for itself. */
    public static final Budget API = new Budget("api", 3000, Duration.ofMinutes(1));

    /** Passwords: generous for an office behind one address, useless for guessing. */
    public static final Budget SIGN_IN = new Budget("sign-in", 60, Duration.ofMinutes(1));

    /** What makes a mail go out; charged once it is known what is wanted, beside {@link #SIGN_IN} for what is refused. */
    public static final Budget MAIL = new Budget("mail", 30, Duration.ofMinutes(10));

    private Budgets() {}

    /** Whether all nodes count together: worth a journey to the shared count only where it keeps somebody from guessing or mailing. */
    static boolean isShared(Budget budget) {
        return !budget.equals(API);
    }
}
