package dev.groundwork.domain;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items in the list's order, at most as many as were asked for
 * @param next the position to continue from; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** The most items that a page may be asked for. */
    public static final int MAX_LIMIT = 200;

    /** How many items a page has when nobody says otherwise. */
    public static final int DEFAULT_LIMIT = 50;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * A page of a list that is at hand as a whole.
     *
     * @param all in the order of {@code key}, which is another one for each item
     */
    public static <T> Page<T> of(List<T> all, Request page, Function<? super T, String> key) {
        String after = page.after();
        List<T> rest = after == null
                ? all
                : all.stream()
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList();
        boolean more = rest.size() > page.limit();
        List<T> shown = more ? rest.subList(0, page.limit()) : rest;
        return new Page<>(shown, more ? key.apply(shown.getLast()) : null);
    }

    /** The same page with each item turned into another. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), next);
    }

    /**
     * Which page is asked for.
     *
     * @param limit how many items, 1 to {@link #MAX_LIMIT}
     * @param after the {@link Page#next()} of the page before; null for the first page
     */
    public record Request(int limit, @Nullable String after) {
        public Request {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit " + limit + " is not within 1 and " + MAX_LIMIT);
            }
        }

        /** The first page, of the usual size. */
        public static Request first() {
            return new Request(DEFAULT_LIMIT, null);
        }
    }
}
