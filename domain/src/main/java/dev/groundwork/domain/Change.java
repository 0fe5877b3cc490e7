package dev.groundwork.domain;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a partial change says of one value: leave it as it is, or set it. Absent and null differ (RFC 7396), which a bare
 * nullable value could not tell.
 *
 * @param <T> the value's type; nullable where the value may be cleared
 */
public sealed interface Change<T extends @Nullable Object> {

    /** Leave the value as it is. */
    static <T extends @Nullable Object> Change<T> none() {
        return new None<>();
    }

    /** Set the value. */
    static <T extends @Nullable Object> Change<T> to(T value) {
        return new To<>(value);
    }

    /** The value after this change, where {@code current} is the value before it. */
    T orElse(T current);

    /** The same change of a value derived from this one. */
    <R extends @Nullable Object> Change<R> map(Function<? super T, ? extends R> mapping);

    record None<T extends @Nullable Object>() implements Change<T> {
        @Override
        public T orElse(T current) {
            return current;
        }

        @Override
        public <R extends @Nullable Object> Change<R> map(Function<? super T, ? extends R> mapping) {
            Objects.requireNonNull(mapping);
            return none();
        }
    }

    record To<T extends @Nullable Object>(T value) implements Change<T> {
        @Override
        public T orElse(T current) {
            return value;
        }

        @Override
        public <R extends @Nullable Object> Change<R> map(Function<? super T, ? extends R> mapping) {
            return to(mapping.apply(value));
        }
    }
}
