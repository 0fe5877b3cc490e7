package dev.groundwork.domain.account;

import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person tells about themselves; all of it may be missing but the preferences.
 *
 * @param firstName at most 100 characters
 * @param lastName at most 100 characters
 * @param avatarUrl an absolute http or https URL
 * @param phone 3 to 20 digits, blanks and {@code + ( ) . / -}, at least one of them a digit
 */
public record Profile(
        @Nullable Username username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String avatarUrl,
        @Nullable String phone,
        @Nullable LocalDate dateOfBirth,
        Preferences preferences) {

    /** The profile of somebody who told nothing. */
    public static final Profile EMPTY = new Profile(null, null, null, null, null, null, Preferences.DEFAULT);

    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final Pattern PHONE = Pattern.compile("(?=.*[0-9])\\+?[0-9 ()./-]{3,19}");
    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 2048;

    public Profile {
        Objects.requireNonNull(preferences);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no name */
    public static String parseName(String text) {
        return Text.line(text, MAX_NAME);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no absolute http or https URL */
    public static String parseAvatarUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && text.length() <= MAX_URL) {
                return uri.toString();
            }
        } catch (URISyntaxException e) {
            // falls through to the refusal, which says all there is to say
        }
        throw Refused.invalid("must be an http or https URL of at most " + MAX_URL + " characters");
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is no telephone number */
    public static String parsePhone(String text) {
        if (!PHONE.matcher(text).matches()) {
            throw Refused.invalid("must be a telephone number such as +43 1 234567, at most 20 characters");
        }
        return text;
    }

    /**
     * @param today the day beyond which nobody can have been born
     * @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where the day is before 1900 or in the future
     */
    public static LocalDate requireBirth(LocalDate day, LocalDate today) {
        if (day.isBefore(EARLIEST_BIRTH) || day.isAfter(today)) {
            throw Refused.invalid("must be a day between 1900-01-01 and today");
        }
        return day;
    }

    /** The same profile under another name, or under none. */
    public Profile withUsername(@Nullable Username other) {
        return new Profile(other, firstName, lastName, avatarUrl, phone, dateOfBirth, preferences);
    }
}
