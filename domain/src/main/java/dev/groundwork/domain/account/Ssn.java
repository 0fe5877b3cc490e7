package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A social security number in clear. It lives as short as it can and never shows itself.
 *
 * @param value nine digits, in groups of three, two and four that hyphens may part
 */
public record Ssn(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9]{3}-?[0-9]{2}-?[0-9]{4}");
    private static final int SHOWN = 4;

    public Ssn {
        Objects.requireNonNull(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a social security number");
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no such number; never repeats it */
    public static Ssn parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("must have nine digits, such as 123-45-6789");
        }
        return new Ssn(text);
    }

    /** All but the last four digits masked. */
    public String masked() {
        int kept = value.length() - SHOWN;
        return value.substring(0, kept).replaceAll("[0-9]", "*") + value.substring(kept);
    }

    @Override
    public String toString() {
        return "Ssn[masked]";
    }
}
