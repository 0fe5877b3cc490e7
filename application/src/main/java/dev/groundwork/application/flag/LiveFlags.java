package dev.groundwork.application.flag;

import dev.groundwork.application.ChangeLag;
import dev.groundwork.application.LiveCopy;
import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.setting.SettingStore.ConfigurationRevision;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.flag.Evaluators;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagSet;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.domain.setting.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** This node's copy of all flags, ready to be evaluated. Safe for use by several threads. */
public final class LiveFlags {
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    private final Ports ports;
    private final LiveCopy<Snapshot> copy;
    private final AtomicReference<Instant> sought = new AtomicReference<>(Instant.EPOCH);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final ChangeLag lag;

    /** @param ports the bare ones: reading flags must not make anybody read settings */
    public LiveFlags(Ports ports, ChangeLag lag) {
        this.ports = ports;
        this.lag = lag;
        this.copy = new LiveCopy<>(ports.clock(), this::read);
    }

    /** @param newest when the newest of the flags was changed */
    private record Snapshot(ConfigurationRevision revision, FlagSet flags, Instant newest) {}

    FlagSet current() {
        return copy.get().flags();
    }

    void watch(Runnable listener) {
        listeners.add(listener);
    }

    void unwatch(Runnable listener) {
        listeners.remove(listener);
    }

    /** To be called after the commit of a change, which counts here from then on. Where it can't be read now, it is soon. */
    public void changed() {
        try {
            renew();
        } catch (Refused unavailable) {
            // The change is made: its answer must not say otherwise.
        }
    }

    /** Reads them anew where nobody did within the last tenth of a second, however many ask for it. */
    void seek() {
        Instant now = ports.clock().instant();
        Instant last = sought.get();
        if (Duration.between(last, now).abs().compareTo(LEAST_PAUSE) > 0 && sought.compareAndSet(last, now)) {
            changed();
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

    /** What is read in one unit, to be compiled after it: a unit must not last for as long as that may take. */
    private record Rows(ConfigurationRevision revision, long shared, JsonObject evaluators, List<Flag> flags) {
        /** The tag changes with the flags and with the rules that they share, and with no other setting. */
        private Snapshot compiled() {
            Instant newest = flags.stream()
                    .map(flag -> flag.revision().updatedAt())
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH);
            return new Snapshot(
                    revision,
                    FlagSet.of(revision.flags() + "." + shared, flags, Evaluators.ofStored(evaluators)),
                    newest);
        }
    }

    private Snapshot read(@Nullable Snapshot before) {
        // With an address, as a request has one: somebody may wait for it, and waits no longer for a connection than a
        // request does.
        Origin origin = new Origin("127.0.0.1", null, ports.ids().next().toString());
        Actor actor = new Actor.SystemActor("flags", origin);
        Optional<Rows> rows = ports.work().in(actor, tx -> {
            ConfigurationRevision revision = tx.settings().revision();
            return before != null && before.revision().equals(revision)
                    ? Optional.<Rows>empty()
                    : Optional.of(rows(tx, revision));
        });
        if (before != null && rows.isEmpty()) {
            return before;
        }
        Snapshot compiled = rows.orElseThrow().compiled();
        if (before != null) {
            lag.arrived(before.newest(), compiled.newest(), ports.clock().instant());
        }
        return compiled;
    }

    private static Rows rows(Transaction tx, ConfigurationRevision revision) {
        long shared = tx.settings()
                .find(ServerSetting.FLAG_EVALUATORS.key())
                .map(Setting::version)
                .orElse(Setting.UNSET);
        return new Rows(revision, shared, FlagGuard.stored(tx), tx.flags().listAll());
    }
}
