package dev.groundwork.bootstrap.fault;

/**
 * One request as its client saw it.
 *
 * @param begin in the terms of {@link System#nanoTime}, as the end
 * @param status 0 where the connection ended before the answer did, {@link #TIMED_OUT}, or {@link #REFUSED}
 */
record Sample(long begin, long end, String route, int status) {
    static final int LOST = 0;
    /** No whole answer came within {@link Wire#LONGEST_WAIT}. */
    static final int TIMED_OUT = -1;
    /** No node listened. */
    static final int REFUSED = -2;

    boolean failed() {
        return status >= 500 || status <= 0;
    }

    double millis() {
        return (end - begin) / 1e6;
    }
}
