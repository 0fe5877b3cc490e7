package dev.groundwork.application.account;

import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.TokenHash;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The links by which people prove an address. As the service only. */
public interface VerificationStore {

    /** What a link proves once it is used: that this user reads mail at this address. */
    record Proof(UserId user, EmailAddress email) {
        public Proof {
            Objects.requireNonNull(user);
            Objects.requireNonNull(email);
        }
    }

    /** Stores a new link and voids the user's older ones. */
    void replace(Proof proof, TokenHash token, Instant expiresAt);

    /** Voids the user's links. */
    void voidAll(UserId user);

    /** Whether there is a link that would prove this at {@code now}. */
    boolean exists(Proof proof, Instant now);

    /**
     * Uses up a link: of any number of tries at once, one succeeds.
     *
     * @param now a link counts until before its end
     * @return empty where there is no such link, or it was used, voided or has expired
     */
    Optional<Proof> consume(TokenHash token, Instant now);
}
