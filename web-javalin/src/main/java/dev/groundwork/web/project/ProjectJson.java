package dev.groundwork.web.project;

import dev.groundwork.domain.project.Project;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.account.PersonJson;

/** A project, as whoever may read it sees it. */
public final class ProjectJson {
    private ProjectJson() {}

    public static void write(JsonWriter json, Project project) {
        json.object(() -> {
            json.text("id", project.id());
            json.text("name", project.name());
            json.text("description", project.description());
            json.member("owner", project.owner(), PersonJson::write);
            json.constant("status", project.status());
            json.constant("visibility", project.visibility());
            json.raw("settings", project.settings().members());
            json.time("createdAt", project.revision().createdAt());
            json.time("updatedAt", project.revision().updatedAt());
        });
    }
}
