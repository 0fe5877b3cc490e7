package dev.groundwork.application.session;

import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.session.SessionHandle;
import java.util.Optional;

/**
 * Copies of what decides whether a credential counts. They are believed for less than a second after the truth was read
 * ({@link Sessions}), whatever an adapter keeps, so that what was taken back stays taken back on every node even where no
 * invalidation arrives. Never holds a credential. Never throws and never waits longer than a quarter of a second. Safe for use
 * by several threads.
 */
public interface SessionCache {

    /** The copy; empty where there is none, or it can't be read. */
    Optional<Authority> find(SessionHandle handle);

    /** Keeps a copy, unless one that was read later, or a later invalidation, is there already. */
    void fill(Authority authority);

    /** Drops the copy, and refuses any that was read before now. */
    void invalidate(SessionHandle handle);
}
