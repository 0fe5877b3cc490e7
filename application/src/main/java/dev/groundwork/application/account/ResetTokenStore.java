package dev.groundwork.application.account;

import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Optional;

/** The links by which people choose a new password, or their first. As the service only. */
public interface ResetTokenStore {

    /** Stores a new link and voids the user's older ones. */
    void replace(UserId user, TokenHash token, Instant expiresAt);

    /** Voids the user's links. */
    void voidAll(UserId user);

    /**
     * Uses up a link: of any number of tries at once, one succeeds.
     *
     * @param now a link counts until before its end
     * @return whose password may be chosen; empty where there is no such link, or it was used, voided or has expired
     */
    Optional<UserId> consume(TokenHash token, Instant now);

    /** Whose password a link would let choose, without using it up; empty as in {@link #consume}. */
    Optional<UserId> find(TokenHash token, Instant now);
}
