package dev.groundwork.persistence.flag;

import static dev.groundwork.persistence.schema.config.Tables.FEATURE_FLAGS;
import static dev.groundwork.persistence.schema.ops.Tables.CONFIGURATION_REVISIONS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.flag.FlagStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import dev.groundwork.persistence.Constraints;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Unit;
import java.util.List;
import java.util.Optional;
import org.jooq.SelectField;
import org.jooq.exception.DataAccessException;

/** Feature flags, in {@code config.feature_flags}. */
public final class JooqFlagStore implements FlagStore {
    private static final SelectField<Flag> FLAG = row(
                    FEATURE_FLAGS.NAME,
                    FEATURE_FLAGS.ENABLED,
                    FEATURE_FLAGS.DESCRIPTION,
                    FEATURE_FLAGS.RULES,
                    row(FEATURE_FLAGS.CREATED_AT, FEATURE_FLAGS.UPDATED_AT, FEATURE_FLAGS.VERSION)
                            .mapping(Revision::new))
            .mapping(Flag::new);

    private final Unit unit;

    public JooqFlagStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Page<Flag> list(Page.Request page) {
        Keyset order = Keyset.ascending("flags", FEATURE_FLAGS.NAME);
        return order.page(
                page,
                unit.sql()
                        .select(FLAG, FEATURE_FLAGS.NAME)
                        .from(FEATURE_FLAGS)
                        .where(order.from(page))
                        .orderBy(order.order())
                        .limit(Keyset.rows(page))
                        .fetch(),
                found -> found.value1());
    }

    @Override
    public List<Flag> listAll() {
        return unit.sql().select(FLAG).from(FEATURE_FLAGS).fetch(found -> found.value1());
    }

    @Override
    public int count() {
        return unit.sql().fetchCount(FEATURE_FLAGS);
    }

    @Override
    public Optional<Flag> find(FlagName name) {
        return unit.sql()
                .select(FLAG)
                .from(FEATURE_FLAGS)
                .where(FEATURE_FLAGS.NAME.eq(name))
                .fetchOptional(found -> found.value1());
    }

    @Override
    public Optional<Flag> add(NewFlag flag) {
        int added = unit.sql()
                .insertInto(FEATURE_FLAGS)
                .set(FEATURE_FLAGS.NAME, flag.name())
                .set(FEATURE_FLAGS.ENABLED, flag.enabled())
                .set(FEATURE_FLAGS.DESCRIPTION, flag.description())
                .set(FEATURE_FLAGS.RULES, flag.rules())
                // One that comes back goes on counting: a tag of its first life must not fit again.
                .set(
                        FEATURE_FLAGS.VERSION,
                        field(select(CONFIGURATION_REVISIONS.REVISION.plus(1))
                                .from(CONFIGURATION_REVISIONS)
                                .where(CONFIGURATION_REVISIONS.ENTITY.eq(FEATURE_FLAGS.getName()))))
                .onConflictDoNothing()
                .execute();
        return added == 0 ? Optional.empty() : find(flag.name());
    }

    @Override
    public Optional<Flag> change(FlagName name, NewFlag flag) {
        if (!name.equals(flag.name()) && find(flag.name()).isPresent()) {
            return Optional.empty();
        }
        try {
            unit.sql()
                    .update(FEATURE_FLAGS)
                    .set(FEATURE_FLAGS.NAME, flag.name())
                    .set(FEATURE_FLAGS.ENABLED, flag.enabled())
                    .set(FEATURE_FLAGS.DESCRIPTION, flag.description())
                    .set(FEATURE_FLAGS.RULES, flag.rules())
                    .where(FEATURE_FLAGS.NAME.eq(name))
                    .execute();
        } catch (DataAccessException e) {
            if (Constraints.broke(e, "feature_flags_name_key")) {
                throw new Overtaken("somebody took the name just now");
            }
            throw e;
        }
        return find(flag.name());
    }

    @Override
    public boolean remove(FlagName name) {
        return unit.sql()
                        .deleteFrom(FEATURE_FLAGS)
                        .where(FEATURE_FLAGS.NAME.eq(name))
                        .execute()
                > 0;
    }
}
