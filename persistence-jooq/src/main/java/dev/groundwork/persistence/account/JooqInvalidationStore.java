package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.ops.Tables.CACHE_INVALIDATIONS;
import static org.jooq.impl.DSL.any;

import dev.groundwork.application.account.InvalidationStore;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.persistence.Unit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What a trigger on {@code app.users} leaves in {@code ops.cache_invalidations}. */
public final class JooqInvalidationStore implements InvalidationStore {
    private final Unit unit;

    public JooqInvalidationStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public List<Invalidation> list(int max) {
        return unit.sql()
                .select(CACHE_INVALIDATIONS.ID, CACHE_INVALIDATIONS.KEY, CACHE_INVALIDATIONS.VERSION)
                .from(CACHE_INVALIDATIONS)
                .where(CACHE_INVALIDATIONS.ENTITY.eq("user"))
                .orderBy(CACHE_INVALIDATIONS.ID)
                .limit(max)
                .fetch(row -> new Invalidation(row.value1(), new UserId(UUID.fromString(row.value2())), row.value3()));
    }

    @Override
    public void done(Collection<Long> ids) {
        unit.sql()
                .deleteFrom(CACHE_INVALIDATIONS)
                // One parameter however many there are, and so one statement for PostgreSQL to know.
                .where(CACHE_INVALIDATIONS.ID.eq(any(ids.toArray(Long[]::new))))
                .execute();
    }
}
