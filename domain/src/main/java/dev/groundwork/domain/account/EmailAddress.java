package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An e-mail address that mail can be sent to and that can't break out of a mail header.
 *
 * @param value as its owner writes it, NFC
 */
public record EmailAddress(String value) {
    /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
    private static final int MAX_LENGTH = 254;

    /** RFC 5321 section 4.5.3.1.1. */
    private static final int MAX_LOCAL_LENGTH = 64;

    /** A dot-atom of RFC 5322, with RFC 6531's letters beyond ASCII; quoted local parts are left out on purpose. */
    private static final Pattern LOCAL_PART =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern DOMAIN = Pattern.compile(
            "[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?)*");

    public EmailAddress {
        Objects.requireNonNull(value);
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an e-mail address");
        }
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no e-mail address */
    public static EmailAddress parse(String text) {
        String value = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        // Blanks around it are a slip of the hand; a line break is not, and is never stripped on its way to a mail
        // header.
        if (text.codePoints().anyMatch(Character::isISOControl) || !isWellFormed(value)) {
            throw Refused.invalid("must be an e-mail address such as ada@example.org");
        }
        return new EmailAddress(value);
    }

    /**
     * What makes two addresses one: lower case, NFC. Case in the local part could matter by RFC 5321, and does nowhere; two
     * accounts that differ in it alone would only help an impostor.
     */
    public String canonical() {
        return canonical(value);
    }

    private static String canonical(String value) {
        return Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static boolean isWellFormed(String value) {
        int at = value.lastIndexOf('@');
        return at > 0
                && Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && value.length() <= MAX_LENGTH
                // A few letters grow when they are made small.
                && canonical(value).length() <= MAX_LENGTH
                && at <= MAX_LOCAL_LENGTH
                && LOCAL_PART.matcher(value.substring(0, at)).matches()
                && DOMAIN.matcher(value.substring(at + 1)).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
