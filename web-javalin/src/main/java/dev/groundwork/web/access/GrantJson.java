package dev.groundwork.web.access;

import dev.groundwork.domain.access.Grant;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;

/** A role that somebody has, as whoever may give it sees it. */
final class GrantJson {
    private GrantJson() {}

    static void write(JsonWriter json, Grant grant) {
        json.object(() -> {
            json.text("role", grant.role());
            json.member("assignedBy", grant.assignedBy(), PersonJson::write);
            json.time("assignedAt", grant.assignedAt());
            json.time("expiresAt", grant.expiresAt());
        });
    }
}
