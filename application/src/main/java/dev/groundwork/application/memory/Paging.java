package dev.groundwork.application.memory;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Pages of a list that lies in memory, whole and in order. */
final class Paging {
    private Paging() {}

    /**
     * The page that begins behind the item whose name the position holds.
     *
     * @param name tells one item from every other
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where the position is none of this list's
     */
    static <T> Page<T> page(List<T> all, Page.Request page, Function<T, String> name) {
        String after = page.after();
        int start = after == null ? 0 : indexOf(all, decoded(after), name) + 1;
        int end = Math.min(all.size(), start + page.limit());
        List<T> shown = all.subList(start, end);
        return new Page<>(shown, end < all.size() ? encoded(name.apply(shown.getLast())) : null);
    }

    private static <T> int indexOf(List<T> all, String wanted, Function<T, String> name) {
        for (int i = 0; i < all.size(); i++) {
            if (name.apply(all.get(i)).equals(wanted)) {
                return i;
            }
        }
        throw noPosition();
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String position) {
        try {
            return new String(Base64.getUrlDecoder().decode(position), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw noPosition();
        }
    }

    private static Refused noPosition() {
        return Refused.invalid("is no position in this list");
    }
}
