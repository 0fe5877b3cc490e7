package dev.groundwork.application;

import dev.groundwork.domain.access.Actor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only way to the stores: one unit of work, which is one transaction.
 *
 * <p>All of a unit's changes are kept, or none: an exception rolls back and comes through unchanged. A refusal that must be
 * remembered is therefore returned from the unit and thrown after it. The actor is made known to the store beneath, so that
 * every change is attributed and every row secured, and is forgotten with the unit. What {@link Transaction} hands out is
 * dead once the unit has ended.
 *
 * <p>A unit that loses against another (a serialization failure, a deadlock, {@link Overtaken}) runs again, a bounded number of
 * times: it must not do anything that can't be undone. Nothing slow belongs inside: no hashing, mail, cache or HTTP. Units do
 * not nest. Safe for use by several threads.
 */
public interface Work {

    /**
     * Runs a unit with the actor's own rights: a signed-in user and nobody under row-level security, the system as the service.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Unavailable} where the store can't be reached
     *     in time or the unit loses too often; whatever the unit throws
     */
    <T extends @Nullable Object> T in(Actor actor, Function<? super Transaction, ? extends T> unit);

    /**
     * Runs a unit as the service, for a use case that has checked the actor's permission itself. The audit trail still names
     * the actor.
     *
     * @throws dev.groundwork.domain.Refused as {@link #in}
     */
    <T extends @Nullable Object> T asService(Actor actor, Function<? super Transaction, ? extends T> unit);

    /** As {@link #in}, for a unit that answers nothing. */
    default void run(Actor actor, Consumer<? super Transaction> unit) {
        this.<@Nullable Void>in(actor, tx -> {
            unit.accept(tx);
            return null;
        });
    }
}
