package dev.groundwork.application.flag;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.Standing;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.flag.Evaluation;
import dev.groundwork.domain.flag.Evaluators;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagChange;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.FlagSet;
import dev.groundwork.domain.flag.NewFlag;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Feature flags: keeping them, and asking what they are. Safe for use by several threads. */
public final class Flags {
    /** Every node keeps all of them in memory, and a bulk evaluation answers with all of them. */
    private static final int MOST = 2_000;

    private final Ports ports;
    private final LiveFlags live;

    public Flags(Ports ports, LiveFlags live) {
        this.ports = ports;
        this.live = live;
    }

    /**
     * What a flag is for a context, by this node's copy of all flags; asks nobody.
     *
     * @param context whatever the rules look at; {@code targetingKey} says whom it is for
     * @return empty where there is no such flag
     * @throws Refused unavailable where flags were never read, and can't be
     */
    public Optional<Evaluation> evaluate(String name, JsonObject context) {
        return current()
                .find(name)
                .map(flag -> flag.evaluate(context, ports.clock().instant()));
    }

    /**
     * This node's copy of all flags, as old as half a second where somebody {@linkplain dev.groundwork.application.Groundwork#follow
     * follows}.
     *
     * @throws Refused unavailable where flags were never read, and can't be
     */
    public FlagSet current() {
        return live.current();
    }

    /**
     * As {@link #current}, and at least as new as the state of that {@linkplain FlagSet#tag tag}, as far as it can be read.
     *
     * @param tag of a state that somebody was told of, perhaps by another node
     */
    public FlagSet currentSince(String tag) {
        if (!live.current().tag().equals(tag)) {
            live.seek();
        }
        return live.current();
    }

    /** Has {@code listener} told whenever this node's copy becomes another; by the thread that read it, which it must not hold up. */
    public void watch(Runnable listener) {
        live.watch(listener);
    }

    /** Has {@code listener} told no more. */
    public void unwatch(Runnable listener) {
        live.unwatch(listener);
    }

    /**
     * Every flag, by name.
     *
     * @throws Refused {@link Refusal.Unauthenticated} where nobody is signed in; forbidden without {@code flags:read}
     */
    public Page<Flag> list(Actor actor, Page.Request page) {
        return reading(actor, tx -> tx.flags().list(page));
    }

    /**
     * One flag.
     *
     * @throws Refused as {@link #list}; not found where there is none
     */
    public Flag find(Actor actor, FlagName name) {
        return reading(actor, tx -> tx.flags().find(name).orElseThrow(Flags::noSuchFlag));
    }

    /**
     * Makes a flag. On this node it counts as soon as this returns.
     *
     * @throws Refused {@link Refusal.Unauthenticated} where nobody is signed in; forbidden without {@code flags:manage}; invalid
     *     below {@code /rules} where they can be seen to be wrong; conflict at {@code /name} where the name is taken, and where there are
     *     2,000 flags
     */
    public Flag create(Actor actor, NewFlag flag) {
        return changing(actor, tx -> {
            flag.compiled(evaluators(tx));
            if (tx.flags().count() >= MOST) {
                throw Refused.conflict(
                        "There are " + MOST + " flags, and no more may be; remove one that is done with.");
            }
            return tx.flags().add(flag).orElseThrow(Flags::taken);
        });
    }

    /**
     * Changes a flag.
     *
     * @param expectedVersion the version the change was decided on; null for whichever there is
     * @throws Refused as {@link #create}; not found where there is none; stale where it has another version
     */
    public Flag change(Actor actor, FlagName name, FlagChange change, @Nullable Long expectedVersion) {
        return changing(actor, tx -> {
            NewFlag wanted = change.appliedTo(locked(tx, name, expectedVersion));
            wanted.compiled(evaluators(tx));
            return tx.flags().change(name, wanted).orElseThrow(Flags::taken);
        });
    }

    /**
     * Removes a flag.
     *
     * @throws Refused as {@link #change}
     */
    public void remove(Actor actor, FlagName name, @Nullable Long expectedVersion) {
        this.<@Nullable Void>changing(actor, tx -> {
            tx.flags().remove(locked(tx, name, expectedVersion).name());
            return null;
        });
    }

    private static Evaluators evaluators(Transaction tx) {
        return Evaluators.ofStored(FlagGuard.stored(tx));
    }

    private static Flag locked(Transaction tx, FlagName name, @Nullable Long expectedVersion) {
        Flag flag = tx.flags().find(name).orElseThrow(Flags::noSuchFlag);
        flag.revision().requireVersion(expectedVersion);
        return flag;
    }

    private <T> T reading(Actor actor, Function<Transaction, T> unit) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.FLAGS_READ);
            return unit.apply(tx);
        });
    }

    private interface ChangingUnit<T extends @Nullable Object> {
        T run(Transaction tx);
    }

    private <T extends @Nullable Object> T changing(Actor actor, ChangingUnit<T> unit) {
        T result = ports.work().<T>asService(actor, tx -> {
            Standing.require(tx, Permission.FLAGS_MANAGE);
            tx.settings().lock();
            return unit.run(tx);
        });
        live.changed();
        return result;
    }

    private static Refused noSuchFlag() {
        return Refused.notFound("There is no such flag.");
    }

    private static Refused taken() {
        return Refused.taken("/name", "is taken");
    }
}
