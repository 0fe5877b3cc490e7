package dev.groundwork.domain.access;

import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A role's name.
 *
 * @param value 1 to 50 lower-case letters, digits, underscores and hyphens, the first a letter
 */
public record RoleName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,49}");

    /** The system role that holds every permission, those made later too. */
    public static final RoleName ADMIN = new RoleName("admin");

    /** The system role that every account has. */
    public static final RoleName USER = new RoleName("user");

    public RoleName {
        Objects.requireNonNull(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a role's name: " + value);
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is not of the form */
    public static RoleName parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("must have 1 to 50 lower-case letters, digits, underscores or hyphens,"
                    + " and start with a letter");
        }
        return new RoleName(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
