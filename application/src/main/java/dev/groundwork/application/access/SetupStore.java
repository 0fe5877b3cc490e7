package dev.groundwork.application.access;

import dev.groundwork.domain.account.TokenHash;

/** The one-time links that make the first administrator. As the service only. */
public interface SetupStore {

    /** Stores a link; those that other nodes printed stay good. */
    void add(TokenHash token);

    /** Whether there is such a link. */
    boolean exists(TokenHash token);

    /** Removes every link, once there is an administrator. */
    void clear();
}
