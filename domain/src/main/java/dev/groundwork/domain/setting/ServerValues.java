package dev.groundwork.domain.setting;

import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.session.SessionLifetimes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the settings that the server reads are at one moment. Immutable. */
public final class ServerValues {
    /** Nobody set anything. */
    public static final ServerValues INITIAL = new ServerValues(Map.of());

    private final Map<ServerSetting<?>, Object> set;
    private final PasswordPolicy passwords;
    private final SessionLifetimes lifetimes;

    private ServerValues(Map<ServerSetting<?>, Object> set) {
        this.set = Map.copyOf(set);
        this.passwords =
                new PasswordPolicy(get(ServerSetting.PASSWORD_MIN_LENGTH), List.of(get(ServerSetting.APP_NAME)));
        this.lifetimes = new SessionLifetimes(
                Duration.ofMinutes(get(ServerSetting.ACCESS_TOKEN_MINUTES)),
                Duration.ofDays(get(ServerSetting.REFRESH_DAYS)),
                Duration.ofDays(get(ServerSetting.SESSION_MAX_DAYS)),
                Duration.ofHours(get(ServerSetting.COOKIE_HOURS)));
    }

    /**
     * The values that are stored, and the defaults of all others. A stored one that can't be read, because another release or
     * a person wrote it, counts as its default.
     */
    public static ServerValues of(Map<SettingKey, JsonValue> stored) {
        Map<ServerSetting<?>, Object> set = new HashMap<>();
        for (ServerSetting<?> setting : ServerSetting.all()) {
            JsonValue value = stored.get(setting.key());
            if (value != null) {
                try {
                    set.put(setting, setting.read(value));
                } catch (Refused unreadable) {
                    // its default counts
                }
            }
        }
        return new ServerValues(set);
    }

    /** What the setting is. */
    @SuppressWarnings("unchecked") // of() puts in what the setting itself has read
    public <T> T get(ServerSetting<T> setting) {
        return (T) set.getOrDefault(setting, setting.initial());
    }

    /** Which passwords may be chosen, without a block-list. */
    public PasswordPolicy passwords() {
        return passwords;
    }

    public SessionLifetimes lifetimes() {
        return lifetimes;
    }
}
