package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
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

    /** Reads all of a profile, and notes the person's own words for the choice of a password. */
    public static Input.Value<Profile> read(
            Input input, PasswordPolicy policy, List<String> ownWords, LocalDate today) {
        var username = input.optional("username", policy.noting(ownWords, Input.text(Username::parse)));
        var firstName = input.optional("firstName", policy.noting(ownWords, Input.text(Profile::parseName)));
        var lastName = input.optional("lastName", policy.noting(ownWords, Input.text(Profile::parseName)));
        var avatarUrl = input.optional("avatarUrl", Input.text(Profile::parseAvatarUrl));
        var phone = input.optional("phone", Input.text(Profile::parsePhone));
        Input.Reader<LocalDate> birth = raw -> requireBirth(Input.date().read(raw), today);
        var dateOfBirth = input.optional("dateOfBirth", birth);
        Input.Value<Preferences> preferences = Preferences.read(input);
        return input.combined(
                () -> new Profile(
                        username.get(),
                        firstName.get(),
                        lastName.get(),
                        avatarUrl.get(),
                        phone.get(),
                        dateOfBirth.get(),
                        preferences.get()),
                username,
                firstName,
                lastName,
                avatarUrl,
                phone,
                dateOfBirth,
                preferences);
    }

    /** The same profile under another name, or under none. */
    public Profile withUsername(@Nullable Username other) {
        return new Profile(other, firstName, lastName, avatarUrl, phone, dateOfBirth, preferences);
    }
}
