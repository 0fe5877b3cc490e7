package dev.groundwork.persistence;

import org.jooq.Field;
import org.jspecify.annotations.NullUnmarked;

/** What a row holds, by what was selected. Whether that may be null only the schema knows, as with jOOQ's own records. */
@NullUnmarked
@FunctionalInterface
public interface Values {
    /** @throws IllegalArgumentException where {@code selected} was not */
    <T> T get(Field<T> selected);
}
