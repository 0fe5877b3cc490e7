package dev.groundwork.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A list's position on its way to the client and back: opaque, and good only for the query that it came from. */
final class Cursor {
    private static final int BINDING_LENGTH = 16;

    private Cursor() {}

    static String write(String path, Map<String, String> parameters, String position) {
        String text = binding(path, parameters) + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Rejected 400 where it is no cursor, or another query's */
    static String read(String path, Map<String, String> parameters, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(binding(path, parameters)) && text.indexOf('\0') < 0) {
                return text.substring(BINDING_LENGTH);
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw unknown();
    }

    static Rejected unknown() {
        return Rejected.badParameter("cursor", "is not a cursor of this query; start again without one");
    }

    private static String binding(String path, Map<String, String> parameters) {
        StringBuilder query = new StringBuilder(path);
        Query.sorted(parameters).forEach((name, value) -> {
            if (!name.equals("cursor") && !name.equals("limit")) {
                query.append('\n').append(name).append('=').append(value);
            }
        });
        return EntityTag.digest(query.toString().getBytes(StandardCharsets.UTF_8));
    }
}
