package dev.groundwork.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the server still wants new work. */
final class Lifecycle {
    /**
     * More at once only wait for the same two handfuls of database connections. Health checks do not count, so that the server
     * can say how it is doing when it is doing badly.
     */
    static final int MAX_UNDER_WAY = 224;

    /** Some threads more than requests under way, for health checks and for Jetty itself. */
    static final int MAX_THREADS = 256;

    /** Of the threads, those that may wait for clients that send a body slowly, or take an answer slowly. */
    static final int MAX_CLIENT_WAITS = 64;

    /** A client may take this long however many others dawdle; most bodies come with their headers. */
    static final Duration PATIENCE_WITH_CLIENTS = Duration.ofMillis(250);

    /** Files that are made while they are sent keep a thread for as long as their clients take to read them. */
    static final int MAX_STREAMS = 8;

    /** One person's exports leave places for others'. */
    static final int MAX_STREAMS_OF_ONE = 2;

    /** How long such a file may take altogether. */
    static final Duration LONGEST_STREAM = Duration.ofHours(1);

    private final AtomicBoolean draining = new AtomicBoolean();

    void drain() {
        draining.set(true);
    }

    boolean isDraining() {
        return draining.get();
    }
}
