package dev.groundwork.domain;

import org.jspecify.annotations.Nullable;

/**
 * Any JSON value, immutable through and through.
 *
 * @param value text, {@link java.math.BigDecimal}, {@link Boolean}, null, or unmodifiable lists and maps of these, as
 *     {@link JsonObject} holds them
 */
public record JsonValue(@Nullable Object value) {
    public JsonValue {
        value = JsonObject.immutable(value);
    }

    /**
     * Copies any value that is JSON's.
     *
     * @throws Refused {@link Refusal.Invalid} as {@link JsonObject#copyOf} does
     */
    public static JsonValue copyOf(@Nullable Object value) {
        return new JsonValue(value);
    }

    /** How many characters it takes as JSON text without blanks. */
    public int textLength() {
        return JsonObject.textLength(value);
    }
}
