package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a value is refused, on a page. */
class ReasonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "is a very common password",
                "is little more than a very common password",
                "is little more than one word",
                "is little more than a name",
                "is little more than a date",
                "is little more than a sequence such as abc or 6543",
                "is little more than your own name or address, or the name of this service",
                "follows the keys of a keyboard",
                "repeats itself",
                "is too easy to guess"
            })
    void saysWhatABlockListObjectsToInGerman(String objection) {
        Reason reason = Reason.of("de", objection + "; take several uncommon words");
        assertThat(reason.language()).isEqualTo("de");
        assertThat(reason.text()).startsWith("Das ").endsWith("; nimm mehrere ungewöhnliche Wörter.");
    }

    @Test
    void saysInEnglishWhatNobodyHasTranslated() {
        assertThat(Reason.of("de", "is new")).isEqualTo(new Reason("en", "This is new."));
    }
}
