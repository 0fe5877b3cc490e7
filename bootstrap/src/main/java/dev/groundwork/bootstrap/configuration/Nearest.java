package dev.groundwork.bootstrap.configuration;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant who mistyped a word. */
public final class Nearest {
    private Nearest() {}

    /** The known word with the fewest letters to change, by Levenshtein's distance; of several the first. */
    public static String to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElseThrow(() -> new IllegalArgumentException("nothing is known"));
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
