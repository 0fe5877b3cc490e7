package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ada", "Ada.Lovelace", "0", "jürgen", "a_b-c.d"})
    void takesAUsername(String text) {
        assertThat(Username.parse(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ada", "ada ", ".ada", "-ada", "a@b", "a b", "a/b", "a\nb", "<b>"})
    void refusesWhatIsNoUsername(String text) {
        assertThat(Refusals.reasonOf(() -> Username.parse(text))).startsWith("must have 1 to 50 letters");
        assertThatThrownBy(() -> new Username(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0430da", "ad\u0430.lovelace", "\u03bfmega", "p\u0430\u03c5l", "\u30a2\u0434\u0430"})
    void refusesAUsernameOfScriptsThatAreNotWrittenTogether(String text) {
        assertThat(Refusals.reasonOf(() -> Username.parse(text))).startsWith("must not mix letters of several scripts");
        assertThatThrownBy(() -> new Username(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uff41da", "\ufb01sh", "\u210cello", "a\ud835\udfd8"})
    void refusesAUsernameInAnotherShapeOfItsLetters(String text) {
        assertThat(Refusals.reasonOf(() -> Username.parse(text))).startsWith("must use letters in their plain shape");
        assertThatThrownBy(() -> new Username(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0430\u0434\u0430_1815",
                "\u0391\u03b4\u03b1.7",
                "\u6f22\u5b57\u304b\u306a\u30ab\u30ca-ada",
                "\ud55c\uae00\u6f22ada",
                "\u05d0\u05d3\u05d4"
            })
    void takesAUsernameOfOneScriptOrOfThoseThatAreWrittenTogether(String text) {
        assertThat(Username.parse(text).value()).isEqualTo(text);
    }

    @Test
    void aUsernameHasAtMost50Characters() {
        assertThat(Username.parse("a".repeat(50)).value()).hasSize(50);
        assertThat(Refusals.violationsOf(() -> Username.parse("a".repeat(51)))).hasSize(1);
    }

    @Test
    void aUsernameHasAtMost50CharactersInLowerCaseToo() {
        assertThat(Refusals.violationsOf(() -> Username.parse("\u0130".repeat(26))))
                .hasSize(1);
    }

    @Test
    void usernamesAreComparedInLowerCaseAndComposed() {
        assertThat(Username.parse("JOSE\u0301").canonical()).isEqualTo("jos\u00e9");
    }

    @Test
    void aUsernameIsComposed() {
        assertThat(Username.parse("jose\u0301").value()).isEqualTo("jos\u00e9");
        assertThatThrownBy(() -> new Username("jose\u0301")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLoginIsComparedAsAddressAndUsernameAre() {
        assertThat(new Login(" ADA@Example.org ").canonical())
                .isEqualTo(EmailAddress.parse("Ada@example.org").canonical());
        assertThat(new Login("JOSE\u0301").canonical())
                .isEqualTo(Username.parse("jos\u00e9").canonical());
    }

    @Test
    void aLoginWithAnAtSignIsAnAddress() {
        assertThat(new Login("ada@example.org").isEmail()).isTrue();
        assertThat(new Login("ada").isEmail()).isFalse();
    }

    @Test
    void anEndlessLoginIsCut() {
        assertThat(new Login("a".repeat(1_000_000)).canonical()).hasSize(320);
    }
}
