package dev.groundwork.application.memory;

import dev.groundwork.application.setting.SettingStore;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemorySettingStore implements SettingStore {
    static final String SETTINGS = "system_settings";
    static final String FLAGS = "feature_flags";

    private final Unit unit;

    InMemorySettingStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public ConfigurationRevision revision() {
        return new ConfigurationRevision(revisionOf(unit, SETTINGS), revisionOf(unit, FLAGS));
    }

    @Override
    public ConfigurationRevision lock() {
        return revision();
    }

    @Override
    public List<Setting> list(@Nullable SettingKey after, int max) {
        return unit.asService().settings.rows().stream()
                .filter(setting -> after == null || setting.key().compareTo(after) > 0)
                .sorted(Comparator.comparing(Setting::key))
                .limit(max)
                .toList();
    }

    @Override
    public int count() {
        return unit.asService().settings.rows().size();
    }

    @Override
    public List<Setting> listLive(Collection<SettingKey> keys) {
        return unit.asService().settings.rows().stream()
                .filter(setting -> setting.isPublic() || keys.contains(setting.key()))
                .toList();
    }

    @Override
    public Optional<Setting> find(SettingKey key) {
        return unit.asService().settings.find(key);
    }

    @Override
    public Setting put(NewSetting setting) {
        Optional<Setting> before = find(setting.key());
        Setting same = with(setting, before.map(Setting::revision).orElse(null));
        if (before.filter(same::equals).isPresent()) {
            raise(unit, SETTINGS);
            return same;
        }
        String id = setting.key().value();
        Setting now = with(setting, revisionAfter(before));
        unit.asService().settings.put(setting.key(), now);
        raise(unit, SETTINGS);
        if (before.isEmpty()) {
            unit.logInsert(SETTINGS, id, null, recorded(now), unit.stamp());
        } else {
            unit.logUpdate(SETTINGS, id, null, recorded(before.get()), recorded(now), unit.stamp());
        }
        return now;
    }

    private Revision revisionAfter(Optional<Setting> before) {
        Revision last = before.map(Setting::revision).orElse(null);
        if (last != null) {
            return unit.nextRevision(last);
        }
        Revision first = unit.firstRevision();
        return new Revision(first.createdAt(), first.updatedAt(), revisionOf(unit, SETTINGS) + 1);
    }

    @Override
    public boolean remove(SettingKey key) {
        Optional<Setting> before = find(key);
        before.ifPresent(setting -> {
            unit.asService().settings.remove(key);
            raise(unit, SETTINGS);
            unit.logDelete(SETTINGS, key.value(), recorded(setting));
        });
        return before.isPresent();
    }

    static void raise(Unit unit, String table) {
        unit.asService().configurationRevisions.put(table, revisionOf(unit, table) + 1);
    }

    static long revisionOf(Unit unit, String table) {
        return unit.asService().configurationRevisions.find(table).orElse(0L);
    }

    private static Setting with(NewSetting setting, @Nullable Revision revision) {
        return new Setting(setting.key(), setting.value(), setting.description(), setting.isPublic(), revision);
    }

    private static Columns recorded(Setting setting) {
        return new Columns()
                .with("key", setting.key())
                .with("value", setting.value().value())
                .with("description", setting.description())
                .with("isPublic", setting.isPublic());
    }
}
