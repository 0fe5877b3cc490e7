package dev.groundwork.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code name=value} pairs as forms and queries write them, read strictly: broken escapes and repetitions are refused. */
final class Query {
    private Query() {}

    /** @throws Rejected 400 */
    static Map<String, String> parse(@Nullable String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parse(text, Set.of()).forEach((name, values) -> parameters.put(name, values.get(0)));
        return parameters;
    }

    /**
     * As {@link #parse(String)}.
     *
     * @param repeatable the names that may come several times
     * @return the values in the order in which they came, at least one of each name
     */
    static Map<String, List<String>> parse(@Nullable String text, Set<String> repeatable) {
        if (text == null || text.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            List<String> values = parameters.computeIfAbsent(name, first -> new ArrayList<>());
            if (!values.isEmpty() && !repeatable.contains(name)) {
                throw Rejected.badParameter(JsonReader.printable(name), "is there twice");
            }
            values.add(value);
        }
        return parameters;
    }

    /** @throws Rejected 400 where it holds a broken escape, or what is no UTF-8 */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        return decoded(text.replace('+', ' '));
    }

    /** As {@link #decode}, for a path, where a plus sign is one. */
    static String decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw Rejected.badRequest("The address holds a broken percent-escape.");
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(new char[] {c})));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw Rejected.badRequest("The address is not UTF-8.");
        }
    }
}
