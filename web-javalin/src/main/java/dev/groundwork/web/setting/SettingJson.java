package dev.groundwork.web.setting;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.web.JsonWriter;

/** A setting, as whoever may read settings sees it. */
final class SettingJson {
    private SettingJson() {}

    static void write(JsonWriter json, Setting setting) {
        Revision revision = setting.revision();
        json.object(() -> {
            json.text("key", setting.key());
            json.raw("value", setting.value().value());
            json.text("description", setting.description());
            json.bool("isPublic", setting.isPublic());
            json.bool("isSystem", ServerSetting.find(setting.key()).isPresent());
            json.bool("isDefault", revision == null);
            json.time("createdAt", revision == null ? null : revision.createdAt());
            json.time("updatedAt", revision == null ? null : revision.updatedAt());
        });
    }
}
