package dev.groundwork.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a page in each language that it speaks.
 *
 * @param byTag by BCP 47 language tag; {@value #FALLBACK} is always there
 */
public record Languages<T>(Map<String, T> byTag) {
    private static final String FALLBACK = "en";

    public Languages {
        byTag = Map.copyOf(byTag);
        if (!byTag.containsKey(FALLBACK)) {
            throw new IllegalArgumentException("every page speaks " + FALLBACK);
        }
    }

    /** @param tag for the page's {@code lang}, so that a screen reader pronounces it */
    public record Chosen<T>(String tag, T words) {}

    /** The words that fit {@code Accept-Language} best (RFC 4647 section 3.4). */
    public Chosen<T> choose(@Nullable String acceptLanguage) {
        String tag = acceptLanguage == null ? null : lookUp(acceptLanguage);
        if (tag != null) {
            for (Map.Entry<String, T> language : byTag.entrySet()) {
                if (language.getKey().equalsIgnoreCase(tag)) {
                    return new Chosen<>(language.getKey(), language.getValue());
                }
            }
        }
        T words = byTag.get(FALLBACK);
        if (words == null) {
            throw new IllegalStateException("every page speaks " + FALLBACK);
        }
        return new Chosen<>(FALLBACK, words);
    }

    private @Nullable String lookUp(String acceptLanguage) {
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
            return Locale.lookupTag(ranges, byTag.keySet());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
