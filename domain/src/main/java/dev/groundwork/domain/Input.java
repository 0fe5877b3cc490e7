package dev.groundwork.domain;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object from outside on its way into the domain: members by name, their values still raw (text, numbers, booleans,
 * lists, maps, null). Reading never stops at the first fault: each {@code Value} is asked for once all were read, and
 * {@link #refuseIfInvalid()} then refuses with every violation at once.
 *
 * <p>Not for use by several threads.
 */
public final class Input {
    private final Map<String, ? extends @Nullable Object> members;
    private final List<Violation> violations = new ArrayList<>();

    private Input(Map<String, ? extends @Nullable Object> members) {
        this.members = members;
    }

    public static Input of(Map<String, ? extends @Nullable Object> members) {
        return new Input(members);
    }

    /** Turns a raw value, which is never null, into a {@code T}; refuses with the reason where it can't. */
    @FunctionalInterface
    public interface Reader<T> {
        /** @throws Refused {@link Refusal.Invalid}, its pointers relative to the value */
        T read(Object raw);
    }

    /** A value that was read; {@link #get()} may be called once {@link Input#refuseIfInvalid()} has let pass. */
    public static final class Value<T extends @Nullable Object> {
        private final boolean known;
        private final @Nullable T value;

        private Value(boolean known, @Nullable T value) {
            this.known = known;
            this.value = value;
        }

        /** @throws IllegalStateException where the value was refused, which means that nobody asked whether it was */
        @SuppressWarnings("NullAway") // null only where T admits null
        public T get() {
            if (!known) {
                throw new IllegalStateException("the input was refused: call refuseIfInvalid() before get()");
            }
            return value;
        }
    }

    /** A value made of several, once all of them are known to be acceptable. */
    public <T> Value<T> combined(Supplier<T> make, Value<?>... parts) {
        for (Value<?> part : parts) {
            if (!part.known) {
                return new Value<>(false, null);
            }
        }
        return new Value<>(true, make.get());
    }

    /** A member that must be there and must not be null. */
    public <T> Value<T> required(String member, Reader<T> reader) {
        Object raw = members.get(member);
        return raw == null
                ? refused(member, members.containsKey(member) ? "must not be null" : "is missing")
                : read(member, raw, reader);
    }

    /** A member that must be there, and may be null. */
    public <T> Value<T> requiredOrNull(String member, Function<@Nullable Object, T> reader) {
        if (!members.containsKey(member)) {
            return refused(member, "is missing");
        }
        return read(member, () -> reader.apply(members.get(member)));
    }

    /** A member that may be missing or null; either way its value is then null. */
    public <T> Value<@Nullable T> optional(String member, Reader<T> reader) {
        Object raw = members.get(member);
        return raw == null ? new Value<>(true, null) : widened(read(member, raw, reader));
    }

    /** A member that may be missing or null; either way its value is then {@code otherwise}. */
    public <T> Value<T> optional(String member, Reader<T> reader, T otherwise) {
        Object raw = members.get(member);
        return raw == null ? new Value<>(true, otherwise) : read(member, raw, reader);
    }

    /** A partial change of a value that can't be null. */
    public <T> Value<Change<T>> change(String member, Reader<T> reader) {
        if (!members.containsKey(member)) {
            return new Value<>(true, Change.none());
        }
        Value<T> value = required(member, reader);
        return value.known ? new Value<>(true, Change.to(value.get())) : new Value<>(false, null);
    }

    /** A partial change of a value that null clears. */
    public <T> Value<Change<@Nullable T>> nullableChange(String member, Reader<T> reader) {
        if (!members.containsKey(member)) {
            return new Value<>(true, Change.<@Nullable T>none());
        }
        Value<@Nullable T> value = optional(member, reader);
        return value.known ? new Value<>(true, Change.to(value.get())) : new Value<>(false, null);
    }

    /** Adds a violation that only the values together show; {@code pointer} as in {@link Violation}. */
    public void refuse(String pointer, String detail) {
        violations.add(new Violation(pointer, detail));
    }

    /**
     * To be called once, after all members were read.
     *
     * @throws Refused {@link Refusal.Invalid} with every violation, in the order in which the members were read
     */
    public void refuseIfInvalid() {
        if (!violations.isEmpty()) {
            throw new Refused(new Refusal.Invalid(violations));
        }
    }

    /** Reads text that PostgreSQL, JSON and a terminal can all hold: no U+0000, no half of a surrogate pair. */
    public static <T> Reader<T> text(Function<String, T> parse) {
        return raw -> {
            if (!(raw instanceof String text)) {
                throw Refused.invalid("must be text");
            }
            if (text.indexOf('\0') >= 0) {
                throw Refused.invalid("must not contain the character U+0000");
            }
            if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
                throw Refused.invalid("must not contain half of a surrogate pair");
            }
            return parse.apply(text);
        };
    }

    /** Reads true or false. */
    public static Reader<Boolean> bool() {
        return raw -> {
            if (!(raw instanceof Boolean bool)) {
                throw Refused.invalid("must be true or false");
            }
            return bool;
        };
    }

    /** Reads one of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> Reader<E> oneOf(Class<E> type) {
        return text(text -> {
            for (E constant : type.getEnumConstants()) {
                if (nameOf(constant).equals(text)) {
                    return constant;
                }
            }
            throw Refused.invalid("must be one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(Input::nameOf)
                                    .toList()));
        });
    }

    /** Reads a moment as RFC 3339 writes it, with any offset; kept to the millisecond, which is what is ever answered. */
    public static Reader<Instant> instant() {
        return text(text -> {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
                if (instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                        || instant.isAfter(Instant.parse("9999-12-31T23:59:59.999Z"))) {
                    throw Refused.invalid("must lie in the years 1 to 9999");
                }
                return instant;
            } catch (DateTimeParseException e) {
                throw Refused.invalid("must be a time such as 2026-01-31T12:00:00Z");
            }
        });
    }

    /** Reads a day as RFC 3339 writes it. */
    public static Reader<LocalDate> date() {
        return text(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw Refused.invalid("must be a day such as 1990-01-31");
            }
        });
    }

    /** Reads a UUID in its usual notation. */
    public static Reader<UUID> uuid() {
        return text(text -> {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equalsIgnoreCase(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                // falls through to the refusal, which says all there is to say
            }
            throw Refused.invalid("must be a UUID");
        });
    }

    /** Reads a list, each of its items by {@code item}; refuses with the violations of all items. */
    public static <T> Reader<List<T>> list(Reader<T> item) {
        return raw -> {
            if (!(raw instanceof List<?> items)) {
                throw Refused.invalid("must be a list");
            }
            List<T> read = new ArrayList<>();
            List<Violation> violations = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Object element = items.get(i);
                String place = Integer.toString(i);
                if (element == null) {
                    violations.add(new Violation("", "must not be null").within(place));
                    continue;
                }
                try {
                    read.add(item.read(element));
                } catch (Refused refused) {
                    violations.addAll(violationsOf(refused, place));
                }
            }
            if (!violations.isEmpty()) {
                throw new Refused(new Refusal.Invalid(violations));
            }
            return List.copyOf(read);
        };
    }

    /** Reads an object of any shape. */
    public static Reader<JsonObject> object() {
        return raw -> {
            if (!(raw instanceof Map<?, ?> map)) {
                throw Refused.invalid("must be an object");
            }
            return JsonObject.copyOf(map);
        };
    }

    /** The members that are there, whether or not anybody reads them. */
    public Set<String> members() {
        return members.keySet().stream().collect(toUnmodifiableSet());
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private <T> Value<T> read(String member, Object raw, Reader<T> reader) {
        return read(member, () -> reader.read(raw));
    }

    private <T> Value<T> read(String member, Supplier<T> reading) {
        try {
            return new Value<>(true, reading.get());
        } catch (Refused refused) {
            violations.addAll(violationsOf(refused, member));
            return new Value<>(false, null);
        }
    }

    private <T extends @Nullable Object> Value<T> refused(String member, String detail) {
        violations.add(new Violation("", detail).within(member));
        return new Value<>(false, null);
    }

    @SuppressWarnings("unchecked") // a value that is never null is also one that may be
    private static <T> Value<@Nullable T> widened(Value<T> value) {
        return (Value<@Nullable T>) Objects.requireNonNull(value);
    }

    private static List<Violation> violationsOf(Refused refused, String member) {
        if (refused.refusal() instanceof Refusal.Invalid invalid) {
            return invalid.violations().stream().map(v -> v.within(member)).toList();
        }
        throw refused;
    }
}
