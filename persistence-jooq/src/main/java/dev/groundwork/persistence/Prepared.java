package dev.groundwork.persistence;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.NullUnmarked;

/**
 * A statement that is sent all the time: rendered once and not each time it is sent, which would cost about what PostgreSQL takes
 * to answer it.
 */
public final class Prepared {
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
        return returning(selected, rest.apply(DSL.select(selected)));
    }

    /**
     * A statement with rows.
     *
     * @param selected what it returns, in its order
     * @param statement with a parameter for each value that differs from time to time, and no other
     */
    public static Prepared returning(List<Field<?>> selected, Query statement) {
        return new Prepared(DSL.using(SQLDialect.POSTGRES).render(statement), selected.toArray(Field<?>[]::new));
    }

    /** A statement without rows; {@code statement} as {@link #returning} says. */
    public static Prepared of(Query statement) {
        return returning(List.of(), statement);
    }

    /** The one row that there is for these values, or none. */
    public Optional<Values> find(Unit unit, Field<?>... values) {
        return unit.sql()
                .resultQuery(sql, (Object[]) values)
                .coerce(selected)
                .fetchOptional(row -> new ByPosition(row, positions));
    }

    /** Sends it for these values; how many rows it wrote. */
    public int execute(Unit unit, Field<?>... values) {
        return unit.sql().query(sql, (Object[]) values).execute();
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
