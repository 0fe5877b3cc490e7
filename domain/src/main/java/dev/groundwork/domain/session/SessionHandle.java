package dev.groundwork.domain.session;

import dev.groundwork.domain.Refused;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A session's public name: good for showing, ending and auditing it, worth nothing as a credential.
 *
 * @param value 22 characters of unpadded base64url: 128 random bits
 */
public record SessionHandle(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    public SessionHandle {
        Objects.requireNonNull(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a session handle");
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it can't be one */
    public static SessionHandle parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Refused.invalid("must be a session's id");
        }
        return new SessionHandle(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
