package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.Work;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every row in the process. Units run one after another, so none ever sees half of another; one that fails is undone row
 * by row. Attribution, row-level security and the automatic entries of the audit trail are PostgreSQL's, said again in Java.
 */
public final class InMemoryWork implements Work {
    private static final int MAX_TRIES = 5;

    /** A unit takes micros; whoever waits for this long waits for one that hangs. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Tables tables;
    private final InstantSource clock;

    /** An empty store. */
    public InMemoryWork(InstantSource clock) {
        this.clock = clock;
        this.tables = new Tables(clock.instant());
    }

    @Override
    public <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit) {
        return run(actor, actor instanceof Actor.SystemActor, unit);
    }

    @Override
    public <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit) {
        return run(actor, true, unit);
    }

    private <T extends @Nullable Object> T run(
            Actor actor, boolean service, Function<? super Transaction, ? extends T> unit) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("units of work do not nest");
        }
        for (int attempt = 1; attempt < MAX_TRIES; attempt++) {
            try {
                return once(actor, service, unit);
            } catch (Overtaken overtaken) {
                // what it read no longer holds: it runs again on what is now true
            }
        }
        try {
            return once(actor, service, unit);
        } catch (Overtaken overtaken) {
            throw unavailable("Others were quicker each time; try again in a moment.");
        }
    }

    private <T extends @Nullable Object> T once(
            Actor actor, boolean service, Function<? super Transaction, ? extends T> unit) {
        acquire();
        try {
            Unit running = new Unit(tables, clock, actor, service);
            try {
                T result = unit.apply(new InMemoryTransaction(running));
                tables.commit();
                return result;
            } finally {
                running.end();
                // after a commit there is nothing left to undo
                tables.rollBack();
            }
        } finally {
            lock.unlock();
        }
    }

    private void acquire() {
        try {
            if (!lock.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable("The store is busy; try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The wait for the store was interrupted.");
        }
    }

    private static Refused unavailable(String detail) {
        return new Refused(new Refusal.Unavailable(detail, RETRY_AFTER));
    }
}
