package dev.groundwork.domain.flag;

import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a flag is known by.
 *
 * @param value 1 to 100 letters, digits, dots, underscores and hyphens; neither {@code .} nor {@code ..}, which no address can
 *     name
 */
public record FlagName(String value) implements Comparable<FlagName> {
    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

    public FlagName {
        Objects.requireNonNull(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a flag's name: " + value);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is not of the form */
    public static FlagName parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("must be 1 to 100 letters, digits, dots, underscores and hyphens");
        }
        return new FlagName(text);
    }

    /** By code point, as the lists are sorted. */
    @Override
    public int compareTo(FlagName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
