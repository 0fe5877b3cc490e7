package dev.groundwork.bootstrap.fault;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as a client reads and writes it. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static String object(Map<String, ?> members) {
        return MAPPER.writeValueAsString(members);
    }
}
