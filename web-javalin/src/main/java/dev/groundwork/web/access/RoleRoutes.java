package dev.groundwork.web.access;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.Roles;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleChange;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.IdempotentCreation;
import dev.groundwork.web.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles, and the permissions that they may hold. */
public final class RoleRoutes {
    private static final String ROLE = "/v1/roles/{name}";
    private static final String HELD = "/v1/roles/{name}/permissions/{permission}";
    private static final Access READ = Access.permission(Permission.ROLES_READ);
    private static final Access MANAGE = Access.permission(Permission.ROLES_MANAGE);

    private final Roles roles;
    private final IdempotentCreation creation;

    public RoleRoutes(Groundwork groundwork) {
        this.roles = groundwork.roles();
        this.creation = new IdempotentCreation(groundwork);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/roles").access(READ).list(Set.of()).to(this::list),
                Route.post("/v1/roles").access(MANAGE).json(NewRole.MEMBERS).to(this::create),
                Route.get(ROLE).access(READ).to(this::find),
                Route.patch(ROLE).access(MANAGE).json(RoleChange.MEMBERS).to(this::change),
                Route.delete(ROLE).access(MANAGE).to(this::remove),
                Route.put(HELD).access(MANAGE).optionalJson(Set.of()).to(this::addPermission),
                Route.delete(HELD).access(MANAGE).to(this::takePermission),
                Route.get("/v1/permissions").access(READ).list(Set.of()).to(this::listPermissions),
                Route.post("/v1/permissions")
                        .access(MANAGE)
                        .json(PermissionEntry.MEMBERS)
                        .to(this::createPermission),
                Route.get("/v1/permissions/{name}").access(READ).to(this::findPermission),
                Route.delete("/v1/permissions/{name}").access(MANAGE).to(this::removePermission));
    }

    private Answer list(Exchange exchange) {
        return exchange.page(page -> roles.list(exchange.actor(), page), RoleJson::write);
    }

    private Answer create(Exchange exchange) {
        NewRole wanted = exchange.body(NewRole::parse);
        return creation.run(
                exchange,
                id -> created(exchange, roles.create(exchange.actor(), wanted)),
                id -> created(exchange, madeBefore(exchange, wanted)));
    }

    /** A role has no id by which to tell who made it: what counts is that it is what was asked for. */
    private Role madeBefore(Exchange exchange, NewRole wanted) {
        Role role = roles.find(exchange.actor(), wanted.name());
        boolean same = Objects.equals(role.description(), wanted.description())
                && new HashSet<>(role.permissions()).equals(new HashSet<>(wanted.permissions()));
        if (!same) {
            throw noSuchRole();
        }
        return role;
    }

    private static Answer created(Exchange exchange, Role role) {
        return exchange.created("/v1/roles/" + role.name(), role.revision(), json -> RoleJson.write(json, role));
    }

    private Answer find(Exchange exchange) {
        return shown(exchange, roles.find(exchange.actor(), role(exchange)));
    }

    private static Answer shown(Exchange exchange, Role role) {
        return exchange.resource(role.revision(), json -> RoleJson.write(json, role));
    }

    private Answer change(Exchange exchange) {
        RoleName name = role(exchange);
        RoleChange change = exchange.body(RoleChange::parse);
        return shown(exchange, roles.change(exchange.actor(), name, change, expectedVersion(exchange, name)));
    }

    private Answer remove(Exchange exchange) {
        RoleName name = role(exchange);
        roles.remove(exchange.actor(), name, expectedVersion(exchange, name));
        return Answer.noContent();
    }

    private Answer addPermission(Exchange exchange) {
        RoleName name = role(exchange);
        Permission permission = permission(exchange, "permission");
        exchange.body(Input::members);
        Roles.Extended extended =
                roles.addPermission(exchange.actor(), name, permission, expectedVersion(exchange, name));
        Role role = extended.role();
        String path = "/v1/roles/" + name + "/permissions/" + permission;
        return extended.added()
                ? exchange.created(path, role.revision(), json -> RoleJson.write(json, role))
                : shown(exchange, role);
    }

    private Answer takePermission(Exchange exchange) {
        RoleName name = role(exchange);
        Permission permission = permission(exchange, "permission");
        roles.removePermission(exchange.actor(), name, permission, expectedVersion(exchange, name));
        return Answer.noContent();
    }

    private Answer listPermissions(Exchange exchange) {
        return exchange.page(page -> roles.listPermissions(exchange.actor(), page), PermissionJson::write);
    }

    private Answer createPermission(Exchange exchange) {
        PermissionEntry wanted = exchange.body(PermissionEntry::parse);
        return creation.run(
                exchange,
                id -> created(exchange, roles.createPermission(exchange.actor(), wanted)),
                id -> created(exchange, madeBefore(exchange, wanted)));
    }

    private PermissionEntry madeBefore(Exchange exchange, PermissionEntry wanted) {
        PermissionEntry entry = roles.findPermission(exchange.actor(), wanted.permission());
        if (!entry.equals(wanted)) {
            throw noSuchPermission();
        }
        return entry;
    }

    private static Answer created(Exchange exchange, PermissionEntry entry) {
        return exchange.created(
                "/v1/permissions/" + entry.permission(),
                PermissionEntry.VERSION,
                json -> PermissionJson.write(json, entry));
    }

    private Answer findPermission(Exchange exchange) {
        PermissionEntry entry = roles.findPermission(exchange.actor(), permission(exchange, "name"));
        return exchange.resource(PermissionEntry.VERSION, json -> PermissionJson.write(json, entry));
    }

    private Answer removePermission(Exchange exchange) {
        roles.removePermission(
                exchange.actor(), permission(exchange, "name"), exchange.expectedVersion(PermissionEntry.VERSION));
        return Answer.noContent();
    }

    private @Nullable Long expectedVersion(Exchange exchange, RoleName name) {
        return exchange.expectedVersion(() -> roles.find(exchange.actor(), name).revision());
    }

    private static RoleName role(Exchange exchange) {
        return exchange.name("name", RoleName::parse, RoleRoutes::noSuchRole);
    }

    private static Permission permission(Exchange exchange, String parameter) {
        return exchange.name(parameter, Permission::parse, RoleRoutes::noSuchPermission);
    }

    static Refused noSuchRole() {
        return Refused.notFound("There is no such role.");
    }

    private static Refused noSuchPermission() {
        return Refused.notFound("There is no such permission.");
    }
}
