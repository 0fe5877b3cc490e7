package dev.groundwork.domain.flag;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * flagd's {@code fractional}: draws one of several answers by their weights, the same one for the same text each time. The hash of
 * the text, times the sum of weights, shifted right by 32 bits, falls into one answer's share.
 *
 * @param arguments what to draw by, where it is given, and {@code [answer, weight]} pairs
 */
record Fractional(List<Rule> arguments) implements Rule {
    /** The greatest weight, and the greatest sum of them. */
    static final long MAX_WEIGHT = Integer.MAX_VALUE;

    Fractional {
        arguments = List.copyOf(arguments);
    }

    private record Share(@Nullable Object answer, long weight) {}

    @Override
    public @Nullable Object apply(Run run, @Nullable Object data) {
        run.step();
        Object first = arguments.get(0).apply(run, data);
        String drawnBy = first instanceof String text ? text : byTargetingKey(run, first);
        if (drawnBy == null) {
            return null;
        }
        List<Share> shares = new ArrayList<>(arguments.size());
        long sum = 0;
        for (int i = first instanceof List<?> ? 0 : 1; i < arguments.size(); i++) {
            Share share = share(i == 0 ? first : arguments.get(i).apply(run, data));
            if (share == null) {
                return null;
            }
            sum += share.weight();
            shares.add(share);
        }
        run.step(drawnBy.length());
        return sum == 0 || sum > MAX_WEIGHT ? null : drawn(shares, (Murmur3.hash(drawnBy) * sum) >>> 32);
    }

    /** Without text to draw by, the flag's name and the targeting key are; anything else but nothing is a mistake. */
    private static @Nullable String byTargetingKey(Run run, @Nullable Object first) {
        String key = run.targetingKey();
        return key != null && (first == null || first instanceof List<?>) ? run.flag() + key : null;
    }

    private static @Nullable Share share(@Nullable Object pair) {
        if (!(pair instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        Object answer = list.get(0);
        Object weight = list.size() < 2 ? null : list.get(1);
        if (answer instanceof List<?> || answer instanceof Map<?, ?>) {
            return null;
        }
        if (weight == null) {
            return new Share(answer, 1);
        }
        return weight instanceof Number number && isWeight(number)
                ? new Share(answer, number.doubleValue() < 0 ? 0 : number.longValue())
                : null;
    }

    /** Whole, and no more than may be; below zero it will count as zero. */
    static boolean isWeight(Number number) {
        if (number instanceof BigDecimal exact) {
            return exact.compareTo(BigDecimal.valueOf(MAX_WEIGHT)) <= 0
                    && (exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0);
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && value <= MAX_WEIGHT;
    }

    private static @Nullable Object drawn(List<Share> shares, long bucket) {
        long end = 0;
        for (Share share : shares) {
            end += share.weight();
            if (bucket < end) {
                return share.answer();
            }
        }
        throw new IllegalStateException("a bucket beyond the sum of weights");
    }
}
