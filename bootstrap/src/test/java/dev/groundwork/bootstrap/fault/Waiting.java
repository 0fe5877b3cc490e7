package dev.groundwork.bootstrap.fault;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits that end. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Waiting() {}

    /** Looks every few milliseconds, for half a minute at most. */
    static void until(String what, BooleanSupplier holds) {
        if (!until(LONGEST, holds)) {
            throw new AssertionError("not within " + LONGEST + ": " + what);
        }
    }

    /** Whether it came true in time. */
    static boolean until(Duration longest, BooleanSupplier holds) {
        long end = System.nanoTime() + longest.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause(Duration.ofMillis(5));
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the suite", e);
        }
    }
}
