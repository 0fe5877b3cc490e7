package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A name that a person chose to be known by; public.
 *
 * @param value 1 to 50 letters, digits, dots, underscores and hyphens, the first a letter or digit; NFC. It never holds an at
 *     sign, so that a login is either an address or a username and never both.
 */
public record Username(String value) {
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,49}");

    public Username {
        Objects.requireNonNull(value);
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a username: " + value);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no username */
    public static Username parse(String text) {
        String value = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (!isWellFormed(value)) {
            throw Refused.invalid("must have 1 to 50 letters, digits, dots, underscores or hyphens,"
                    + " and start with a letter or a digit");
        }
        return new Username(value);
    }

    /** What makes two usernames one: lower case, NFC. */
    public String canonical() {
        return canonical(value);
    }

    /** In lower case too: a few letters grow when they are made small. */
    private static boolean isWellFormed(String value) {
        return Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && FORM.matcher(value).matches()
                && FORM.matcher(canonical(value)).matches();
    }

    private static String canonical(String value) {
        return Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return value;
    }
}
