package dev.groundwork.application.setting;

import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings that somebody set. As the service only. */
public interface SettingStore {

    /**
     * How often settings and flags were changed: whoever keeps a copy sees by it whether the copy is the truth's.
     *
     * @param settings grows with each change of a setting
     * @param flags grows with each change of a flag
     */
    record ConfigurationRevision(long settings, long flags) {}

    /** Which state settings and flags are in. */
    ConfigurationRevision revision();

    /** As {@link #revision}, and nobody else changes a setting or a flag until this unit ends: each is checked against the others. */
    ConfigurationRevision lock();

    /**
     * Settings by key.
     *
     * @param after only keys behind this one; null for all
     * @param max the most that are returned
     */
    List<Setting> list(@Nullable SettingKey after, int max);

    /** How many are set. */
    int count();

    /** Those of these keys that are set, and all that are public, in no order. */
    List<Setting> listLive(Collection<SettingKey> keys);

    /** The setting; empty where nobody set it. */
    Optional<Setting> find(SettingKey key);

    /** Sets it, whether or not it is set; {@link #lock} came before. Its version is greater than any that it ever had. */
    Setting put(NewSetting setting);

    /** Removes it; false where nobody set it. {@link #lock} came before. */
    boolean remove(SettingKey key);
}
