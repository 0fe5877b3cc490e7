package dev.groundwork.application.session;

import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Copies of what decides whether a credential counts. They are believed for less than a second after the truth was read
 * ({@link Sessions}), whatever an adapter keeps, so that what was taken back stays taken back on every node even where no
 * invalidation arrives. Never holds a credential. Never throws of its own and never waits for the copies longer than
 * a quarter of a second. Safe for use by several threads.
 */
public interface SessionCache {

    /** The copy; empty where there is none, or it can't be read. */
    Optional<Authority> find(SessionHandle handle);

    /**
     * The copy that was read after {@code oldest}; where there is none, what {@code loader} reads, which is kept unless it is
     * empty. However many ask for one session at once, a node reads it once, and all get what it read. Who asks after an
     * invalidation gets nothing that was read before it.
     *
     * @param loader may take its time; what it throws, everybody gets who waited for it
     */
    Optional<Authority> get(SessionHandle handle, Instant oldest, Supplier<Optional<Authority>> loader);

    /** Keeps a copy, unless one that was read later, or a later invalidation, is there already. */
    void fill(Authority authority);

    /** Drops the copy, and refuses any that was read before now. */
    void invalidate(SessionHandle handle);
}
