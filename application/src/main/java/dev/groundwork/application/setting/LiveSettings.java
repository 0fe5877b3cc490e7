package dev.groundwork.application.setting;

import dev.groundwork.application.LiveCopy;
import dev.groundwork.application.Ports;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.ServerValues;
import dev.groundwork.domain.setting.Setting;
import dev.groundwork.domain.setting.SettingKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This node's copy of the settings that the server reads, and of those that anybody may. Safe for use by several threads. */
public final class LiveSettings {
    private final Ports ports;
    private final LiveCopy<Snapshot> copy;

    /** @param ports the bare ones: reading settings must not make anybody read settings */
    public LiveSettings(Ports ports) {
        this.ports = ports;
        this.copy = new LiveCopy<>(ports.clock(), this::read);
    }

    /**
     * The settings at one moment.
     *
     * @param publicly by key
     */
    private record Snapshot(long revision, ServerValues values, Map<SettingKey, JsonValue> publicly) {}

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
        return ports.work().in(actor, tx -> {
            ConfigurationRevision revision = tx.settings().revision();
            if (before != null && before.revision() == revision.settings()) {
                return before;
            }
            List<SettingKey> keys =
                    ServerSetting.all().stream().map(ServerSetting::key).toList();
            return snapshot(revision.settings(), tx.settings().listLive(keys));
        });
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
        return new Snapshot(revision, ServerValues.of(stored), publicly);
    }
}
