package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "a@b",
                "first.last+tag@sub.example.org",
                "o'brien@example.org",
                "jürgen@bücher.example",
                "用户@例子.example"
            })
    void takesAnAddress(String text) {
        assertThat(EmailAddress.parse(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ada",
                "ada@",
                "@example.org",
                "ada@@example.org",
                ".ada@example.org",
                "ada.@example.org",
                "a..b@example.org",
                "ada@-example.org",
                "ada@example-.org",
                "ada@example..org",
                "ada@[127.0.0.1]",
                "\"a b\"@example.org",
                "a b@example.org",
                "ada@example.org, eve@example.org",
                "ada@example.org\r\nBcc: eve@example.org",
                "ada@example.org\nx",
                "ada@example.org\r\n",
                "\nada@example.org",
                "<ada@example.org>",
                "ada\0@example.org"
            })
    void refusesWhatIsNoneOrCouldBreakOutOfAHeader(String text) {
        assertThat(Refusals.reasonOf(() -> EmailAddress.parse(text)))
                .isEqualTo("must be an e-mail address such as ada@example.org");
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ignoresBlanksAroundIt() {
        assertThat(EmailAddress.parse(" ada@example.org ").value()).isEqualTo("ada@example.org");
    }

    @Test
    void isKeptAsWrittenAndComparedInLowerCase() {
        EmailAddress address = EmailAddress.parse("Ada@Example.ORG");
        assertThat(address.value()).isEqualTo("Ada@Example.ORG");
        assertThat(address.canonical()).isEqualTo("ada@example.org");
    }

    @Test
    void composedAndDecomposedAreOne() {
        assertThat(EmailAddress.parse("jose\u0301@example.org").canonical())
                .isEqualTo(EmailAddress.parse("JOS\u00c9@example.org").canonical());
    }

    @Test
    void theLocalPartHasAtMost64Characters() {
        assertThat(EmailAddress.parse("a".repeat(64) + "@b").value()).hasSize(66);
        assertThat(Refusals.violationsOf(() -> EmailAddress.parse("a".repeat(65) + "@b")))
                .hasSize(1);
    }

    @Test
    void theWholeHasAtMost254Characters() {
        String label = "b".repeat(61) + ".";
        String domain = label + label + label + "b".repeat(3);
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domain).value()).hasSize(254);
        assertThat(Refusals.violationsOf(() -> EmailAddress.parse("a".repeat(64) + "@" + domain + "b")))
                .hasSize(1);
    }

    @Test
    void theWholeHasAtMost254CharactersInLowerCaseToo() {
        String growing = "\u0130".repeat(64);
        String label = "b".repeat(61) + ".";
        assertThat(Refusals.violationsOf(() -> EmailAddress.parse(growing + "@" + label + label + label + "b")))
                .hasSize(1);
    }
}
