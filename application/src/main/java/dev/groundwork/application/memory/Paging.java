package dev.groundwork.application.memory;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of a list that lies in memory; a position is what the last item shown is sorted by, so that the item may go. */
final class Paging {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Paging() {}

    /**
     * What a list is sorted by; absent values come last either way.
     *
     * @param value text that sorts as the value does
     */
    record Column<T>(Function<T, @Nullable String> value, boolean descending) {
        Comparator<@Nullable String> order() {
            Comparator<String> values = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
            return Comparator.nullsLast(values);
        }
    }

    /**
     * The page that begins behind the position.
     *
     * @param order tells one item from every other
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where the position is none of such a list's
     */
    static <T> Page<T> page(Collection<T> all, Page.Request page, List<Column<T>> order) {
        String after = page.after();
        List<@Nullable String> start = after == null ? List.of() : decoded(after, order.size());
        List<T> rest = all.stream()
                .filter(item -> after == null || compare(keys(item, order), start, order) > 0)
                .sorted((one, other) -> compare(keys(one, order), keys(other, order), order))
                .limit(page.limit() + 1L)
                .toList();
        boolean more = rest.size() > page.limit();
        List<T> shown = more ? rest.subList(0, page.limit()) : rest;
        return new Page<>(shown, more ? encoded(keys(shown.getLast(), order)) : null);
    }

    private static <T> List<@Nullable String> keys(T item, List<Column<T>> order) {
        List<@Nullable String> keys = new ArrayList<>();
        order.forEach(column -> keys.add(column.value().apply(item)));
        return keys;
    }

    private static <T> int compare(List<@Nullable String> one, List<@Nullable String> other, List<Column<T>> order) {
        for (int i = 0; i < order.size(); i++) {
            int compared = order.get(i).order().compare(one.get(i), other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** Each value for itself, since any character may stand in one; an empty one is not an absent one. */
    private static String encoded(List<@Nullable String> keys) {
        return String.join(
                ".",
                keys.stream()
                        .map(key ->
                                key == null ? "" : "~" + ENCODER.encodeToString(key.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    private static List<@Nullable String> decoded(String position, int columns) {
        String[] parts = position.split("\\.", -1);
        if (parts.length != columns) {
            throw noPosition();
        }
        List<@Nullable String> keys = new ArrayList<>();
        for (String part : parts) {
            keys.add(part.isEmpty() ? null : value(part));
        }
        return keys;
    }

    private static String value(String part) {
        try {
            if (part.startsWith("~")) {
                return new String(Base64.getUrlDecoder().decode(part.substring(1)), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw noPosition();
    }

    private static Refused noPosition() {
        return Refused.invalid("is no position in this list");
    }
}
