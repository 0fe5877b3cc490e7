package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.app.Tables.PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.ROLE_PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.access.RoleStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Roles and permissions, in {@code app.roles}, {@code app.permissions} and {@code app.role_permissions}. */
public final class JooqRoleStore implements RoleStore {
    private static final Field<List<Permission>> HELD = multiset(select(PERMISSIONS.NAME)
                    .from(ROLE_PERMISSIONS)
                    .join(PERMISSIONS)
                    .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
                    .where(ROLE_PERMISSIONS.ROLE_ID.eq(ROLES.ID))
                    .orderBy(PERMISSIONS.NAME))
            .convertFrom(held -> held.map(one -> one.value1()));

    private static final SelectField<Role> ROLE = row(
                    ROLES.NAME,
                    ROLES.DESCRIPTION,
                    ROLES.IS_SYSTEM,
                    HELD,
                    row(ROLES.CREATED_AT, ROLES.UPDATED_AT, ROLES.VERSION).mapping(Revision::new))
            .mapping(Role::new);

    private final Unit unit;

    public JooqRoleStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Role> list(Page.Request page) {
        Keyset order = Keyset.ascending("roles", ROLES.NAME);
        return order.page(
                page,
                unit.sql()
                        .select(ROLE, ROLES.NAME)
                        .from(ROLES)
                        .where(order.from(page))
                        .orderBy(order.order())
                        .limit(Keyset.rows(page))
                        .fetch(),
                found -> found.value1());
    }

    @Override
    public Optional<Role> find(RoleName name) {
        return unit.sql().select(ROLE).from(ROLES).where(ROLES.NAME.eq(name)).fetchOptional(found -> found.value1());
    }

    @Override
    public Optional<Role> findForUpdate(RoleName name) {
        return unit.sql()
                .select(ROLES.ID)
                .from(ROLES)
                .where(ROLES.NAME.eq(name))
                .forNoKeyUpdate()
                .fetchOptional()
                // A statement of its own: the role's permissions are other rows, which the lock does not hold still.
                .flatMap(locked -> find(name));
    }

    @Override
    public Optional<Role> add(NewRole role) {
        int added = unit.sql()
                .insertInto(ROLES)
                .set(ROLES.NAME, role.name())
                .set(ROLES.DESCRIPTION, role.description())
                .onConflictDoNothing()
                .execute();
        if (added == 0) {
            return Optional.empty();
        }
        give(role.name(), Set.copyOf(role.permissions()));
        return find(role.name());
    }

    @Override
    public Optional<Role> change(RoleName name, RoleName renamed, @Nullable String description) {
        var other = ROLES.as("other");
        int changed;
        try {
            changed = unit.sql()
                    .update(ROLES)
                    .set(ROLES.NAME, renamed)
                    .set(ROLES.DESCRIPTION, description)
                    .where(
                            ROLES.NAME.eq(name),
                            notExists(selectOne().from(other).where(other.NAME.eq(renamed), other.ID.ne(ROLES.ID))))
                    .execute();
        } catch (DataAccessException e) {
            if (Constraints.broke(e, "roles_name_key")) {
                throw new Overtaken("somebody took the name just now");
            }
            throw e;
        }
        return changed == 0 ? Optional.empty() : find(renamed);
    }

    @Override
    public Role setPermissions(RoleName role, Set<Permission> permissions) {
        unit.sql()
                .deleteFrom(ROLE_PERMISSIONS)
                .where(
                        ROLE_PERMISSIONS.ROLE_ID.eq(idOf(role)),
                        ROLE_PERMISSIONS.PERMISSION_ID.notIn(
                                select(PERMISSIONS.ID).from(PERMISSIONS).where(PERMISSIONS.NAME.in(permissions))))
                .execute();
        give(role, permissions);
        return find(role).orElseThrow();
    }

    private void give(RoleName role, Set<Permission> permissions) {
        unit.sql()
                .insertInto(ROLE_PERMISSIONS, ROLE_PERMISSIONS.ROLE_ID, ROLE_PERMISSIONS.PERMISSION_ID)
                .select(select(ROLES.ID, PERMISSIONS.ID)
                        .from(ROLES, PERMISSIONS)
                        .where(ROLES.NAME.eq(role), PERMISSIONS.NAME.in(permissions)))
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public void remove(RoleName role) {
        // Whoever gives it to somebody at this moment, or a permission to it, waits, and then finds no role.
        unit.sql()
                .select(ROLES.ID)
                .from(ROLES)
                .where(ROLES.NAME.eq(role))
                .forUpdate()
                .fetch();
        unit.sql()
                .deleteFrom(USER_ROLES)
                .where(USER_ROLES.ROLE_ID.eq(idOf(role)))
                .execute();
        unit.sql()
                .deleteFrom(ROLE_PERMISSIONS)
                .where(ROLE_PERMISSIONS.ROLE_ID.eq(idOf(role)))
                .execute();
        unit.sql().deleteFrom(ROLES).where(ROLES.NAME.eq(role)).execute();
    }

    @Override
    public Page<PermissionEntry> listPermissions(Page.Request page) {
        Keyset order = Keyset.ascending("permissions", PERMISSIONS.NAME);
        return order.page(
                page,
                unit.sql()
                        .select(PERMISSIONS.NAME, PERMISSIONS.DESCRIPTION)
                        .from(PERMISSIONS)
                        .where(order.from(page))
                        .orderBy(order.order())
                        .limit(Keyset.rows(page))
                        .fetch(),
                found -> new PermissionEntry(found.value1(), found.value2()));
    }

    @Override
    public Optional<PermissionEntry> findPermission(Permission permission) {
        return unit.sql()
                .select(PERMISSIONS.NAME, PERMISSIONS.DESCRIPTION)
                .from(PERMISSIONS)
                .where(PERMISSIONS.NAME.eq(permission))
                .fetchOptional(mapping(PermissionEntry::new));
    }

    @Override
    public List<Permission> missing(List<Permission> permissions) {
        Set<Permission> known = unit.sql()
                .select(PERMISSIONS.NAME)
                .from(PERMISSIONS)
                .where(PERMISSIONS.NAME.in(permissions))
                .fetchSet(PERMISSIONS.NAME);
        return permissions.stream().filter(one -> !known.contains(one)).toList();
    }

    @Override
    public boolean addPermission(PermissionEntry entry) {
        return unit.sql()
                        .insertInto(PERMISSIONS)
                        .set(PERMISSIONS.NAME, entry.permission())
                        .set(PERMISSIONS.RESOURCE, entry.permission().resource())
                        .set(PERMISSIONS.ACTION, entry.permission().action())
                        .set(PERMISSIONS.DESCRIPTION, entry.description())
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    @Override
    public boolean removePermission(Permission permission) {
        unit.sql()
                .deleteFrom(ROLE_PERMISSIONS)
                .where(ROLE_PERMISSIONS.PERMISSION_ID.eq(
                        select(PERMISSIONS.ID).from(PERMISSIONS).where(PERMISSIONS.NAME.eq(permission))))
                .execute();
        return unit.sql()
                        .deleteFrom(PERMISSIONS)
                        .where(PERMISSIONS.NAME.eq(permission))
                        .execute()
                > 0;
    }

    private static Field<Long> idOf(RoleName role) {
        return field(select(ROLES.ID).from(ROLES).where(ROLES.NAME.eq(role)));
    }
}
