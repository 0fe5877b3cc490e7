package dev.groundwork.domain;

import static dev.groundwork.domain.Refusals.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    private static final String ASTRAL = "\ud83d\ude00";

    @Test
    void aLineLosesTheBlanksAtItsEnds() {
        assertThat(Text.line(" \u2003a b ", 10)).isEqualTo("a b");
    }

    @Test
    void aLineIsComposed() {
        assertThat(Text.line("e\u0301", 1)).isEqualTo("\u00e9");
    }

    @Test
    void aLineIsMeasuredInCodePoints() {
        assertThat(Text.line(ASTRAL.repeat(3), 3)).hasSize(6);
        assertThat(reasonOf(() -> Text.line(ASTRAL.repeat(4), 3))).isEqualTo("must have at most 3 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003", "\u200b", "\u200d\u00a0\u2060"})
    void aLineIsNotBlank(String text) {
        assertThat(reasonOf(() -> Text.line(text, 3))).isEqualTo("must not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202eb", "\u202a", "a\u2066b\u2069"})
    void aLineDoesNotTurnTheDirectionOfText(String text) {
        assertThat(reasonOf(() -> Text.line(text, 10)))
                .isEqualTo("must not contain characters that change the direction of text");
    }

    @Test
    void aLineMayJoinLetters() {
        String family = "\ud83d\udc69\u200d\ud83d\udc67";
        assertThat(Text.line(family, 10)).isEqualTo(family);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\tb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u007fb"})
    void aLineHasNoControlCharacters(String text) {
        assertThat(reasonOf(() -> Text.line(text, 10))).isEqualTo("must not contain control characters");
    }

    @Test
    void paragraphsStayAsTheyCame() {
        assertThat(Text.paragraphs(" a\r\n\tb ", 10)).isEqualTo(" a\r\n\tb ");
    }

    @Test
    void paragraphsMayBeEmpty() {
        assertThat(Text.paragraphs("", 10)).isEmpty();
    }

    @Test
    void paragraphsAreComposedAndBounded() {
        assertThat(Text.paragraphs("e\u0301", 1)).isEqualTo("\u00e9");
        assertThat(reasonOf(() -> Text.paragraphs("abcd", 3))).isEqualTo("must have at most 3 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u001b[31m", "\u0085"})
    void paragraphsHaveNoOtherControlCharacters(String text) {
        assertThat(reasonOf(() -> Text.paragraphs(text, 10))).contains("control characters");
    }
}
