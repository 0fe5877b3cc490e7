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
     * Whether the password is the one that was hashed, in time that does not depend on how far it fits. A hash of an unknown
     * form, or one that costs more than this hasher would ever spend on one, fits no password.
     *
     * @throws dev.groundwork.domain.Refused as {@link #hash}
     */
    boolean verify(Password password, PasswordHash hash);

    /**
     * Whether a password that was just verified should be hashed anew, since another method or other costs than this hasher's own
     * made the hash: then every account's sign-in takes the same time, and none is weaker than the others. Answers at once.
     */
    boolean needsUpgrade(PasswordHash hash);
}
