package dev.groundwork.web.access;

import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Role;
import dev.groundwork.web.JsonWriter;

/** A role, as whoever may read roles sees it. */
final class RoleJson {
    private RoleJson() {}

    static void write(JsonWriter json, Role role) {
        json.object(() -> {
            json.text("name", role.name());
            json.text("description", role.description());
            json.bool("isSystem", role.isSystem());
            json.raw(
                    "permissions",
                    role.permissions().stream().map(Permission::name).toList());
            json.time("createdAt", role.revision().createdAt());
            json.time("updatedAt", role.revision().updatedAt());
        });
    }
}
