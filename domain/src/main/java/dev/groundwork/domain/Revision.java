package dev.groundwork.domain;

import java.time.Instant;

/**
 * Which state of a row this is.
 *
 * @param createdAt when the row was made, by the database's clock
 * @param updatedAt when it last really changed
 * @param version 1 at first, one more with each real change; what an {@code ETag} and a cache fill go by
 */
public record Revision(Instant createdAt, Instant updatedAt, long version) {

    /**
     * Refuses a change that was decided on an older state.
     *
     * @param expected the version that the caller saw; null where the caller does not mind
     * @throws Refused {@link Refusal.Stale}
     */
    public void requireVersion(@org.jspecify.annotations.Nullable Long expected) {
        if (expected != null && expected != version) {
            throw Refused.stale();
        }
    }
}
