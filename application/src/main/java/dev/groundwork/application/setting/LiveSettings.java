package dev.groundwork.application.setting;

import dev.groundwork.application.ChangeLag;
import dev.groundwork.application.LiveCopy;
import dev.groundwork.application.Ports;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.ServerValues;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This node's copy of the settings that the server reads, and of those that anybody may. Safe for use by several threads. */
public final class LiveSettings {
    private final Ports ports;
    private final LiveCopy<Snapshot> copy;

    private final ChangeLag lag;

    /** @param ports the bare ones: reading settings must not make anybody read settings */
    public LiveSettings(Ports ports, ChangeLag lag) {
        this.ports = ports;
        this.lag = lag;
        this.copy = new LiveCopy<>(ports.clock(), this::read);
    }

    /**
     * The settings at one moment.
     *
     * @param publicly by key
     * @param newest when the newest of them was changed
     */
    private record Snapshot(long revision, ServerValues values, Map<SettingKey, JsonValue> publicly, Instant newest) {}

    /**
     * What the settings that the server reads are.
     *
     * @throws dev.groundwork.domain.Refused unavailable where they were never read, and can't be
     */
    public ServerValues values() {
        return copy.get().values();
    }

    /** What anybody may read, by key. */
    Map<SettingKey, JsonValue> publicly() {
        return copy.get().publicly();
    }

    /** To be called after the commit of a change, which counts here from then on. Where it can't be read now, it is soon. */
    void changed() {
        try {
            copy.renew();
        } catch (Refused unavailable) {
            // The change is made: its answer must not say otherwise.
        }
    }

    /** For whoever follows them. */
    public LiveCopy<?> copy() {
        return copy;
    }

    private Snapshot read(@Nullable Snapshot before) {
        // With an address, as a request has one: somebody may wait for it, and waits no longer for a connection than a
        // request does.
        Origin origin = new Origin("127.0.0.1", null, ports.ids().next().toString());
        Actor actor = new Actor.SystemActor("settings", origin);
        Snapshot read = ports.work().in(actor, tx -> {
            ConfigurationRevision revision = tx.settings().revision();
            if (before != null && before.revision() == revision.settings()) {
                return before;
            }
            List<SettingKey> keys =
                    ServerSetting.all().stream().map(ServerSetting::key).toList();
            return snapshot(revision.settings(), tx.settings().listLive(keys));
        });
        if (before != null) {
            lag.arrived(before.newest(), read.newest(), ports.clock().instant());
        }
        return read;
    }

    private static Snapshot snapshot(long revision, List<Setting> live) {
        Map<SettingKey, JsonValue> stored = new HashMap<>();
        Map<SettingKey, JsonValue> publicly = new TreeMap<>();
        ServerSetting.all().stream()
                .filter(ServerSetting::isPublic)
                .forEach(setting -> publicly.put(setting.key(), setting.initialValue()));
        for (Setting setting : live) {
            stored.put(setting.key(), setting.value());
            if (setting.isPublic()) {
                publicly.put(setting.key(), setting.value());
            } else {
                publicly.remove(setting.key());
            }
        }
        Instant newest = live.stream()
                .map(Setting::revision)
                .filter(Objects::nonNull)
                .map(Revision::updatedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return new Snapshot(revision, ServerValues.of(stored), publicly, newest);
    }
}
