package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Which passwords may be chosen (NIST SP 800-63B-4 section 3.1.1.2): long ones, of any characters, without rules of composition,
 * and not one's own name or address.
 *
 * @param minLength the fewest code points, 8 to 128
 * @param serviceWords words that everybody would try first here, such as the service's name
 */
public record PasswordPolicy(int minLength, List<String> serviceWords) {
    /** 15 code points: what NIST asks of a password that is the only factor. */
    public static final int DEFAULT_MIN_LENGTH = 15;

    /** A word shorter than this says nothing about a password. */
    private static final int SHORTEST_WORD = 4;

    /** What may surround a word without making a password of it. */
    private static final int MEANINGLESS_REST = 8;

    public PasswordPolicy {
        if (minLength < 8 || minLength > 128) {
            throw new IllegalArgumentException("a password's least length is within 8 and 128, not " + minLength);
        }
        serviceWords = List.copyOf(serviceWords);
    }

    /** A reader for {@link Input} that takes only passwords {@link #choose} takes. */
    public Input.Reader<Password> reader(Collection<String> ownWords) {
        return Input.text(text -> choose(Password.parse(text), ownWords));
    }

    /**
     * @param ownWords what is known of the person: address, username, names
     * @return the password
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with the reason why it is a bad choice
     */
    public Password choose(Password password, Collection<String> ownWords) {
        if (password.length() < minLength) {
            throw Refused.invalid("must have at least " + minLength + " characters; a sentence is easy to remember");
        }
        if (password.value().codePoints().distinct().count() < 4) {
            throw Refused.invalid("must not repeat the same few characters");
        }
        String lower = password.value().toLowerCase(Locale.ROOT);
        for (String word : serviceWords) {
            refuseAround(lower, word, "the name of this service");
        }
        for (String word : ownWords) {
            refuseAround(lower, word, "your own name or address");
        }
        return password;
    }

    /**
     * As {@link #choose}, for a password that stands in a member of its input.
     *
     * @throws Refused {@link Refusal.Invalid} at that member
     */
    public void requireChoice(String member, Password password, Collection<String> ownWords) {
        try {
            choose(password, ownWords);
        } catch (Refused refused) {
            if (refused.refusal() instanceof Refusal.Invalid invalid) {
                throw new Refused(new Refusal.Invalid(invalid.violations().stream()
                        .map(violation -> violation.within(member))
                        .toList()));
            }
            throw refused;
        }
    }

    /** Reads on, and notes what was read as a word of the person's own, for {@link #reader}. */
    public <T> Input.Reader<T> noting(List<String> words, Input.Reader<T> reader) {
        return raw -> {
            T value = reader.read(raw);
            String text = value.toString();
            words.add(text);
            int at = text.indexOf('@');
            if (at > 0) {
                words.add(text.substring(0, at));
            }
            return value;
        };
    }

    private static void refuseAround(String lower, String word, String what) {
        String part = word.toLowerCase(Locale.ROOT);
        if (part.length() >= SHORTEST_WORD
                && lower.contains(part)
                && lower.replace(part, "").length() < MEANINGLESS_REST) {
            throw Refused.invalid("must not be little more than " + what);
        }
    }
}
