package dev.groundwork.application.setting;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.Standing;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.setting.NewSetting;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings: those that the server reads, which are always there, and any others that somebody set. Safe for use by several
 * threads.
 */
public final class Settings {
    private static final int MOST = 10_000;

    /** Every node keeps them, and anybody may ask for them all at once. */
    private static final int MOST_PUBLIC = 500_000;

    private final Ports ports;
    private final LiveSettings live;
    private final List<SettingGuard> guards;

    public Settings(Ports ports, LiveSettings live, List<SettingGuard> guards) {
        this.ports = ports;
        this.live = live;
        this.guards = List.copyOf(guards);
    }

    /**
     * A setting that was set.
     *
     * @param added whether nobody had set it before
     */
    public record Put(Setting setting, boolean added) {}

    /** What anybody may read, by key; as old as half a second. */
    public Map<SettingKey, JsonValue> listPublic() {
        return live.publicly();
    }

    /**
     * Every setting by key; those that the server reads with their defaults, where nobody set them.
     *
     * @throws Refused {@link Refusal.Unauthenticated} where nobody is signed in; forbidden without {@code settings:read}; invalid
     *     where the position is none of this list
     */
    public Page<Setting> list(Actor actor, Page.Request page) {
        String position = page.after();
        SettingKey after = position == null ? null : SettingKey.parse(position);
        int wanted = page.limit() + 1;
        List<Setting> set = ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.SETTINGS_READ);
            return tx.settings().list(after, wanted);
        });
        List<Setting> all = withInitialOnes(set, after, set.size() < wanted);
        return Page.of(
                all,
                new Page.Request(page.limit(), null),
                setting -> setting.key().value());
    }

    /** Beyond the last key of a list that was cut, others may follow: what is unset there comes on a later page. */
    private static List<Setting> withInitialOnes(List<Setting> set, @Nullable SettingKey after, boolean whole) {
        TreeMap<SettingKey, Setting> all = new TreeMap<>();
        set.forEach(setting -> all.put(setting.key(), setting));
        ServerSetting.all().stream()
                .filter(setting -> after == null || setting.key().compareTo(after) > 0)
                .filter(setting ->
                        whole || setting.key().compareTo(set.getLast().key()) < 0)
                .forEach(setting -> all.putIfAbsent(setting.key(), Setting.initial(setting)));
        return List.copyOf(all.values());
    }

    /**
     * One setting.
     *
     * @throws Refused as {@link #list}; not found where nobody set it and the server does not read it
     */
    public Setting find(Actor actor, SettingKey key) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.SETTINGS_READ);
            return current(tx, key).orElseThrow(Settings::noSuchSetting);
        });
    }

    /**
     * Sets a setting. On this node it counts as soon as this returns.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @throws Refused {@link Refusal.Unauthenticated} where nobody is signed in; forbidden without {@code settings:manage};
     *     stale where it has another version; invalid at {@code /value} where something that is stored would break
     */
    public Put put(Actor actor, NewSetting setting, @Nullable Long expectedVersion) {
        return changing(actor, setting.key(), tx -> {
            Optional<Setting> before = locked(tx, setting.key(), expectedVersion);
            check(tx, setting.key(), setting.value());
            requireRoom(tx, setting, before.isEmpty());
            boolean added = before.isEmpty() || before.get().version() == Setting.UNSET;
            return new Put(tx.settings().put(setting), added);
        });
    }

    private static void requireRoom(Transaction tx, NewSetting setting, boolean isNew) {
        if (isNew && tx.settings().count() >= MOST) {
            throw Refused.conflict(
                    "There are " + MOST + " settings, and no more may be; remove one that is done with.");
        }
        int length = setting.value().textLength();
        for (Setting publicly : setting.isPublic() ? tx.settings().listLive(List.of()) : List.<Setting>of()) {
            length +=
                    publicly.key().equals(setting.key()) ? 0 : publicly.value().textLength();
        }
        if (setting.isPublic() && length > MOST_PUBLIC) {
            throw Refused.invalidAt(
                    "/value", "would make all that is public take more than " + MOST_PUBLIC + " characters together");
        }
    }

    /**
     * Removes a setting; one that the server reads returns to its default.
     *
     * @throws Refused as {@link #put}; not found where nobody set it
     */
    public void remove(Actor actor, SettingKey key, @Nullable Long expectedVersion) {
        this.<@Nullable Void>changing(actor, key, tx -> {
            Optional<Setting> before = locked(tx, key, expectedVersion);
            ServerSetting.find(key).ifPresent(initial -> check(tx, key, initial.initialValue()));
            if (before.isEmpty() || !tx.settings().remove(key)) {
                throw noSuchSetting();
            }
            return null;
        });
    }

    private void check(Transaction tx, SettingKey key, JsonValue value) {
        guards.forEach(guard -> guard.check(tx, key, value));
    }

    private static Optional<Setting> locked(Transaction tx, SettingKey key, @Nullable Long expectedVersion) {
        tx.settings().lock();
        Optional<Setting> before = current(tx, key);
        long version = before.map(Setting::version).orElse(Setting.UNSET);
        if (expectedVersion != null && expectedVersion != version) {
            throw Refused.stale();
        }
        return before;
    }

    private static Optional<Setting> current(Transaction tx, SettingKey key) {
        return tx.settings().find(key).or(() -> ServerSetting.find(key).map(Setting::initial));
    }

    private interface ChangingUnit<T extends @Nullable Object> {
        T run(Transaction tx);
    }

    private <T extends @Nullable Object> T changing(Actor actor, SettingKey key, ChangingUnit<T> unit) {
        T result = ports.work().<T>asService(actor, tx -> {
            Standing.require(tx, Permission.SETTINGS_MANAGE);
            return unit.run(tx);
        });
        live.changed();
        guards.forEach(guard -> guard.changed(key));
        return result;
    }

    private static Refused noSuchSetting() {
        return Refused.notFound("There is no such setting.");
    }
}
