package dev.groundwork.web.access;

import dev.groundwork.domain.access.Explanation;
import dev.groundwork.domain.access.Explanation.NearMiss;
import dev.groundwork.domain.access.Explanation.Way;
import dev.groundwork.web.JsonWriter;

/** Whether somebody may do something, and why. */
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(JsonWriter json, Explanation explanation) {
        json.object(() -> {
            json.bool("allowed", explanation.allowed());
            json.array("because", explanation.because(), ExplanationJson::write);
            json.array("nearMisses", explanation.nearMisses(), ExplanationJson::write);
        });
    }

    private static void write(JsonWriter json, Way way) {
        json.object(() -> members(json, way));
    }

    private static void write(JsonWriter json, NearMiss nearMiss) {
        json.object(() -> {
            members(json, nearMiss.way());
            json.text("reason", nearMiss.reason());
        });
    }

    private static void members(JsonWriter json, Way way) {
        switch (way) {
            case Explanation.ByRole(var role, var expiresAt) -> {
                json.text("via", "role");
                json.text("role", role);
                json.time("expiresAt", expiresAt);
            }
            case Explanation.ByMembership(String role) -> {
                json.text("via", "membership");
                json.text("role", role);
                json.time("expiresAt", null);
            }
        }
    }
}
