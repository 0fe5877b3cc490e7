package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final Profile ADA = new Profile(
            new Username("ada"),
            "Ada",
            "Lovelace",
            null,
            "+44 1",
            LocalDate.of(1990, 12, 10),
            new Preferences("Europe/London", "en"));

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.png", "HTTP://example.org", "https://example.org:8443/?a=b#c"})
    void takesAnAvatarFromTheWeb(String url) {
        assertThat(Profile.parseAvatarUrl(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.png",
                "/a.png",
                "javascript:alert(1)",
                "data:image/png;base64,AA",
                "ftp://example.org/a",
                "https://",
                "https:///a",
                "https://user:secret@example.org/",
                "https://exa mple.org"
            })
    void refusesAnAvatarFromElsewhere(String url) {
        assertThat(Refusals.reasonOf(() -> Profile.parseAvatarUrl(url))).startsWith("must be an http or https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+43 1 234567", "(01) 234/567-8", "123"})
    void takesATelephoneNumber(String phone) {
        assertThat(Profile.parsePhone(phone)).isEqualTo(phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "call me", "   ", "+123456789012345678901", "1\n23"})
    void refusesWhatIsNoTelephoneNumber(String phone) {
        assertThat(Refusals.reasonOf(() -> Profile.parsePhone(phone))).startsWith("must be a telephone number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2026-11-24"})
    void takesABirthFrom1900UntilToday(LocalDate day) {
        assertThat(Profile.requireBirth(day, TODAY)).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899-12-31", "2026-11-25"})
    void refusesABirthBeforeOrAfter(LocalDate day) {
        assertThat(Refusals.violationsOf(() -> Profile.requireBirth(day, TODAY)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires"})
    void takesATimeZoneOfTheDatabase(String zone) {
        assertThat(Preferences.parseTimezone(zone)).isEqualTo(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Vienna", "+01:00", "europe/vienna", "Etc/../../passwd"})
    void refusesAnotherTimeZone(String zone) {
        assertThat(Refusals.reasonOf(() -> Preferences.parseTimezone(zone))).startsWith("must be a time zone");
    }

    @ParameterizedTest
    @CsvSource({"en, en", "pt-br, pt-BR", "zh-Hant-TW, zh-Hant-TW"})
    void writesALanguageAsItIsUsuallyWritten(String text, String tag) {
        assertThat(Preferences.parseLanguage(text)).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "en_US", "de-DE-1996-x-private", "und"})
    void refusesWhatIsNoLanguage(String text) {
        assertThat(Refusals.reasonOf(() -> Preferences.parseLanguage(text))).startsWith("must be a language tag");
    }

    @Test
    void aChangeTouchesOnlyWhatItNames() {
        Map<String, @Nullable Object> members = new HashMap<>(Map.of("firstName", "Augusta", "language", "fr"));
        members.put("phone", null);
        Profile changed = ProfileChange.parse(Input.of(members), TODAY).applyTo(ADA);
        assertThat(changed)
                .isEqualTo(new Profile(
                        new Username("ada"),
                        "Augusta",
                        "Lovelace",
                        null,
                        null,
                        LocalDate.of(1990, 12, 10),
                        new Preferences("Europe/London", "fr")));
    }

    @Test
    void anEmptyChangeChangesNothing() {
        assertThat(ProfileChange.parse(Input.of(Map.of()), TODAY).applyTo(ADA)).isEqualTo(ADA);
    }

    @Test
    void aChangeIsRefusedWithAllThatIsWrongWithIt() {
        Map<String, @Nullable Object> members = new HashMap<>();
        ProfileChange.MEMBERS.forEach(member -> members.put(member, 1));
        assertThat(Refusals.pointersOf(() -> ProfileChange.parse(Input.of(members), TODAY)))
                .containsExactlyInAnyOrderElementsOf(ProfileChange.MEMBERS.stream()
                        .map(member -> "/" + member)
                        .toList());
    }

    @Test
    void preferencesCanNotBeCleared() {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("timezone", null);
        members.put("language", null);
        assertThat(Refusals.pointersOf(() -> ProfileChange.parse(Input.of(members), TODAY)))
                .containsExactly("/timezone", "/language");
    }

    @Test
    void anotherNameLeavesTheRest() {
        assertThat(ADA.withUsername(null).withUsername(new Username("ada"))).isEqualTo(ADA);
    }

    @Test
    void registersWithAnAddressAndAPasswordAlone() {
        Registration registration = register(Map.of("email", "ada@example.org", "password", "correct horse battery"));
        assertThat(registration.profile()).isEqualTo(Profile.EMPTY);
    }

    @Test
    void refusesARegistrationWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(
                        () -> register(Map.of("email", "x", "username", "@", "timezone", "x", "password", "short"))))
                .containsExactly("/email", "/username", "/password", "/timezone");
    }

    @Test
    void refusesAPasswordThatIsTheAddressOrNameOfTheSameForm() {
        for (String password : List.of("ada.lovelace@example.org", "ada.lovelace123", "countess12345!!")) {
            assertThat(Refusals.pointersOf(() -> register(
                            Map.of("email", "ada.lovelace@example.org", "lastName", "Countess", "password", password))))
                    .as(password)
                    .containsExactly("/password");
        }
    }

    private static Registration register(Map<String, Object> members) {
        return Registration.parse(Input.of(members), new PasswordPolicy(15, List.of("Groundwork")));
    }
}
