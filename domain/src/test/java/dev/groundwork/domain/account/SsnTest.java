package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsnTest {
    @Test
    void masksAllButTheLastFourDigits() {
        assertThat(Ssn.parse("123-45-6789").masked()).isEqualTo("***-**-6789");
        assertThat(Ssn.parse("123456789").masked()).isEqualTo("*****6789");
    }

    @Test
    void showsItselfNowhere() {
        assertThat(Ssn.parse("123-45-6789").toString()).doesNotContain("6789", "123");
    }

    @Test
    void refusesWhatIsNoNumberAndNeverRepeatsIt() {
        for (String text : List.of("", "123-45-678", "123-45-67890", "12a-45-6789", "１２３456789", "123-45-6789\n")) {
            assertThatThrownBy(() -> Ssn.parse(text))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining("45-67");
            assertThatThrownBy(() -> new Ssn(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("45");
        }
    }
}
