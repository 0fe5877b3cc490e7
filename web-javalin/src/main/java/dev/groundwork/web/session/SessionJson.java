package dev.groundwork.web.session;

import dev.groundwork.domain.session.Session;
import dev.groundwork.web.JsonWriter;

/** A session, as its owner sees it, and whoever may see other people's. */
public final class SessionJson {
    private SessionJson() {}

    /** @param current whether it is the one that asks */
    public static void write(JsonWriter json, Session session, boolean current) {
        json.object(() -> {
            json.text("id", session.handle());
            json.raw("deviceInfo", session.device().members());
            json.text("ipAddress", session.ipAddress());
            json.text("userAgent", session.userAgent());
            json.time("createdAt", session.createdAt());
            json.time("lastActivity", session.lastActivity());
            json.time("expiresAt", session.expiresAt());
            json.bool("current", current);
        });
    }
}
