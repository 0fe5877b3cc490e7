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

    /**
     * Numbers that take more digits to write out are refused: a few characters such as {@code 1e100000} would otherwise become
     * as many as they say, in the database at the latest.
     */
    public static final int MAX_DIGITS = 400;

    public JsonObject {
        members = Collections.unmodifiableMap(object(members, 1));
    }

    /**
     * Copies any map whose keys are text and whose values are JSON's.
     *
     * @throws Refused {@link Refusal.Invalid} where it nests deeper than {@link #MAX_DEPTH}, holds a number of more than
     *     {@link #MAX_DIGITS} digits, or text that can't be stored
     */
    public static JsonObject copyOf(Map<?, ?> members) {
        return new JsonObject(object(members, 1));
    }

    static @Nullable Object immutable(@Nullable Object value) {
        return value(value, 0);
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

    /** Written out, as every store gives it back, so that what was put in equals what comes out. */
    private static BigDecimal number(BigDecimal number) {
        long beforePoint = (long) number.precision() - number.scale();
        if (beforePoint > MAX_DIGITS || number.scale() > MAX_DIGITS) {
            throw Refused.invalid("must not hold numbers of more than " + MAX_DIGITS + " digits");
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /**
     * This object after a merge patch (RFC 7396): its members are set, an object within an object is patched in turn, null takes
     * a member away.
     */
    public JsonObject mergedWith(JsonObject patch) {
        return new JsonObject(merged(members, patch.members));
    }

    private static Map<String, @Nullable Object> merged(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        target.forEach((key, value) -> merged.put(String.valueOf(key), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            switch (value) {
                case null -> merged.remove(name);
                case Map<?, ?> inner ->
                    merged.put(name, merged(merged.get(name) instanceof Map<?, ?> there ? there : Map.of(), inner));
                default -> merged.put(name, value);
            }
        });
        return merged;
    }

    /** How many characters it takes as JSON text without blanks, which is what its owner counts. */
    public int textLength() {
        return textLength(members);
    }

    static int textLength(@Nullable Object value) {
        return switch (value) {
            case null -> "null".length();
            case String text -> 2 + text.chars().map(JsonObject::escapedLength).sum();
            case BigDecimal number -> number.toString().length();
            case Map<?, ?> map ->
                1
                        + Math.max(1, map.size())
                        + map.entrySet().stream()
                                .mapToInt(member -> textLength(member.getKey()) + 1 + textLength(member.getValue()))
                                .sum();
            case List<?> list ->
                1
                        + Math.max(1, list.size())
                        + list.stream().mapToInt(JsonObject::textLength).sum();
            default -> value.toString().length();
        };
    }

    private static int escapedLength(int character) {
        return switch (character) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> character < ' ' ? 6 : 1;
        };
    }

    private static String text(String text) {
        return Input.text(t -> t).read(text);
    }
}
