package dev.groundwork.persistence.setting;

import static dev.groundwork.persistence.schema.config.Tables.FEATURE_FLAGS;
import static dev.groundwork.persistence.schema.config.Tables.SYSTEM_SETTINGS;
import static dev.groundwork.persistence.schema.ops.Tables.CONFIGURATION_REVISIONS;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.row;

import dev.groundwork.application.setting.SettingStore;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import dev.groundwork.persistence.Unit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** Settings, in {@code config.system_settings}. */
public final class JooqSettingStore implements SettingStore {
    private static final SelectField<Setting> SETTING = row(
                    SYSTEM_SETTINGS.KEY,
                    SYSTEM_SETTINGS.VALUE,
                    SYSTEM_SETTINGS.DESCRIPTION,
                    SYSTEM_SETTINGS.IS_PUBLIC,
                    row(SYSTEM_SETTINGS.CREATED_AT, SYSTEM_SETTINGS.UPDATED_AT, SYSTEM_SETTINGS.VERSION)
                            .mapping(Revision::new))
            .mapping(Setting::new);

    private final Unit unit;

    public JooqSettingStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public ConfigurationRevision revision() {
        return read(unit.sql()
                .select(CONFIGURATION_REVISIONS.ENTITY, CONFIGURATION_REVISIONS.REVISION)
                .from(CONFIGURATION_REVISIONS)
                .fetch());
    }

    @Override
    public ConfigurationRevision lock() {
        return read(unit.sql()
                .select(CONFIGURATION_REVISIONS.ENTITY, CONFIGURATION_REVISIONS.REVISION)
                .from(CONFIGURATION_REVISIONS)
                // Everybody in the same order, lest two wait for each other.
                .orderBy(CONFIGURATION_REVISIONS.ENTITY)
                .forNoKeyUpdate()
                .fetch());
    }

    private static ConfigurationRevision read(Result<Record2<String, Long>> rows) {
        Map<String, Long> revisions = rows.intoMap(Record2::value1, Record2::value2);
        return new ConfigurationRevision(
                revisions.getOrDefault(SYSTEM_SETTINGS.getName(), 0L),
                revisions.getOrDefault(FEATURE_FLAGS.getName(), 0L));
    }

    @Override
    public List<Setting> list(@Nullable SettingKey after, int max) {
        return unit.sql()
                .select(SETTING)
                .from(SYSTEM_SETTINGS)
                .where(after == null ? noCondition() : SYSTEM_SETTINGS.KEY.gt(after))
                .orderBy(SYSTEM_SETTINGS.KEY)
                .limit(max)
                .fetch(found -> found.value1());
    }

    @Override
    public int count() {
        return unit.sql().fetchCount(SYSTEM_SETTINGS);
    }

    @Override
    public List<Setting> listLive(Collection<SettingKey> keys) {
        return unit.sql()
                .select(SETTING)
                .from(SYSTEM_SETTINGS)
                .where(or(SYSTEM_SETTINGS.IS_PUBLIC.isTrue(), SYSTEM_SETTINGS.KEY.in(keys)))
                .fetch(found -> found.value1());
    }

    @Override
    public Optional<Setting> find(SettingKey key) {
        return unit.sql()
                .select(SETTING)
                .from(SYSTEM_SETTINGS)
                .where(SYSTEM_SETTINGS.KEY.eq(key))
                .fetchOptional(found -> found.value1());
    }

    @Override
    public Setting put(NewSetting setting) {
        long next = revision().settings() + 1;
        unit.sql()
                .insertInto(SYSTEM_SETTINGS)
                .set(SYSTEM_SETTINGS.KEY, setting.key())
                .set(SYSTEM_SETTINGS.VALUE, setting.value())
                .set(SYSTEM_SETTINGS.DESCRIPTION, setting.description())
                .set(SYSTEM_SETTINGS.IS_PUBLIC, setting.isPublic())
                // One that comes back goes on counting: a tag of its first life must not fit again.
                .set(SYSTEM_SETTINGS.VERSION, next)
                .onConflict(SYSTEM_SETTINGS.KEY)
                .doUpdate()
                .set(SYSTEM_SETTINGS.VALUE, setting.value())
                .set(SYSTEM_SETTINGS.DESCRIPTION, setting.description())
                .set(SYSTEM_SETTINGS.IS_PUBLIC, setting.isPublic())
                .execute();
        return find(setting.key()).orElseThrow();
    }

    @Override
    public boolean remove(SettingKey key) {
        return unit.sql()
                        .deleteFrom(SYSTEM_SETTINGS)
                        .where(SYSTEM_SETTINGS.KEY.eq(key))
                        .execute()
                > 0;
    }
}
