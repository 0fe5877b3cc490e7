package dev.groundwork.domain.setting;

import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a setting is known by.
 *
 * @param value 1 to 100 letters, digits, dots, underscores and hyphens; neither {@code .} nor {@code ..}, which no address can
 *     name
 */
public record SettingKey(String value) implements Comparable<SettingKey> {
    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

    public SettingKey {
        Objects.requireNonNull(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a setting's key: " + value);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is not of the form */
    public static SettingKey parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("The key must be 1 to 100 letters, digits, dots, underscores and hyphens");
        }
        return new SettingKey(text);
    }

    /** By code point, as the lists are sorted. */
    @Override
    public int compareTo(SettingKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
