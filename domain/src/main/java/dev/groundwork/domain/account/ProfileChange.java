package dev.groundwork.domain.account;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partial change of one's own profile. */
public record ProfileChange(
        Change<@Nullable Username> username,
        Change<@Nullable String> firstName,
        Change<@Nullable String> lastName,
        Change<@Nullable String> avatarUrl,
        Change<@Nullable String> phone,
        Change<@Nullable LocalDate> dateOfBirth,
        Change<String> timezone,
        Change<String> language) {

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS =
            Set.of("username", "firstName", "lastName", "avatarUrl", "phone", "dateOfBirth", "timezone", "language");

    /**
     * @param today the day beyond which nobody can have been born
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static ProfileChange parse(Input input, LocalDate today) {
        var username = input.nullableChange("username", Input.text(Username::parse));
        var firstName = input.nullableChange("firstName", Input.text(Profile::parseName));
        var lastName = input.nullableChange("lastName", Input.text(Profile::parseName));
        var avatarUrl = input.nullableChange("avatarUrl", Input.text(Profile::parseAvatarUrl));
        var phone = input.nullableChange("phone", Input.text(Profile::parsePhone));
        Input.Reader<LocalDate> birth = raw -> Profile.requireBirth(Input.date().read(raw), today);
        var dateOfBirth = input.nullableChange("dateOfBirth", birth);
        var timezone = input.change("timezone", Input.text(Preferences::parseTimezone));
        var language = input.change("language", Input.text(Preferences::parseLanguage));
        input.refuseIfInvalid();
        return new ProfileChange(
                username.get(),
                firstName.get(),
                lastName.get(),
                avatarUrl.get(),
                phone.get(),
                dateOfBirth.get(),
                timezone.get(),
                language.get());
    }

    /** The profile after this change. */
    public Profile applyTo(Profile profile) {
        return new Profile(
                username.orElse(profile.username()),
                firstName.orElse(profile.firstName()),
                lastName.orElse(profile.lastName()),
                avatarUrl.orElse(profile.avatarUrl()),
                phone.orElse(profile.phone()),
                dateOfBirth.orElse(profile.dateOfBirth()),
                new Preferences(
                        timezone.orElse(profile.preferences().timezone()),
                        language.orElse(profile.preferences().language())));
    }
}
