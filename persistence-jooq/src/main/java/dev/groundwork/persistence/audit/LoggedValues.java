package dev.groundwork.persistence.audit;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the audit log's JSON says of columns, in the words of the API. */
final class LoggedValues {
    /** Where the name is more than the column's in camel case: these hold a public id already. */
    private static final Map<String, String> NAMES = Map.of(
            "owner_id", "owner",
            "assignee_id", "assignee",
            "creator_id", "creator",
            "user_id", "user",
            "session_id", "session",
            "role_id", "role",
            "permission_id", "permission");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private LoggedValues() {}

    /** Field by field what was and what is; a field that neither had nor has a value is left out. */
    static Map<String, FieldChange> changes(@Nullable JsonObject old, @Nullable JsonObject now) {
        Map<String, @Nullable Object> before = old == null ? Map.of() : old.members();
        Map<String, @Nullable Object> after = now == null ? Map.of() : now.members();
        Set<String> columns = new LinkedHashSet<>(before.keySet());
        columns.addAll(after.keySet());
        Map<String, FieldChange> changes = new LinkedHashMap<>();
        for (String column : columns) {
            @Nullable Object was = value(column, before.get(column));
            @Nullable Object is = value(column, after.get(column));
            if (was != null || is != null) {
                changes.put(name(column), new FieldChange(was, is));
            }
        }
        return changes;
    }

    /** What a row was, by API name. */
    static Map<String, @Nullable Object> fields(JsonObject columns) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        columns.members().forEach((column, value) -> fields.put(name(column), value(column, value)));
        return fields;
    }

    static String name(String column) {
        String named = NAMES.get(column);
        if (named != null) {
            return named;
        }
        StringBuilder camel = new StringBuilder(column.length());
        boolean upper = false;
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    private static @Nullable Object value(String column, @Nullable Object value) {
        boolean isTime = column.endsWith("_at") || column.equals("due_date");
        return isTime && value instanceof String time ? TIME.format(OffsetDateTime.parse(time)) : value;
    }
}
