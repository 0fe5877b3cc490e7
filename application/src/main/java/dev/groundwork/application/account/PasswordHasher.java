package dev.groundwork.application.account;

import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;

/**
 * Hashes passwords, slowly on purpose. Never called inside a unit of work. Safe for use by several threads; at most as many
 * run at once as there are cores.
 */
public interface PasswordHasher {

    /**
     * A fresh salt each time.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Unavailable} where too many wait already
     */
    PasswordHash hash(Password password);

    /**
     * Whether the password is the one that was hashed, in time that does not depend on how far it fits.
     *
     * @throws dev.groundwork.domain.Refused as {@link #hash}
     */
    boolean verify(Password password, PasswordHash hash);

    /** Whether the hash is weaker than what {@link #hash} makes today, or of another kind. */
    boolean needsUpgrade(PasswordHash hash);
}
