package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name that a person chose to be known by; public.
 *
 * @param value 1 to 50 letters, digits, dots, underscores and hyphens, the first a letter or digit; NFKC. It never holds an at
 *     sign, so that a login is either an address or a username and never both. Its letters are of one script, or of those that
 *     are written together (Japanese, Chinese or Korean, each with Latin): the highly restrictive level of UTS 39 section 5.2. So
 *     no Cyrillic letter hides among Latin ones; two names of one script each may still look alike.
 */
public record Username(String value) {
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,49}");

    private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    public Username {
        Objects.requireNonNull(value);
        if (!isWellFormed(value) || !isPlain(value) || !isOfOneWriting(value)) {
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
        if (!isPlain(value)) {
            throw Refused.invalid("must use letters in their plain shape, not wide, raised or joined ones");
        }
        if (!isOfOneWriting(value)) {
            throw Refused.invalid("must not mix letters of several scripts, which may look alike");
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

    /** A letter's other shapes would make a second name that reads as the first. */
    private static boolean isPlain(String value) {
        return Normalizer.isNormalized(value, Normalizer.Form.NFKC);
    }

    private static boolean isOfOneWriting(String value) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        value.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        // Digits and marks that every script shares.
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts.size() <= 1 || WRITTEN_TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
    }

    private static String canonical(String value) {
        return Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return value;
    }
}
