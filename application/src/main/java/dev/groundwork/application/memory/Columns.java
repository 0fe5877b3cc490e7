package dev.groundwork.application.memory;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the audit trail records of a row: the columns that are listed, by API name, and no other. */
final class Columns {
    /** No columns: what was before an {@code INSERT} and is after a {@code DELETE}. */
    static final Columns NONE = new Columns();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter SORTABLE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** A value of which the trail tells that it changed and never what it is. */
    private record Secret(Object value) {}

    Columns with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    Columns withSecret(String name, @Nullable Object value) {
        return with(name, value == null ? null : new Secret(value));
    }

    /** What differs after {@code before}; a field that neither had nor has a value does not. */
    Map<String, FieldChange> since(Columns before) {
        Map<String, FieldChange> changes = new LinkedHashMap<>();
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before.values);
        all.putAll(values);
        all.keySet().forEach(name -> {
            Object old = before.values.get(name);
            Object now = values.get(name);
            if (!Objects.equals(old, now)) {
                changes.put(name, new FieldChange(shown(old), shown(now)));
            }
        });
        return changes;
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Secret secret -> "[secret]";
            case Instant instant -> TIME.format(instant);
            case LocalDate day -> day.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case JsonObject json -> json.members();
            case String text -> text;
            case Boolean bool -> bool;
            case Number number -> new BigDecimal(number.toString());
            case Map<?, ?> map -> JsonObject.copyOf(map).members();
            case List<?> list -> new JsonValue(list).value();
            default -> value.toString();
        };
    }

    /** The moment as text that sorts as it does. */
    static @Nullable String sortable(@Nullable Instant moment) {
        return moment == null ? null : SORTABLE.format(moment);
    }
}
