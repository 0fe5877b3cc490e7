package dev.groundwork.web.audit;

import dev.groundwork.domain.audit.Activity;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;
import org.jspecify.annotations.Nullable;

/** An entry of the audit trail. */
final class ActivityJson {
    private ActivityJson() {}

    static void write(JsonWriter json, Activity activity) {
        Activity.@Nullable Source source = activity.source();
        json.object(() -> {
            json.text("id", activity.id());
            json.time("at", activity.at());
            json.member("actor", activity.actor(), ActivityJson::actor);
            json.text("action", activity.action());
            json.text("resourceType", activity.resourceType());
            json.text("resourceId", activity.resourceId());
            json.object(
                    "changes",
                    () -> activity.changes()
                            .forEach((field, change) -> json.object(field, () -> {
                                json.raw("old", change.old());
                                json.raw("new", change.now());
                            })));
            json.text("ipAddress", source == null ? null : source.origin().ipAddress());
            json.text("userAgent", source == null ? null : source.origin().userAgent());
            json.text("session", source == null ? null : source.session());
            json.text("requestId", source == null ? null : source.origin().requestId());
        });
    }

    private static void actor(JsonWriter json, Activity.By by) {
        switch (by) {
            case Activity.ByPerson person -> PersonJson.write(json, person.person());
            case Activity.BySystem system -> json.object(() -> json.text("system", system.reason()));
            case Activity.ByNobody nobody -> json.object(() -> json.text("system", "anonymous"));
        }
    }
}
