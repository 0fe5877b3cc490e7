package dev.groundwork.application;

import java.util.UUID;

/** Where public ids come from. Safe for use by several threads. */
@FunctionalInterface
public interface Ids {
    /** An id that nothing else has. */
    UUID next();
}
