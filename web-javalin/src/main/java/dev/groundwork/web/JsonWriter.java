package dev.groundwork.web;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON document, member by member: what leaves is what somebody wrote down here, never what a type happens to hold. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** RFC 3339 in UTC, always with three digits after the second. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonGenerator generator;

    private JsonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    /** The document that {@code content} writes, in UTF-8. */
    public static byte[] write(Consumer<JsonWriter> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(new JsonWriter(generator));
        }
        return bytes.toByteArray();
    }

    /** An object as the document, or as an item of a list. */
    public void object(Runnable members) {
        generator.writeStartObject();
        members.run();
        generator.writeEndObject();
    }

    public void object(String name, Runnable members) {
        generator.writeName(name);
        object(members);
    }

    /** A member that {@code content} writes; null where there is no value. */
    public <T> void member(String name, @Nullable T value, BiConsumer<JsonWriter, T> content) {
        generator.writeName(name);
        if (value == null) {
            generator.writeNull();
        } else {
            content.accept(this, value);
        }
    }

    public <T> void array(String name, Collection<T> items, BiConsumer<JsonWriter, T> item) {
        generator.writeName(name);
        generator.writeStartArray();
        items.forEach(one -> item.accept(this, one));
        generator.writeEndArray();
    }

    public void text(String name, @Nullable Object value) {
        generator.writeName(name);
        if (value == null) {
            generator.writeNull();
        } else {
            generator.writeString(value.toString());
        }
    }

    /** An enum's constant, in lower case. */
    public void constant(String name, Enum<?> value) {
        generator.writeName(name);
        generator.writeString(value.name().toLowerCase(Locale.ROOT));
    }

    public void number(String name, long value) {
        generator.writeName(name);
        generator.writeNumber(value);
    }

    public void bool(String name, boolean value) {
        generator.writeName(name);
        generator.writeBoolean(value);
    }

    public void time(String name, @Nullable Instant value) {
        text(name, value == null ? null : format(value));
    }

    /** A moment as every answer writes it. */
    public static String format(Instant moment) {
        return TIME.format(moment);
    }

    /** Any JSON value, as {@link dev.groundwork.domain.JsonObject} holds it. */
    public void raw(String name, @Nullable Object value) {
        generator.writeName(name);
        raw(value);
    }

    private void raw(@Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean bool -> generator.writeBoolean(bool);
            case BigDecimal number -> generator.writeNumber(number);
            case Number number -> generator.writeNumber(new BigDecimal(number.toString()));
            case Instant instant -> generator.writeString(format(instant));
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(this::raw);
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, member) -> raw(String.valueOf(name), member));
                generator.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }
}
