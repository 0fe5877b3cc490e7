package dev.groundwork.application.account;

import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.util.Optional;

/**
 * Copies of accounts near the reader, for an hour at most; PostgreSQL stays the truth. Never throws and never waits longer than
 * a quarter of a second: a cache that can't be reached has nothing. Safe for use by several threads.
 */
public interface UserCache {

    /** The copy; empty where there is none, or it can't be read. */
    Optional<User> find(UserId id);

    /** Keeps a copy, unless a newer one or the invalidation of one as new is there already. */
    void fill(User user);

    /**
     * Drops every copy older than {@code version}, and refuses such for as long as a slow reader might bring one.
     *
     * @return whether the cache heard of it; otherwise it must be told again
     */
    boolean invalidate(UserId id, long version);
}
