package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Objects;

/**
 * How a person likes to be spoken to.
 *
 * @param timezone a region of the IANA time zone database, such as {@code Europe/Vienna}, or {@code UTC}
 * @param language a BCP 47 language tag of at most 10 characters, such as {@code de} or {@code pt-BR}
 */
public record Preferences(String timezone, String language) {
    /** What somebody has who never chose. */
    public static final Preferences DEFAULT = new Preferences("UTC", "en");

    public Preferences {
        Objects.requireNonNull(timezone);
        Objects.requireNonNull(language);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where no such time zone is known */
    public static String parseTimezone(String text) {
        try {
            if (text.length() <= 50 && ZoneId.getAvailableZoneIds().contains(text)) {
                return ZoneId.of(text).getId();
            }
        } catch (DateTimeException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw Refused.invalid("must be a time zone such as UTC or Europe/Vienna");
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no language tag */
    public static String parseLanguage(String text) {
        try {
            String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
            if (tag.length() <= 10 && !tag.equals("und")) {
                return tag;
            }
        } catch (IllformedLocaleException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw Refused.invalid("must be a language tag such as en or pt-BR");
    }

    static Input.Value<Preferences> read(Input input) {
        var timezone = input.optional("timezone", Input.text(Preferences::parseTimezone), DEFAULT.timezone());
        var language = input.optional("language", Input.text(Preferences::parseLanguage), DEFAULT.language());
        return input.combined(() -> new Preferences(timezone.get(), language.get()), timezone, language);
    }
}
