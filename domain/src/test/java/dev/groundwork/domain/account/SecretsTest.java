package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final PasswordPolicy POLICY = new PasswordPolicy(15, List.of("Groundwork"));

    @Test
    void noSecretShowsItself() {
        assertThat(new Password("correct horse battery").toString()).isEqualTo("Password[masked]");
        assertThat(new PasswordHash("$argon2id$x").toString()).isEqualTo("PasswordHash[masked]");
        assertThat(TokenHash.of("token").toString()).isEqualTo("TokenHash[masked]");
    }

    @Test
    void aPasswordIsComposed() {
        assertThat(Password.parse("passwo\u0308rd")).isEqualTo(Password.parse("passw\u00f6rd"));
    }

    @Test
    void aPasswordHasAtMost1KiBAndIsNeverCut() {
        assertThat(Password.parse("a".repeat(1024)).value()).hasSize(1024);
        assertThat(Refusals.reasonOf(() -> Password.parse("a".repeat(1025)))).isEqualTo("must have at most 1024 bytes");
        assertThat(Refusals.reasonOf(() -> Password.parse("\u00e9".repeat(513))))
                .isEqualTo("must have at most 1024 bytes");
    }

    @Test
    void aPasswordIsNotEmpty() {
        assertThat(Refusals.reasonOf(() -> Password.parse(""))).isEqualTo("must not be empty");
        assertThatThrownBy(() -> new Password("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordIsMeasuredInCodePoints() {
        assertThat(Password.parse("\ud83d\ude00a").length()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "               ab!",
                "\u6f22\u5b57 is a fine password",
                "64 characters and more are welcome, since a sentence is easy to remember"
            })
    void takesLongPasswordsOfAnyCharacters(String text) {
        assertThatCode(() -> choose(text)).doesNotThrowAnyException();
    }

    @Test
    void refusesAPasswordThatIsTooShort() {
        assertThat(Refusals.reasonOf(() -> choose("14 characters!"))).startsWith("must have at least 15 characters");
    }

    @Test
    void refusesTheSameFewCharacters() {
        assertThat(Refusals.reasonOf(() -> choose("abcabcabcabcabcabc")))
                .isEqualTo("must not repeat the same few characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"groundwork12345", "GROUNDWORKgroundwork", "1groundwork!!!!"})
    void refusesLittleMoreThanTheServicesName(String text) {
        assertThat(Refusals.reasonOf(() -> choose(text))).contains("the name of this service");
    }

    @Test
    void refusesLittleMoreThanOnesOwnNameOrAddress() {
        assertThat(Refusals.reasonOf(() -> choose("ada.lovelace123", "Ada.Lovelace")))
                .contains("your own name or address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "L0vel4ce!Lovelace1",
                "ada.lovelace1815",
                "mail.example.org",
                "LOVELACE@EXAMPLE",
                "exampleLovelace7"
            })
    void refusesOnesOwnWordsInDisguiseAndTogether(String text) {
        assertThat(Refusals.reasonOf(() -> choose(text, "Lovelace", "ada.l@mail.example.org")))
                .contains("your own name or address");
    }

    @Test
    void asksTheBlockListWithEveryWordThatIsKnown() {
        PasswordPolicy policy = POLICY.with((password, words) -> Optional.of("knows " + String.join(" ", words)));
        assertThat(Refusals.reasonOf(
                        () -> policy.choose(Password.parse("correct horse battery"), List.of("ada@example.org"))))
                .isEqualTo("knows ada@example.org ada example.org example org Groundwork");
    }

    @Test
    void takesASentenceWithOnesOwnNameInIt() {
        assertThatCode(() -> choose("lovelace wrote the first program", "Lovelace"))
                .doesNotThrowAnyException();
    }

    @Test
    void aShortWordSaysNothingAboutAPassword() {
        assertThatCode(() -> choose("ada ada ada ok!", "ada")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 129})
    void aPolicyAsksFor8To128Characters(int length) {
        assertThatThrownBy(() -> new PasswordPolicy(length, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalNeverRepeatsThePassword() {
        for (String text : List.of("short", "abcabcabcabcabcabc", "groundwork12345")) {
            assertThat(Refusals.reasonOf(() -> choose(text))).doesNotContain(text);
        }
    }

    @Test
    void whatWasReadOfAPersonCountsAsTheirOwnWords() {
        List<String> words = new ArrayList<>();
        POLICY.noting(words, Input.text(EmailAddress::parse)).read("ada.lovelace@example.org");
        assertThat(words).containsExactly("ada.lovelace@example.org");
    }

    @Test
    void aHashIsOfTheTokenAndTellsNothingOfIt() {
        assertThat(TokenHash.of("abc").value())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a token in clear", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void refusesATokenInClearForAHash(String value) {
        assertThatThrownBy(() -> new TokenHash(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPasswordInClearForAHash() {
        assertThatThrownBy(() -> new PasswordHash("correct horse battery"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Password choose(String text, String... ownWords) {
        return POLICY.choose(Password.parse(text), List.of(ownWords));
    }
}
