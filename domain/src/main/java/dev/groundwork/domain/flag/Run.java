package dev.groundwork.domain.flag;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One evaluation under way: what it is for, and how much it may still do. For one thread. */
final class Run {
    /** Some milliseconds; no rule that a person wrote comes near it. */
    static final int MOST_STEPS = 50_000;

    /** So many characters that are looked at, or items, count as a step. */
    static final int PER_STEP = 32;

    private static final String FLAGD = "$flagd";

    private final Map<String, @Nullable Object> context;
    private final String flag;
    private final long seconds;
    private final int[] steps = new int[1];

    /** @param seconds the moment of the evaluation, in seconds since 1970 */
    Run(Map<String, @Nullable Object> context, String flag, long seconds) {
        this.context = context;
        this.flag = flag;
        this.seconds = seconds;
    }

    /** The rules do more than anybody waits for. */
    static final class TooManySteps extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super("The rules take too many steps for this context.", null, false, false);
        }
    }

    /** Counts a step. */
    void step() {
        step(0);
    }

    /** Counts a step over so many characters or items. */
    void step(long size) {
        long taken = steps[0] + 1 + size / PER_STEP;
        steps[0] = (int) Math.min(taken, Integer.MAX_VALUE);
        if (taken > MOST_STEPS) {
            throw new TooManySteps();
        }
    }

    String flag() {
        return flag;
    }

    /** Whom the flag is evaluated for; null where nobody is named, or not by text. */
    @Nullable
    String targetingKey() {
        return context.get("targetingKey") instanceof String key && !key.isEmpty() ? key : null;
    }

    /** What lies at the path below {@code data}; null where there is nothing. */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // flagd's own values lie in the context, and in nothing that resembles it
    Object find(@Nullable Object data, List<String> path) {
        Object found = data;
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i);
            if (i == 0 && found == context && name.equals(FLAGD)) {
                found = Map.of("flagKey", flag, "timestamp", seconds);
                continue;
            }
            found = switch (found) {
                case Map<?, ?> map -> map.get(name);
                case List<?> list -> item(list, name);
                case null, default -> null;
            };
        }
        return found;
    }

    private static @Nullable Object item(List<?> list, String name) {
        if (name.isEmpty() || name.length() > 9 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int index = Integer.parseInt(name);
        return index < list.size() ? list.get(index) : null;
    }
}
