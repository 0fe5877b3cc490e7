package dev.groundwork.web.access;

import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.web.JsonWriter;

/** A permission that roles may hold. */
final class PermissionJson {
    private PermissionJson() {}

    static void write(JsonWriter json, PermissionEntry entry) {
        json.object(() -> {
            json.text("name", entry.permission());
            json.text("resource", entry.permission().resource());
            json.text("action", entry.permission().action());
            json.text("description", entry.description());
        });
    }
}
