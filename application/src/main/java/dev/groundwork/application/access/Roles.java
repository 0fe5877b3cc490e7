package dev.groundwork.application.access;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.session.AuthorityCopies;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleChange;
import dev.groundwork.domain.access.RoleName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Roles, and the permissions they may hold. Nobody gives a role, or takes from one, what they do not hold themselves. Safe for
 * use by several threads.
 */
public final class Roles {
    private final Ports ports;
    private final AuthorityCopies copies;

    public Roles(Ports ports, AuthorityCopies copies) {
        this.ports = ports;
        this.copies = copies;
    }

    /**
     * Every role, by name.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:read}
     */
    public Page<Role> list(Actor actor, Page.Request page) {
        return reading(actor, tx -> tx.roles().list(page));
    }

    /**
     * One role.
     *
     * @throws Refused as {@link #list}; not found where there is none
     */
    public Role find(Actor actor, RoleName name) {
        return reading(actor, tx -> tx.roles().find(name).orElseThrow(Roles::noSuchRole));
    }

    /**
     * Every permission, by name.
     *
     * @throws Refused as {@link #list}
     */
    public Page<PermissionEntry> listPermissions(Actor actor, Page.Request page) {
        return reading(actor, tx -> tx.roles().listPermissions(page));
    }

    /**
     * One permission.
     *
     * @throws Refused as {@link #list}; not found where there is none
     */
    public PermissionEntry findPermission(Actor actor, Permission permission) {
        return reading(actor, tx -> existing(tx, permission));
    }

    /**
     * Makes a role.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:manage}, or where the actor does not hold what the role shall; invalid at {@code /permissions} where one
     *     does not exist; conflict at {@code /name} where the name is taken
     */
    public Role create(Actor actor, NewRole role) {
        return changing(actor, (tx, standing) -> {
            requireExisting(tx, role.permissions());
            standing.requireAll(role.permissions());
            return tx.roles().add(role).orElseThrow(() -> Refused.taken("/name", "is taken"));
        });
    }

    /**
     * Changes a role.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @return the role as it is now
     * @throws Refused as {@link #create}, for the permissions that are added or taken, and for those that are added where the
     *     actor holds them only for a time; not found where there is none; stale
     *     where the role has another version; conflict where a system role would get another name, or {@code admin} other
     *     permissions than all
     */
    public Role change(Actor actor, RoleName name, RoleChange change, @Nullable Long expectedVersion) {
        return changing(actor, (tx, standing) -> {
            Role role = locked(tx, name, expectedVersion);
            RoleName renamed = change.name().orElse(name);
            if (!renamed.equals(name)) {
                role.requireOwn();
            }
            if (change.permissions() instanceof Change.To<List<Permission>> wanted) {
                setPermissions(tx, standing, role, new HashSet<>(wanted.value()));
            }
            String description = change.description().orElse(role.description());
            return tx.roles().change(name, renamed, description).orElseThrow(() -> Refused.taken("/name", "is taken"));
        });
    }

    /**
     * Removes a role, and takes it from everybody.
     *
     * @throws Refused as {@link #change}; conflict where it is a system role; forbidden where the actor does not hold all that
     *     the role does
     */
    public void remove(Actor actor, RoleName name, @Nullable Long expectedVersion) {
        this.<@Nullable Void>changing(actor, (tx, standing) -> {
            Role role = locked(tx, name, expectedVersion);
            role.requireOwn();
            standing.requireAll(role.permissions());
            tx.roles().remove(name);
            return null;
        });
    }

    /** A role as it is now, and whether it did not have the permission before. */
    public record Extended(Role role, boolean added) {
        public Extended {
            Objects.requireNonNull(role);
        }
    }

    /**
     * Gives a role a permission; does nothing where it has it.
     *
     * @throws Refused as {@link #change}; not found where there is no such permission
     */
    public Extended addPermission(Actor actor, RoleName name, Permission permission, @Nullable Long expectedVersion) {
        return changing(actor, (tx, standing) -> {
            Role role = locked(tx, name, expectedVersion);
            Set<Permission> wanted = new HashSet<>(role.permissions());
            boolean added = wanted.add(existing(tx, permission).permission());
            return new Extended(setPermissions(tx, standing, role, wanted), added);
        });
    }

