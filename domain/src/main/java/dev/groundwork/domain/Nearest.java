package dev.groundwork.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant who mistyped a word. */
public final class Nearest {
    /** No word that is known is this long; to compare a longer one would only cost time. */
    private static final int LONGEST = 64;

    private Nearest() {}

    /**
     * The known word with the fewest letters to change, by Levenshtein's distance; of several the first.
     *
     * @throws IllegalArgumentException where nothing is known
     */
    public static String to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElseThrow(() -> new IllegalArgumentException("nothing is known"));
    }

    /**
     * As {@link #to}, where it is near enough for somebody to have meant it: at most half of the word's letters differ. Of several
     * that are as near the first by the alphabet.
     *
     * @return empty where no known word is near, or the word has more than 64 characters
     */
    public static Optional<String> plausible(String word, Collection<String> known) {
        if (known.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = to(word, known.stream().sorted().toList());
        return distance(word, nearest) * 2 <= word.length() ? Optional.of(nearest) : Optional.empty();
    }

    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
