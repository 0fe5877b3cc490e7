package dev.groundwork.web.setting;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.setting.Settings;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings: those that the server reads, and any others. */
public final class SettingRoutes {
    private static final String SETTINGS = "/v1/settings";
    private static final String SETTING = "/v1/settings/{key}";
    private static final Access READ = Access.permission(Permission.SETTINGS_READ);
    private static final Access MANAGE = Access.permission(Permission.SETTINGS_MANAGE);

    private final Settings settings;

    public SettingRoutes(Groundwork groundwork) {
        this.settings = groundwork.settings();
    }

    public List<Route> routes() {
        return List.of(
                Route.get(SETTINGS + "/public").access(Access.ANYBODY).to(this::listPublic),
                Route.get(SETTINGS).access(READ).list(Set.of()).to(this::list),
                Route.get(SETTING).access(READ).to(this::find),
                Route.put(SETTING).access(MANAGE).json(NewSetting.MEMBERS).to(this::put),
                Route.delete(SETTING).access(MANAGE).to(this::remove));
    }

    private Answer listPublic(Exchange exchange) {
        return Answer.json(
                200,
                JsonWriter.write(json -> json.object(
                        () -> settings.listPublic().forEach((key, value) -> json.raw(key.value(), value.value())))));
    }

    private Answer list(Exchange exchange) {
        return exchange.page(page -> settings.list(exchange.actor(), page), SettingJson::write);
    }

    private Answer find(Exchange exchange) {
        return shown(exchange, settings.find(exchange.actor(), key(exchange)));
    }

    private Answer put(Exchange exchange) {
        SettingKey key = SettingKey.parse(exchange.segment("key"));
        NewSetting wanted = exchange.body(input -> NewSetting.parse(key, input));
        Settings.Put put = settings.put(exchange.actor(), wanted, expectedVersion(exchange, key));
        Setting setting = put.setting();
        return put.added()
                ? exchange.created(SETTINGS + "/" + key, setting.version(), json -> SettingJson.write(json, setting))
                : shown(exchange, setting);
    }

    private Answer remove(Exchange exchange) {
        SettingKey key = key(exchange);
        settings.remove(exchange.actor(), key, expectedVersion(exchange, key));
        return Answer.noContent();
    }

    private static Answer shown(Exchange exchange, Setting setting) {
        return exchange.resource(setting.version(), json -> SettingJson.write(json, setting));
    }

    /** What is no key, nobody can have set. */
    private static SettingKey key(Exchange exchange) {
        return exchange.name("key", SettingKey::parse, () -> Refused.notFound("There is no such setting."));
    }

    private @Nullable Long expectedVersion(Exchange exchange, SettingKey key) {
        return exchange.expectedVersionOf(
                () -> settings.find(exchange.actor(), key).version());
    }
}
