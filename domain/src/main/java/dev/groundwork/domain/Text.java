package dev.groundwork.domain;

import java.text.Normalizer;

/** Rules that every piece of text from outside shares. */
public final class Text {
    private static final int MAX_SEARCH = 200;

    private Text() {}

    /**
     * A single line: NFC, without blanks at its ends and without control characters.
     *
     * @param max the most code points it may have after that
     * @throws Refused {@link Refusal.Invalid} where nothing of it can be seen, it is too long, or holds a control character or one
     *     that turns the direction of what stands around it
     */
    public static String line(String text, int max) {
        String line = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (line.codePoints().anyMatch(Text::breaksALine)) {
            throw Refused.invalid("must not contain control characters");
        }
        if (line.codePoints().anyMatch(Text::turnsTheDirection)) {
            throw Refused.invalid("must not contain characters that change the direction of text");
        }
        if (line.codePoints().allMatch(Text::isUnseen)) {
            throw Refused.invalid("must not be blank");
        }
        return bounded(line, max);
    }

    /**
     * Text of several lines: NFC, otherwise as it came; only the control characters tab, line feed and carriage return.
     *
     * @param max the most code points it may have
     * @throws Refused {@link Refusal.Invalid} where it is too long or holds another control character
     */
    public static String paragraphs(String text, int max) {
        String paragraphs = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (paragraphs.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r')) {
            throw Refused.invalid("must not contain control characters other than tabs and line breaks");
        }
        return bounded(paragraphs, max);
    }

    /**
     * What somebody looks for in names and titles: NFC, since those are, and otherwise as it came.
     *
     * @throws Refused {@link Refusal.Invalid} where it has more than {@value #MAX_SEARCH} characters or a control character
     */
    public static String search(String text) {
        String search = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (search.codePoints().anyMatch(Text::breaksALine)) {
            throw Refused.invalid("must not contain control characters");
        }
        return bounded(search, MAX_SEARCH);
    }

    private static boolean breaksALine(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Embeddings, overrides and isolates: with them a name shows as another one, and the rest of a table's row backwards. */
    private static boolean turnsTheDirection(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static boolean isUnseen(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static String bounded(String text, int max) {
        if (text.codePointCount(0, text.length()) > max) {
            throw Refused.invalid("must have at most " + max + " characters");
        }
        return text;
    }
}
