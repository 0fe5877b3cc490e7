package dev.groundwork.persistence;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RowN;
import org.jooq.SortField;
import org.jooq.exception.DataTypeException;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list, and where in it a page begins: by the values of the row before and never by counting, so that the last
 * page is as fast as the first, and nothing is shown twice or left out where rows come and go.
 */
public final class Keyset {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int FINGERPRINT_BYTES = 9;

    private final String fingerprint;
    private final boolean descending;
    private final List<Field<?>> columns;
    private final boolean firstMayBeNull;

    private Keyset(String query, boolean descending, List<Field<?>> columns, boolean firstMayBeNull) {
        this.firstMayBeNull = firstMayBeNull;
        this.fingerprint = fingerprint(query + " " + descending + " " + columns);
        this.descending = descending;
        this.columns = columns;
    }

    /**
     * The greatest values first.
     *
     * @param query tells this list from every other, its filters included: a cursor of another one is refused
     * @param columns never null, and together different in every row
     */
    public static Keyset descending(String query, Field<?>... columns) {
        return new Keyset(query, true, List.of(columns), false);
    }

    /** As {@link #descending}, the least values first. */
    public static Keyset ascending(String query, Field<?>... columns) {
        return new Keyset(query, false, List.of(columns), false);
    }

    /**
     * By a column that may be null; rows without a value come last in either direction.
     *
     * @param query as {@link #descending}
     * @param id never null, and different in every row
     */
    public static Keyset nullsLast(String query, boolean descending, Field<?> column, Field<?> id) {
        return new Keyset(query, descending, List.of(column, id), true);
    }

    /** What one statement of {@link #fetch} asks for. */
    public record Part(Condition condition, List<? extends SortField<?>> order, int limit) {}

    /**
     * Fetches a page by one statement, or by two where it runs past the last row with a value into those without: an index
     * serves each of the two, and none would serve both together from the middle on.
     *
     * @param statement its rows hold every column of the order
     * @throws Refused as {@link #from}
     */
    public <R extends Record, T> Page<T> fetch(
            Page.Request request, Function<Part, ? extends List<R>> statement, Function<? super R, ? extends T> item) {
        if (!firstMayBeNull) {
            return page(request, statement.apply(new Part(from(request), order(), rows(request))), item);
        }
        @Nullable String cursor = request.after();
        @Nullable List<Field<?>> last = cursor == null ? null : read(cursor);
        List<R> found = new ArrayList<>();
        boolean pastTheValues = last != null && last.size() == 1;
        if (!pastTheValues) {
            Condition begin = last == null ? noCondition() : beyond(columns, last);
            found.addAll(
                    statement.apply(new Part(columns.get(0).isNotNull().and(begin), nullableOrder(), rows(request))));
        }
        if (found.size() < rows(request)) {
            Field<?> id = columns.get(1);
            Condition begin = last == null || !pastTheValues ? noCondition() : beyond(List.of(id), last);
            found.addAll(statement.apply(
                    new Part(columns.get(0).isNull().and(begin), order(List.of(id)), rows(request) - found.size())));
        }
        return page(request, found, item);
    }

    private Condition beyond(List<Field<?>> mine, List<Field<?>> last) {
        RowN left = row(mine);
        RowN right = row(last);
        return descending ? left.lt(right) : left.gt(right);
    }

    private List<SortField<?>> nullableOrder() {
        List<SortField<?>> order = new ArrayList<>(order());
        order.set(
                0,
                descending ? columns.get(0).desc().nullsLast() : columns.get(0).asc());
        return order;
    }

    public List<SortField<?>> order() {
        return order(columns);
    }

    private List<SortField<?>> order(List<Field<?>> columns) {
        return columns.stream()
                .<SortField<?>>map(column -> descending ? column.desc() : column.asc())
                .toList();
    }

    /**
     * The rows from where the page begins.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where the position is not one of this list
     */
    public Condition from(Page.Request request) {
        @Nullable String cursor = request.after();
        if (cursor == null) {
            return noCondition();
        }
        RowN last = row(read(cursor));
        return descending ? row(columns).lt(last) : row(columns).gt(last);
    }

    /** How many rows to fetch: one more than the page has tells whether there is another page. */
    public static int rows(Page.Request request) {
        return request.limit() + 1;
    }

    /** The page that these rows begin; {@code rows} as {@link #rows} says. */
    public <R extends Record, T> Page<T> page(
            Page.Request request, List<R> rows, Function<? super R, ? extends T> item) {
        boolean more = rows.size() > request.limit();
        List<R> shown = more ? rows.subList(0, request.limit()) : rows;
        @Nullable String next = more ? write(shown.get(shown.size() - 1)) : null;
        return new Page<>(shown.stream().<T>map(item).toList(), next);
    }

    private String write(Record row) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(fingerprint);
        columns.forEach(column -> {
            Object value = value(row, column);
            parts.add(value == null ? null : value.toString());
        });
        return ENCODER.encodeToString(Json.write(parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the very column; else of the first of its name, since a list may select it under an alias. */
    private static @Nullable Object value(Record row, Field<?> column) {
        List<Field<?>> selected = List.of(row.fields());
        int place = selected.indexOf(column);
        for (int i = 0; place < 0; i++) {
            place = selected.get(i).getName().equals(column.getName()) ? i : -1;
        }
        return row.get(place);
    }

    private List<Field<?>> read(String cursor) {
        try {
            List<?> parts = Json.list(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (parts.size() == columns.size() + 1 && fingerprint.equals(parts.get(0))) {
                List<Field<?>> values = new ArrayList<>();
                // Behind a row without a value the id alone says where the page begins.
                int first = firstMayBeNull && parts.get(1) == null ? 1 : 0;
                for (int i = first; i < columns.size(); i++) {
                    values.add(value(columns.get(i), parts.get(i + 1)));
                }
                return values;
            }
        } catch (IllegalArgumentException | DateTimeException | DataTypeException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw Refused.invalid("is no position in this list");
    }

    private static Field<?> value(Field<?> column, @Nullable Object part) {
        if (!(part instanceof String text)) {
            throw new IllegalArgumentException("a cursor's parts are text");
        }
        Class<?> type = column.getType();
        if (type == Instant.class) {
            return val(Instant.parse(text));
        } else if (type == Long.class) {
            return val(Long.valueOf(text));
        }
        // Text, or a domain type that is one.
        return val((Object) text, column);
    }

    private static String fingerprint(String query) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
            return ENCODER.encodeToString(Arrays.copyOf(digest, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
