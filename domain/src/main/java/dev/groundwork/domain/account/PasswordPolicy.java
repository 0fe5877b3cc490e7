package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which passwords may be chosen (NIST SP 800-63B-4 section 3.1.1.2): long ones, of any characters, without rules of composition,
 * not one's own name or address, and none that others would try first.
 *
 * @param minLength the fewest code points, 8 to 128
 * @param serviceWords words that everybody would try first here, such as the service's name
 * @param blockList which passwords are too common, or too near to such
 */
public record PasswordPolicy(int minLength, List<String> serviceWords, BlockList blockList) {
    /** 15 code points: what NIST asks of a password that is the only factor. */
    public static final int DEFAULT_MIN_LENGTH = 15;

    /** A word shorter than this says nothing about a password. */
    private static final int SHORTEST_WORD = 4;

    /** What may surround a word without making a password of it. */
    private static final int MEANINGLESS_REST = 8;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** What people write for a letter, and the letter. */
    private static final String DISGUISES = "@4830o1!|l$57+";

    private static final String DISGUISED = "aabeooiiiisstt";

    /** Knows which passwords are tried first. */
    @FunctionalInterface
    public interface BlockList {
        /**
         * @param words what else somebody would try who knows the person and the service
         * @return why the password must not be chosen, and what would be better, in the form of
         *     {@link dev.groundwork.domain.Violation#detail}; empty where it may
         */
        Optional<String> objection(Password password, Collection<String> words);
    }

    /** Without a block-list. */
    public PasswordPolicy(int minLength, List<String> serviceWords) {
        this(minLength, serviceWords, (password, words) -> Optional.empty());
    }

    public PasswordPolicy {
        if (minLength < 8 || minLength > 128) {
            throw new IllegalArgumentException("a password's least length is within 8 and 128, not " + minLength);
        }
        serviceWords = List.copyOf(serviceWords);
        Objects.requireNonNull(blockList);
    }

    /** The same policy, by this block-list. */
    public PasswordPolicy with(BlockList other) {
        return new PasswordPolicy(minLength, serviceWords, other);
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
        List<String> service = words(serviceWords);
        List<String> own = words(ownWords);
        if (isLittleMoreThan(service, password)) {
            throw Refused.invalid("must not be little more than the name of this service");
        }
        List<String> all = Stream.concat(own.stream(), service.stream()).toList();
        if (isLittleMoreThan(all, password)) {
            throw Refused.invalid("must not be little more than your own name or address");
        }
        blockList.objection(password, all).ifPresent(objection -> {
            throw Refused.invalid(objection);
        });
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
            words.add(value.toString());
            return value;
        };
    }

    /** Each text, both sides of an address, and every word of them. */
    private static List<String> words(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.of(
                        Stream.of(text), Arrays.stream(text.split("@")), Arrays.stream(BETWEEN_WORDS.split(text))))
                .flatMap(parts -> parts)
                .filter(word -> !word.isBlank())
                .distinct()
                .toList();
    }

    private static boolean isLittleMoreThan(List<String> words, Password password) {
        String whole = undisguised(password.value());
        String rest = whole;
        List<String> longestFirst = new ArrayList<>(words);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        for (String word : longestFirst) {
            String plain = undisguised(word);
            if (plain.length() >= SHORTEST_WORD) {
                // A blank in its place, lest what surrounds it grow together to another word.
                rest = rest.replace(plain, " ");
            }
        }
        return rest.contains(" ") && rest.replace(" ", "").length() < MEANINGLESS_REST;
    }

    /** In lower case, letters for what people write in their place, and nothing between words. */
    private static String undisguised(String text) {
        StringBuilder plain = new StringBuilder(text.toLowerCase(Locale.ROOT));
        for (int i = 0; i < plain.length(); i++) {
            int disguise = DISGUISES.indexOf(plain.charAt(i));
            if (disguise >= 0) {
                plain.setCharAt(i, DISGUISED.charAt(disguise));
            }
        }
        return BETWEEN_WORDS.matcher(plain).replaceAll("");
    }
}