    /**
     * Takes a permission from a role.
     *
     * @throws Refused as {@link #change}; not found where the role does not have it
     */
    public void removePermission(Actor actor, RoleName name, Permission permission, @Nullable Long expectedVersion) {
        changing(actor, (tx, standing) -> {
            Role role = locked(tx, name, expectedVersion);
            Set<Permission> wanted = new HashSet<>(role.permissions());
            if (!wanted.remove(permission)) {
                throw Refused.notFound("The role does not have this permission.");
            }
            return setPermissions(tx, standing, role, wanted);
        });
    }

    /**
     * Makes a permission; the role {@code admin} holds it from then on.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:manage}; conflict at {@code /name} where there is one of that name
     */
    public PermissionEntry createPermission(Actor actor, PermissionEntry permission) {
        return changing(actor, (tx, standing) -> {
            if (!tx.roles().addPermission(permission)) {
                throw Refused.taken("/name", "is taken");
            }
            return permission;
        });
    }

    /**
     * Removes a permission, and takes it from every role.
     *
     * @param expectedVersion {@link PermissionEntry#VERSION}, or null for whichever there is
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code roles:manage}, or where the actor does not hold it; conflict where it is the server's own; not found where
     *     there is none; stale for another version
     */
    public void removePermission(Actor actor, Permission permission, @Nullable Long expectedVersion) {
        this.<@Nullable Void>changing(actor, (tx, standing) -> {
            if (Permission.OF_THE_SERVER.contains(permission)) {
                throw Refused.conflict("The server itself asks for " + permission + ": it stays.");
            }
            standing.requireAll(List.of(existing(tx, permission).permission()));
            if (expectedVersion != null && expectedVersion != PermissionEntry.VERSION) {
                throw Refused.stale();
            }
            tx.roles().removePermission(permission);
            return null;
        });
    }

    private static Role setPermissions(Transaction tx, Standing standing, Role role, Set<Permission> wanted) {
        Set<Permission> current = Set.copyOf(role.permissions());
        List<Permission> added =
                wanted.stream().filter(one -> !current.contains(one)).toList();
        List<Permission> changed = new ArrayList<>(added);
        current.stream().filter(one -> !wanted.contains(one)).forEach(changed::add);
        if (changed.isEmpty()) {
            return role;
        }
        requireExisting(tx, added);
        standing.requireAll(changed);
        // whoever has the role has it from now on, and for longer than the actor may
        standing.requireAllUntil(added, null);
        if (role.name().equals(RoleName.ADMIN)) {
            throw Refused.conflict("The role admin holds every permission, always.");
        }
        return tx.roles().setPermissions(role.name(), wanted);
    }

    private static void requireExisting(Transaction tx, List<Permission> permissions) {
        List<Permission> missing = tx.roles().missing(permissions);
        if (!missing.isEmpty()) {
            throw Refused.invalidAt("/permissions", "There is no permission " + missing.get(0) + "; make it first.");
        }
    }

    private static Role locked(Transaction tx, RoleName name, @Nullable Long expectedVersion) {
        Role role = tx.roles().findForUpdate(name).orElseThrow(Roles::noSuchRole);
        role.revision().requireVersion(expectedVersion);
        return role;
    }

    private <T> T reading(Actor actor, Function<Transaction, T> unit) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.ROLES_READ);
            return unit.apply(tx);
        });
    }

    private interface ChangingUnit<T extends @Nullable Object> {
        T run(Transaction tx, Standing standing);
    }

    private <T extends @Nullable Object> T changing(Actor actor, ChangingUnit<T> unit) {
        T result = ports.work().<T>asService(actor, tx -> unit.run(tx, Standing.require(tx, Permission.ROLES_MANAGE)));
        copies.forgetEverybody();
        return result;
    }

    static Refused noSuchRole() {
        return Refused.notFound("There is no such role.");
    }

    private static PermissionEntry existing(Transaction tx, Permission permission) {
        return tx.roles()
                .findPermission(permission)
                .orElseThrow(() -> Refused.notFound("There is no such permission."));
    }
}
