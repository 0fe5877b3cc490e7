package dev.groundwork.openfeature;

import dev.groundwork.domain.JsonObject;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values of flags, as OpenFeature has them; empty where a value is of another type. */
final class Values {
    private Values() {}

    static Optional<Boolean> bool(Object value) {
        return value instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
    }

    static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Optional<Integer> integer(Object value) {
        return exact(value, BigDecimal::intValueExact);
    }

    static Optional<Long> wide(Object value) {
        return exact(value, BigDecimal::longValueExact);
    }

    static Optional<Double> floating(Object value) {
        return value instanceof BigDecimal number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    static Optional<Value> object(Object value) {
        return value instanceof Map<?, ?> ? Optional.of(value(value)) : Optional.empty();
    }

    private static <T> Optional<T> exact(Object value, Function<BigDecimal, T> convert) {
        try {
            return value instanceof BigDecimal number ? Optional.of(convert.apply(number)) : Optional.empty();
        } catch (ArithmeticException inexact) {
            return Optional.empty();
        }
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> new Value();
            case Boolean bool -> new Value(bool);
            case String text -> new Value(text);
            case BigDecimal number -> integer(number).map(Value::new).orElseGet(() -> new Value(number.doubleValue()));
            case Map<?, ?> members -> {
                Map<String, Value> values = new LinkedHashMap<>();
                members.forEach((name, member) -> values.put(String.valueOf(name), value(member)));
                yield new Value(new ImmutableStructure(values));
            }
            case List<?> items -> {
                List<Value> values = new ArrayList<>();
                items.forEach(item -> values.add(value(item)));
                yield new Value(values);
            }
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        };
    }

    /** A flag's metadata are text, numbers, true and false. */
    static ImmutableMetadata metadata(JsonObject metadata) {
        ImmutableMetadata.ImmutableMetadataBuilder builder = ImmutableMetadata.builder();
        metadata.members().forEach((name, value) -> {
            switch (value) {
                case Boolean bool -> builder.addBoolean(name, bool);
                case BigDecimal number -> add(builder, name, number);
                case null, default -> builder.addString(name, String.valueOf(value));
            }
        });
        return builder.build();
    }

    private static void add(ImmutableMetadata.ImmutableMetadataBuilder builder, String name, BigDecimal number) {
        Optional<Integer> small = integer(number);
        Optional<Long> whole = wide(number);
        if (small.isPresent()) {
            builder.addInteger(name, small.get());
        } else if (whole.isPresent()) {
            builder.addLong(name, whole.get());
        } else {
            builder.addDouble(name, number.doubleValue());
        }
    }
}
