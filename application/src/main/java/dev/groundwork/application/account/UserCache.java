package dev.groundwork.application.account;

import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Copies of accounts near the reader, for an hour at most; PostgreSQL stays the truth. Never throws of its own and never waits
 * for the copies longer than a quarter of a second: a cache that can't be reached has nothing. Safe for use by several threads.
 */
public interface UserCache {

    /** The copy; empty where there is none, or it can't be read. */
    Optional<User> find(UserId id);

    /**
     * The copy; where there is none, what {@code loader} reads, which is kept. However many ask for one account at once, a node
     * reads it once, and all get what it read. Who asks after an invalidation gets nothing that was read before it.
     *
     * @param loader may take its time; what it throws, everybody gets who waited for it
     */
    User get(UserId id, Supplier<User> loader);

    /** Keeps a copy, unless a newer one is there already, or an invalidation of it. */
    void fill(User user);

    /**
     * Drops every copy older than {@code version}, and refuses such for as long as a slow reader might bring one.
     *
     * @return whether the cache heard of it; otherwise it must be told again
     */
    boolean invalidate(UserId id, long version);
}
