package dev.groundwork.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a list goes by.
 *
 * @param <F> the fields it can go by
 * @param descending whether the greatest comes first
 */
public record Sorting<F extends Enum<F>>(F field, boolean descending) {
    public Sorting {
        Objects.requireNonNull(field);
    }

    /** Reads a field's name in camel case, with {@code -} before it where the greatest shall come first. */
    public static <F extends Enum<F>> Input.Reader<Sorting<F>> by(Class<F> fields) {
        return Input.text(text -> {
            boolean descending = text.startsWith("-");
            String wanted = descending ? text.substring(1) : text;
            List<String> known = new ArrayList<>();
            for (F field : fields.getEnumConstants()) {
                if (nameOf(field).equals(wanted)) {
                    return new Sorting<>(field, descending);
                }
                known.add(nameOf(field));
            }
            throw Refused.invalid("must be one of " + String.join(", ", known) + ", with - before it for descending");
        });
    }

    private static String nameOf(Enum<?> field) {
        return Pattern.compile("_([a-z])")
                .matcher(field.name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
