package dev.groundwork.bootstrap.account;

import com.nulabinc.zxcvbn.Feedback;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.domain.account.Password;
import java.util.Collection;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Optional;

/**
 * Refuses what zxcvbn would guess within a hundred million tries: its lists of the commonest passwords, words and names, in any
 * case and disguise, dates, rows of keys, repetitions, and what is put together from few of these. 10^8 is what zxcvbn calls
 * protected from guessing online without any throttling (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX
 * Security 2016; its scores 0 to 2 end there).
 */
public final class ZxcvbnStrength implements PasswordStrength {
    private static final double FEWEST_GUESSES = 1e8;

    /** What zxcvbn is given at most: its time grows faster than the square of the length. */
    private static final int MAX_CODE_POINTS = 48;

    /** Signs that stand for a letter, and the letter. */
    private static final String SIGNS = "@({[<!|$+%";

    private static final String LETTERS = "accccilstx";

    private static final String ADVICE = "; take several uncommon words";

    /** Why, by zxcvbn's own keys. */
    private static final ListResourceBundle WHY = new ListResourceBundle() {
        @Override
        protected Object[][] getContents() {
            String common = "is a very common password";
            String names = "is little more than a name";
            String keys = "follows the keys of a keyboard";
            String repeats = "repeats itself";
            String date = "is little more than a date";
            return new Object[][] {
                {Feedback.DICTIONARY_WARNING_PASSWORDS_TOP10, common},
                {Feedback.DICTIONARY_WARNING_PASSWORDS_TOP100, common},
                {Feedback.DICTIONARY_WARNING_PASSWORDS_VERY_COMMON, common},
                {Feedback.DICTIONARY_WARNING_PASSWORDS_SIMILAR, "is little more than a very common password"},
                {Feedback.DICTIONARY_WARNING_ENGLISH_WIKIPEDIA_ITSELF, "is little more than one word"},
                {Feedback.DICTIONARY_WARNING_ETC_NAMES_THEMSELVES, names},
                {Feedback.DICTIONARY_WARNING_ETC_NAMES_COMMON, names},
                {Feedback.SPATIAL_WARNING_STRAIGHT_ROWS_OF_KEYS, keys},
                {Feedback.SPATIAL_WARNING_SHORT_KEYBOARD_PATTERNS, keys},
                {Feedback.REPEAT_WARNING_LIKE_AAA, repeats},
                {Feedback.REPEAT_WARNING_LIKE_ABCABCABC, repeats},
                {Feedback.SEQUENCE_WARNING_LIKE_ABCOR6543, "is little more than a sequence such as abc or 6543"},
                {Feedback.REGEX_WARNING_RECENT_YEARS, date},
                {Feedback.DATE_WARNING_DATES, date},
            };
        }
    };

    /** The lists take a tenth of a second to read and 17 MB to hold: only once somebody chooses a password. */
    private static final class Lists {
        static final Zxcvbn LOADED = new Zxcvbn();
    }

    @Override
    public Optional<String> objection(Password password, Collection<String> words) {
        String read = asRead(password.value());
        int length = Math.min(MAX_CODE_POINTS, read.codePointCount(0, read.length()));
        Strength strength = Lists.LOADED.measure(
                read.substring(0, read.offsetByCodePoints(0, length)),
                words.stream().map(ZxcvbnStrength::asRead).toList());
        if (guesses(strength) >= FEWEST_GUESSES) {
            return Optional.empty();
        }
        return Optional.of(why(strength) + ADVICE);
    }

    private static String why(Strength strength) {
        if (strength.getSequence().stream().anyMatch(match -> "user_inputs".equals(match.dictionaryName))) {
            return "is little more than your own name or address, or the name of this service";
        }
        String warning = strength.getFeedback().withResourceBundle(WHY).getWarning();
        return warning.isEmpty() ? "is too easy to guess" : warning;
    }

    /**
     * The guesses of all its parts in any order. zxcvbn adds 10,000 for each further part, since an attacker would try fewer parts first;
     * whoever tries a handful of passwords on many accounts does not, and {@code ChangeMe12345678!} would pass.
     */
    private static double guesses(Strength strength) {
        List<Match> parts = strength.getSequence();
        double guesses = 1;
        for (int i = 0; i < parts.size(); i++) {
            guesses *= (i + 1) * parts.get(i).guesses;
        }
        return guesses;
    }

    /**
     * Signs that stand for letters as the letters. zxcvbn tries every letter that a sign could stand for, in all combinations: a
     * hundred signs cost it a second and more.
     */
    private static String asRead(String text) {
        StringBuilder read = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int sign = SIGNS.indexOf(c);
            read.appendCodePoint(sign < 0 ? c : LETTERS.charAt(sign));
        });
        return read.toString();
    }
}
