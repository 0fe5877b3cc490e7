package dev.groundwork.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of any shape, immutable through and through. Values are text, {@link BigDecimal}, {@link Boolean}, null,
 * unmodifiable lists and unmodifiable maps of these; members keep their order, which equality ignores.
 */
public record JsonObject(Map<String, @Nullable Object> members) {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    /** Deeper is refused: no document of ours needs it, and every reader of it would have to recurse. */
    public static final int MAX_DEPTH = 32;

    /** On either side of the point. PostgreSQL refuses what is far longer; nobody's settings need it. */
    public static final int MAX_DIGITS = 1000;

    public JsonObject {
        members = Collections.unmodifiableMap(object(members, 1));
    }

    /**
     * Copies any map whose keys are text and whose values are JSON's.
     *
     * @throws Refused {@link Refusal.Invalid} where it nests deeper than {@link #MAX_DEPTH}, or holds text or a
     *     number that can't be stored
     */
    public static JsonObject copyOf(Map<?, ?> members) {
        return new JsonObject(object(members, 1));
    }

    /** How many characters it has when written as JSON without blanks. */
    public int length() {
        return lengthOf(members);
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, int depth) {
        refuseBelow(depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(text(String.valueOf(key)), value(value, depth)));
        return copy;
    }

    private static List<@Nullable Object> list(List<?> list, int depth) {
        refuseBelow(depth);
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(item -> copy.add(value(item, depth)));
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        return switch (value) {
            case null -> null;
            case String text -> text(text);
            case Boolean bool -> bool;
            case BigDecimal number -> number(number);
            case Number number -> number(new BigDecimal(number.toString()));
            case Map<?, ?> map -> Collections.unmodifiableMap(object(map, depth + 1));
            case List<?> list -> list(list, depth + 1);
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        };
    }

    private static void refuseBelow(int depth) {
        if (depth > MAX_DEPTH) {
            throw Refused.invalid("must not nest deeper than " + MAX_DEPTH + " levels");
        }
    }

    private static String text(String text) {
        return Input.text(t -> t).read(text);
    }

    private static BigDecimal number(BigDecimal number) {
        // In long, since 1E2147483647 is a number too.
        long whole = (long) number.precision() - number.scale();
        if (whole > MAX_DIGITS || number.scale() > MAX_DIGITS) {
            throw Refused.invalid("must not hold numbers of more than " + MAX_DIGITS + " digits");
        }
        return number;
    }

    private static int lengthOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null".length();
            case String text -> quoted(text);
            case BigDecimal number -> number.toPlainString().length();
            case Map<?, ?> map ->
                between(map.size())
                        + map.entrySet().stream()
                                .mapToInt(member -> quoted((String) member.getKey()) + 1 + lengthOf(member.getValue()))
                                .sum();
            case List<?> list ->
                between(list.size())
                        + list.stream().mapToInt(JsonObject::lengthOf).sum();
            default -> value.toString().length();
        };
    }

    /** The brackets, and the commas between that many items. */
    private static int between(int items) {
        return 2 + Math.max(0, items - 1);
    }

    private static int quoted(String text) {
        return 2
                + text.chars()
                        .map(c -> switch (c) {
                            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
                            default -> c < ' ' ? 6 : 1;
                        })
                        .sum();
    }
}
