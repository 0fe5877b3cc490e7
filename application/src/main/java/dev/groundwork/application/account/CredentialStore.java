package dev.groundwork.application.account;

import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people sign in with. As the service only. */
public interface CredentialStore {

    /**
     * An account beside its password's hash.
     *
     * @param password null while none was chosen
     */
    record Credentials(User user, @Nullable PasswordHash password) {
        public Credentials {
            Objects.requireNonNull(user);
        }
    }

    /**
     * Whom somebody means who types this: the account of that address, or the verified account of that username. Deleted
     * accounts are nobody's.
     */
    Optional<Credentials> find(Login login);

    /** As {@link #find}, by id, and nobody else changes the account until this unit ends. */
    Optional<Credentials> findForUpdate(UserId id);

    /**
     * Notes a sign-in; neither audited nor a change of the account's version.
     *
     * @return the account as it is now
     */
    User recordSignIn(UserId id, Instant at);

    /** As {@link #find}, by id. */
    Optional<Credentials> findById(UserId id);

    /**
     * Sets a password that the account's owner chose at {@code at}.
     *
     * @return the account as it is now
     */
    User changePassword(UserId id, PasswordHash password, Instant at);

    /** Replaces a hash by a stronger one of the same password; does nothing where the password was changed meanwhile. */
    void upgradePassword(UserId id, PasswordHash weaker, PasswordHash stronger);
}
