package dev.groundwork.application;

import java.io.Serial;

/**
 * Another unit of work got there first, and what this one read no longer holds. A store throws it; {@link Work} runs the unit
 * again. No use case catches it.
 */
public final class Overtaken extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public Overtaken(String what) {
        super(what, null, false, false);
    }
}
