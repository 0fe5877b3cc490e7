package dev.groundwork.web.audit;

import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;
import java.nio.charset.StandardCharsets;
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
            json.object("changes", () -> changes(json, activity));
            json.text("ipAddress", source == null ? null : source.origin().ipAddress());
            json.text("userAgent", source == null ? null : source.origin().userAgent());
            json.text("session", source == null ? null : source.session());
            json.text("requestId", source == null ? null : source.origin().requestId());
        });
    }

    private static void value(JsonWriter json, String name, @Nullable Object value) {
        if (value instanceof Person person) {
            json.member(name, person, PersonJson::write);
        } else {
            json.raw(name, value);
        }
    }

    /** The changes alone, as a cell of a table holds them. */
    static String changes(Activity activity) {
        byte[] text = JsonWriter.write(json -> json.object(() -> changes(json, activity)));
        return new String(text, StandardCharsets.UTF_8);
    }

    private static void changes(JsonWriter json, Activity activity) {
        activity.changes()
                .forEach((field, change) -> json.object(field, () -> {
                    value(json, "old", change.old());
                    value(json, "new", change.now());
                }));
    }

    private static void actor(JsonWriter json, Activity.By by) {
        switch (by) {
            case Activity.ByPerson person -> PersonJson.write(json, person.person());
            case Activity.BySystem system -> json.object(() -> json.text("system", system.reason()));
            case Activity.ByNobody nobody -> json.object(() -> json.text("system", "anonymous"));
        }
    }
}
