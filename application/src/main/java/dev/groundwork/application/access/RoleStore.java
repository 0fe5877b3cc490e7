package dev.groundwork.application.access;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles, and the permissions that they may hold. As the service only. */
public interface RoleStore {

    /** Every role by name. */
    Page<Role> list(Page.Request page);

    /** The role; empty where there is none. */
    Optional<Role> find(RoleName name);

    /** As {@link #find}, and nobody else changes the role until this unit ends. */
    Optional<Role> findForUpdate(RoleName name);

    /**
     * Adds a role with its permissions, all of which exist.
     *
     * @return empty where the name is taken
     */
    Optional<Role> add(NewRole role);

    /**
     * Changes a role's name and description.
     *
     * @return empty where the new name is taken
     */
    Optional<Role> change(RoleName role, RoleName name, @Nullable String description);

    /** Sees to it that the role holds these permissions, all of which exist, and no others; raises its version if it changes. */
    Role setPermissions(RoleName role, Set<Permission> permissions);

    /** Removes a role, and takes it from everybody first. */
    void remove(RoleName role);

    /** Every permission by name. */
    Page<PermissionEntry> listPermissions(Page.Request page);

    /** The permission; empty where there is none. */
    Optional<PermissionEntry> findPermission(Permission permission);

    /** Which of these do not exist, in the order given. */
    List<Permission> missing(List<Permission> permissions);

    /**
     * Adds a permission, which the role {@code admin} holds from then on.
     *
     * @return whether it was added; false where it exists
     */
    boolean addPermission(PermissionEntry permission);

    /** Removes a permission, and takes it from every role first; false where there is none. */
    boolean removePermission(Permission permission);
}
