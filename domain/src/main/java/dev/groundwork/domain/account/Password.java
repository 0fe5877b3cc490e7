package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Objects;

/**
 * A password in clear, NFC (NIST SP 800-63B-4 section 3.1.1.2). It lives as short as it can and never shows itself.
 *
 * @param value at most 1 KiB of UTF-8; any character but U+0000
 */
public record Password(String value) {
    /** Longer is refused, never cut: hashing has to be bounded. */
    public static final int MAX_BYTES = 1024;

    public Password {
        Objects.requireNonNull(value);
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a password has 1 to " + MAX_BYTES + " bytes");
        }
    }

    /**
     * Takes a password as somebody types it to sign in; whether it was a good choice is {@link PasswordPolicy}'s question.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is empty or longer than 1 KiB
     */
    public static Password parse(String text) {
        if (text.isEmpty()) {
            throw Refused.invalid("must not be empty");
        }
        if (Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw Refused.invalid("must have at most " + MAX_BYTES + " bytes");
        }
        return new Password(text);
    }

    /** How many characters it has, in code points. */
    public int length() {
        return value.codePointCount(0, value.length());
    }

    @Override
    public String toString() {
        return "Password[masked]";
    }
}
