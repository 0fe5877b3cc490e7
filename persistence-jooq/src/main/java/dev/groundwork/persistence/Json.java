package dev.groundwork.persistence;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON text to plain Java and back. */
final class Json {
    /** Numbers stay what they are: a double would round them. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** @throws IllegalArgumentException where it is no JSON object */
    static JsonObject object(String text) {
        return JsonObject.copyOf(read(text, Map.class));
    }

    /** @throws IllegalArgumentException where it is no JSON */
    static JsonValue value(String text) {
        return new JsonValue(list("[" + text + "]").getFirst());
    }

    /** @throws IllegalArgumentException where it is no JSON array */
    static List<?> list(String text) {
        return read(text, List.class);
    }

    private static <T> T read(String text, Class<T> type) {
        @Nullable T value;
        try {
            value = MAPPER.readValue(text, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the JSON that was expected", e);
        }
        if (value == null) {
            throw new IllegalArgumentException("null is not the JSON that was expected");
        }
        return value;
    }

    static String write(@Nullable Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
