package dev.groundwork.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a value is refused, as a sentence on a page: in the page's language, and in English where nobody has translated it.
 *
 * @param language what the sentence is in, so that a screen reader pronounces it
 */
record Reason(String language, String text) {
    private static final String ENGLISH = "en";

    /** What a password's block-list ends its objections with. */
    private static final String ADVICE = "; take several uncommon words";

    private static final String GERMAN_ADVICE = "; nimm mehrere ungewöhnliche Wörter.";

    private static final Map<String, Map<Pattern, String>> TRANSLATIONS = Map.of("de", german());

    Reason {
        Objects.requireNonNull(language);
        Objects.requireNonNull(text);
    }

    /** @param detail a {@link dev.groundwork.domain.Violation}'s */
    static Reason of(String language, String detail) {
        for (Map.Entry<Pattern, String> known :
                TRANSLATIONS.getOrDefault(language, Map.of()).entrySet()) {
            Matcher matcher = known.getKey().matcher(detail);
            if (matcher.matches()) {
                return new Reason(language, matcher.replaceFirst(known.getValue()));
            }
        }
        return new Reason(ENGLISH, "This " + detail + ".");
    }

    private static Map<Pattern, String> german() {
        Map<Pattern, String> german = new LinkedHashMap<>();
        german.put(Pattern.compile("is missing|must not be empty|must not be null"), "Bitte ausfüllen.");
        german.put(
                Pattern.compile("must be an e-mail address such as (.+)"),
                "Bitte eine E-Mail-Adresse angeben, zum Beispiel $1.");
        german.put(
                Pattern.compile("must have at least ([0-9]+) characters; a sentence is easy to remember"),
                "Das braucht mindestens $1 Zeichen; ein Satz merkt sich leicht.");
        german.put(Pattern.compile("must have at most ([0-9]+) bytes"), "Das darf höchstens $1 Byte lang sein.");
        german.put(
                Pattern.compile("must not repeat the same few characters"),
                "Das darf nicht immer dieselben wenigen Zeichen wiederholen.");
        german.put(
                Pattern.compile("must not be little more than the name of this service"),
                "Das darf nicht wenig mehr als der Name dieses Dienstes sein.");
        german.put(
                Pattern.compile("must not be little more than your own name or address"),
                "Das darf nicht wenig mehr als der eigene Name oder die eigene Adresse sein.");
        german.put(
                Pattern.compile("is a very common password" + ADVICE),
                "Das ist ein sehr häufiges Passwort" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than a very common password" + ADVICE),
                "Das ist wenig mehr als ein sehr häufiges Passwort" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than one word" + ADVICE),
                "Das ist wenig mehr als ein einzelnes Wort" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than a name" + ADVICE),
                "Das ist wenig mehr als ein Name" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than a date" + ADVICE),
                "Das ist wenig mehr als ein Datum" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than a sequence such as (.+) or (.+)" + ADVICE),
                "Das ist wenig mehr als eine Folge wie $1 oder $2" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("is little more than your own name or address, or the name of this service" + ADVICE),
                "Das ist wenig mehr als der eigene Name, die eigene Adresse oder der Name dieses Dienstes"
                        + GERMAN_ADVICE);
        german.put(
                Pattern.compile("follows the keys of a keyboard" + ADVICE),
                "Das folgt den Tasten einer Tastatur" + GERMAN_ADVICE);
        german.put(Pattern.compile("repeats itself" + ADVICE), "Das wiederholt sich" + GERMAN_ADVICE);
        german.put(Pattern.compile("is too easy to guess" + ADVICE), "Das ist zu leicht zu erraten" + GERMAN_ADVICE);
        german.put(
                Pattern.compile("must not be the password so far; choose another"),
                "Das darf nicht das bisherige Passwort sein; bitte ein anderes wählen.");
        return german;
    }
}
