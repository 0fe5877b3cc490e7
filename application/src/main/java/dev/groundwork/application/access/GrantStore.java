package dev.groundwork.application.access;

import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Takes a role; false where there was no grant, expired or not. */
    boolean revoke(UserId user, RoleName role);

    /** The user's grants by role, those that have ended too. */
    List<Grant> list(UserId user);

    /** The user's grant of that role, ended or not; empty where there is none. */
    Optional<Grant> find(UserId user, RoleName role);

    /** What the user's grants allow, with their ends; grants that have ended at {@code now} are left out. */
    Permissions permissionsOf(UserId user, Instant now);

    /** The user's grants of roles that hold that permission, by role; those that have ended too. */
    Map<RoleName, Grant> grantsOf(UserId user, Permission permission);

    /** Lets nobody else make or unmake an administrator until this unit ends. */
    void lockAdministrators();

    /** How many active, verified accounts hold the role {@code admin} at {@code now}. */
    int countAdministrators(Instant now);

    /** How many active, verified accounts hold the role {@code admin} without an end. */
    int countLastingAdministrators();
}
