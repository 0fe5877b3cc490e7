package dev.groundwork.persistence;

import dev.groundwork.domain.access.Actor;
import java.sql.Connection;
import java.time.Instant;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;

/** One unit of work as the stores see it: the transaction's SQL, who acts, and since when. Dead once the unit has ended. */
public final class Unit {
    private final DSLContext sql;
    private final Actor actor;
    private final Instant now;
    private boolean wrote;
    private boolean ended;

    Unit(Configuration base, Connection connection, Actor actor, Instant now) {
        Configuration own = base.derive(new DefaultConnectionProvider(connection));
        own.setAppending(ExecuteListener.onExecuteStart(this::note));
        this.sql = DSL.using(own);
        this.actor = actor;
        this.now = now;
    }

    private void note(ExecuteContext statement) {
        @Nullable String text = statement.sql();
        boolean rowsAsked = statement.query() instanceof ResultQuery<?> && text != null && text.startsWith("select");
        wrote |= !rowsAsked;
    }

    /** @throws IllegalStateException once the unit has ended */
    public DSLContext sql() {
        requireAlive();
        return sql;
    }

    public Actor actor() {
        return actor;
    }

    /** The moment the transaction began, by PostgreSQL's clock. */
    public Instant now() {
        return now;
    }

    private void requireAlive() {
        if (ended) {
            throw new IllegalStateException("the unit of work has ended, and its stores with it");
        }
    }

    /** Whether anything was sent but a {@code select} for its rows; a function called for what it does counts as a change. */
    boolean wrote() {
        return wrote;
    }

    void end() {
        ended = true;
    }
}
