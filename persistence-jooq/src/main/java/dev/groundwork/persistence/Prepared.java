package dev.groundwork.persistence;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.NullUnmarked;

/**
 * A query that is asked all the time: rendered once and not each time it is asked, which would cost about what PostgreSQL takes
 * to answer it.
 */
public final class Prepared {
    /** Without casts: the values bring theirs. */
    private static final Settings TEXT = new Settings().withParamCastMode(ParamCastMode.NEVER);

    private final String sql;
    private final Field<?>[] selected;
    private final IdentityHashMap<Field<?>, Integer> positions = new IdentityHashMap<>();

    private Prepared(String sql, Field<?>[] selected) {
        this.sql = sql;
        this.selected = selected;
        for (int i = 0; i < selected.length; i++) {
            positions.put(selected[i], i);
        }
    }

    /** @param rest with a parameter for each value that differs from time to time, and no other */
    public static Prepared select(
            List<Field<?>> selected, Function<? super SelectSelectStep<Record>, ? extends Select<Record>> rest) {
        String sql = DSL.using(SQLDialect.POSTGRES, TEXT).render(rest.apply(DSL.select(selected)));
        return new Prepared(sql, selected.toArray(Field<?>[]::new));
    }

    /** The one row that there is for these values, or none. */
    public Optional<Values> find(Unit unit, Field<?>... values) {
        return unit.sql()
                .resultQuery(sql, (Object[]) values)
                .coerce(selected)
                .fetchOptional(row -> new ByPosition(row, positions));
    }

    /** Of a query's text alone jOOQ can't know which table a column is of. */
    @NullUnmarked
    private record ByPosition(Record row, IdentityHashMap<Field<?>, Integer> positions) implements Values {
        @Override
        @SuppressWarnings("unchecked") // the row was read as these very fields
        public <T> T get(Field<T> field) {
            Integer position = positions.get(field);
            if (position == null) {
                throw new IllegalArgumentException("not selected: " + field);
            }
            return (T) row.get(position);
        }
    }
}
