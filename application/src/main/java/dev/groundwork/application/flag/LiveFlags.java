package dev.groundwork.application.flag;

import dev.groundwork.application.LiveCopy;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.flag.Evaluators;
import dev.groundwork.domain.flag.FlagSet;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** This node's copy of all flags, ready to be evaluated. Safe for use by several threads. */
public final class LiveFlags {
    private final Ports ports;
    private final LiveCopy<Snapshot> copy;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param ports the bare ones: reading flags must not make anybody read settings */
    public LiveFlags(Ports ports) {
        this.ports = ports;
        this.copy = new LiveCopy<>(ports.clock(), this::read);
    }

    private record Snapshot(ConfigurationRevision revision, FlagSet flags) {}

    FlagSet current() {
        return copy.get().flags();
    }

    void watch(Runnable listener) {
        listeners.add(listener);
    }

    /** To be called after the commit of a change, which counts here from then on. Where it can't be read now, it is soon. */
    public void changed() {
        try {
            renew();
        } catch (Refused unavailable) {
            // The change is made: its answer must not say otherwise.
        }
    }

    /**
     * Reads the flags anew, and tells who watches them where they are others.
     *
     * @throws Refused unavailable where they can't be read; the last ones count on
     */
    public void renew() {
        @Nullable FlagSet before = copy.isThere() ? copy.get().flags() : null;
        copy.renew();
        if (before == null || !copy.get().flags().tag().equals(before.tag())) {
            listeners.forEach(Runnable::run);
        }
    }

    private Snapshot read(@Nullable Snapshot before) {
        Actor actor = new Actor.SystemActor(
                "flags", Origin.internal(ports.ids().next().toString()));
        return ports.work().in(actor, tx -> {
            ConfigurationRevision revision = tx.settings().revision();
            return before != null && before.revision().equals(revision)
                    ? before
                    : new Snapshot(revision, flags(tx, revision));
        });
    }

    /** The tag changes with the flags and with the rules that they share, and with no other setting. */
    private static FlagSet flags(Transaction tx, ConfigurationRevision revision) {
        long shared = tx.settings()
                .find(ServerSetting.FLAG_EVALUATORS.key())
                .map(Setting::version)
                .orElse(Setting.UNSET);
        return FlagSet.of(
                revision.flags() + "." + shared, tx.flags().listAll(), Evaluators.ofStored(FlagGuard.stored(tx)));
    }
}
