package dev.groundwork.application;

import dev.groundwork.domain.access.Actor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts the units of work, for promises about how many there are; but for the reading of settings, which is due as time passes and
 * not with what is asked.
 */
public final class CountingWork implements Work {
    private final Work work;
    private final AtomicInteger units = new AtomicInteger();

    public CountingWork(Work work) {
        this.work = work;
    }

    /** How many units there were since this was last asked. */
    public int unitsSince() {
        return units.getAndSet(0);
    }

    @Override
    public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
        if (!(actor instanceof Actor.SystemActor system && system.reason().equals("settings"))) {
            units.incrementAndGet();
        }
        return work.in(actor, unit);
    }

    @Override
    public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
        units.incrementAndGet();
        return work.asService(actor, unit);
    }
}
