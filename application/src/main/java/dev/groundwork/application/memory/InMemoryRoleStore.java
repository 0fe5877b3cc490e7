package dev.groundwork.application.memory;

import dev.groundwork.application.access.RoleStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class InMemoryRoleStore implements RoleStore {
    private static final String ROLES = "roles";
    private static final String HELD = "role_permissions";
    private static final String PERMISSIONS = "permissions";

    private final Unit unit;

    InMemoryRoleStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Role> list(Page.Request page) {
        return Paging.page(
                unit.asService().roles.rows(),
                page,
                List.of(new Paging.Column<>(role -> role.name().value(), false)));
    }

    @Override
    public Optional<Role> find(RoleName name) {
        return unit.asService().roles.find(name);
    }

    @Override
    public Optional<Role> findForUpdate(RoleName name) {
        return find(name);
    }

    @Override
    public Optional<Role> add(NewRole role) {
        Tables tables = unit.asService();
        if (tables.roles.contains(role.name())) {
            return Optional.empty();
        }
        Role added = new Role(role.name(), role.description(), false, sorted(role.permissions()), unit.firstRevision());
        tables.roles.put(role.name(), added);
        unit.logInsert(ROLES, role.name().value(), null, recorded(added), unit.stamp());
        added.permissions().forEach(permission -> logHeld(added.name(), permission, true));
        return Optional.of(added);
    }

    @Override
    public Optional<Role> change(RoleName name, RoleName renamed, @Nullable String description) {
        Tables tables = unit.asService();
        Role before = tables.roles.get(name);
        if (!name.equals(renamed) && tables.roles.contains(renamed)) {
            return Optional.empty();
        }
        Role same = new Role(renamed, description, before.isSystem(), before.permissions(), before.revision());
        if (same.equals(before)) {
            return Optional.of(before);
        }
        Role now = with(same, unit.nextRevision(before.revision()));
        tables.roles.remove(name);
        tables.roles.put(renamed, now);
        if (!name.equals(renamed)) {
            grantsOf(name).forEach(grant -> rename(grant, renamed));
        }
        unit.logUpdate(ROLES, renamed.value(), null, recorded(before), recorded(now), unit.stamp());
        return Optional.of(now);
    }

    @Override
    public Role setPermissions(RoleName name, Set<Permission> permissions) {
        Tables tables = unit.asService();
        Role before = tables.roles.get(name);
        List<Permission> wanted = sorted(permissions);
        if (wanted.equals(before.permissions())) {
            return before;
        }
        Role now =
                new Role(name, before.description(), before.isSystem(), wanted, unit.nextRevision(before.revision()));
        tables.roles.put(name, now);
        before.permissions().stream().filter(one -> !wanted.contains(one)).forEach(one -> logHeld(name, one, false));
        wanted.stream().filter(one -> !before.permissions().contains(one)).forEach(one -> logHeld(name, one, true));
        return now;
    }

    @Override
    public void remove(RoleName name) {
        Tables tables = unit.asService();
        Role role = tables.roles.get(name);
        InMemoryGrantStore grants = new InMemoryGrantStore(unit);
        grantsOf(name).forEach(grant -> grants.revoke(grant.key().user(), name));
        role.permissions().forEach(permission -> logHeld(name, permission, false));
        tables.roles.remove(name);
        unit.logDelete(ROLES, name.value(), recorded(role));
    }

    @Override
    public Page<PermissionEntry> listPermissions(Page.Request page) {
        return Paging.page(
                unit.asService().permissions.rows(),
                page,
                List.of(new Paging.Column<>(entry -> entry.permission().name(), false)));
    }

    @Override
    public Optional<PermissionEntry> findPermission(Permission permission) {
        return unit.asService().permissions.find(permission);
    }

    @Override
    public List<Permission> missing(List<Permission> permissions) {
        Table<Permission, PermissionEntry> known = unit.asService().permissions;
        return permissions.stream().filter(one -> !known.contains(one)).toList();
    }

    @Override
    public boolean addPermission(PermissionEntry entry) {
        Tables tables = unit.asService();
        if (tables.permissions.contains(entry.permission())) {
            return false;
        }
        tables.permissions.put(entry.permission(), entry);
        unit.logInsert(PERMISSIONS, entry.permission().name(), null, recorded(entry), unit.stamp());
        Set<Permission> every = new HashSet<>(tables.roles.get(RoleName.ADMIN).permissions());
        every.add(entry.permission());
        setPermissions(RoleName.ADMIN, every);
        return true;
    }

    @Override
    public boolean removePermission(Permission permission) {
        Tables tables = unit.asService();
        Optional<PermissionEntry> entry = tables.permissions.find(permission);
        entry.ifPresent(found -> {
            List.copyOf(tables.roles.rows()).stream()
                    .filter(role -> role.permissions().contains(permission))
                    .forEach(role -> {
                        Set<Permission> rest = new HashSet<>(role.permissions());
                        rest.remove(permission);
                        setPermissions(role.name(), rest);
                    });
            tables.permissions.remove(permission);
            unit.logDelete(PERMISSIONS, permission.name(), recorded(found));
        });
        return entry.isPresent();
    }

    private List<StoredGrant> grantsOf(RoleName role) {
        return unit.asService().grants.rows().stream()
                .filter(grant -> grant.key().role().equals(role))
                .toList();
    }

    private void rename(StoredGrant grant, RoleName renamed) {
        Table<StoredGrant.Grantee, StoredGrant> grants = unit.asService().grants;
        StoredGrant.Grantee key = new StoredGrant.Grantee(grant.key().user(), renamed);
        grants.remove(grant.key());
        grants.put(key, new StoredGrant(key, grant.by(), grant.assignedAt(), grant.expiresAt(), grant.revision()));
    }

    private void logHeld(RoleName role, Permission permission, boolean now) {
        Columns row = new Columns().with("role", role).with("permission", permission);
        String id = role + ":" + permission;
        if (now) {
            unit.logInsert(HELD, id, null, row, unit.stamp());
        } else {
            unit.logDelete(HELD, id, row);
        }
    }

    private static List<Permission> sorted(Collection<Permission> permissions) {
        List<Permission> sorted = new ArrayList<>(new HashSet<>(permissions));
        sorted.sort(Comparator.comparing(Permission::name));
        return List.copyOf(sorted);
    }

    private static Role with(Role role, Revision revision) {
        return new Role(role.name(), role.description(), role.isSystem(), role.permissions(), revision);
    }

    private static Columns recorded(Role role) {
        return new Columns()
                .with("name", role.name())
                .with("description", role.description())
                .with("isSystem", role.isSystem());
    }

    private static Columns recorded(PermissionEntry entry) {
        return new Columns()
                .with("name", entry.permission())
                .with("resource", entry.permission().resource())
                .with("action", entry.permission().action())
                .with("description", entry.description())
                .with("isSystem", Permission.OF_THE_SERVER.contains(entry.permission()));
    }
}
