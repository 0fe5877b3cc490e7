package dev.groundwork.application.account;

import dev.groundwork.domain.account.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Which cached copies are out of date. The store beneath adds a row by itself, in the unit that changes an account, so that a
 * crash between a commit and its invalidation loses nothing. As the service only.
 */
public interface InvalidationStore {

    /**
     * A change that caches must hear of.
     *
     * @param version the account's version since then; older copies are out of date
     */
    record Invalidation(long id, UserId user, long version) {
        public Invalidation {
            Objects.requireNonNull(user);
        }
    }

    /** What waits, the oldest first, at most that many. */
    List<Invalidation> list(int max);

    /** Removes what every cache has heard of. */
    void done(Collection<Long> ids);
}
