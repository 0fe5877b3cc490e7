package dev.groundwork.bootstrap;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Says now and then how far something is, on a line of its own, for a terminal and a log alike. */
final class Progress {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final PrintWriter err;
    private final long begin = System.nanoTime();
    private long last = begin;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Says it, unless something was said a moment ago. */
    void at(Supplier<String> sentence) {
        long now = System.nanoTime();
        if (now - last >= PAUSE.toNanos()) {
            last = now;
            err.println(sentence.get());
        }
    }

    /** A number as a person reads it. */
    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** So many of them, such as {@code 1 line}, {@code 1,200 lines} or {@code 2 entries}. */
    static String counted(long count, String one) {
        String many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
        return number(count) + " " + (count == 1 ? one : many);
    }

    /** How many of these are done in a second, since the beginning. */
    long perSecond(long count) {
        return Math.round(count * 1e9 / Math.max(1, System.nanoTime() - begin));
    }
}
