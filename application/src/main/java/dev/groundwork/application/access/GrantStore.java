package dev.groundwork.application.access;

import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who has which role, and until when. As the service only. */
public interface GrantStore {

    /**
     * Gives a role; replaces the grant that is there already.
     *
     * @param by who gives it; null for the system
     * @param expiresAt when it ends; null where it does not
     */
    void grant(UserId user, RoleName role, @Nullable UserId by, @Nullable Instant expiresAt);

    /** Lets nobody else make or unmake an administrator until this unit ends. */
    void lockAdministrators();

    /** How many active, verified accounts hold the role {@code admin} at {@code now}. */
    int countAdministrators(Instant now);
}
