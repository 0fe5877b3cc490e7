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
        for (String text : List.of("", "987-65-432", "987-65-43210", "98a-65-4321", "９８７654321", "987-65-4321\n")) {
            assertThatThrownBy(() -> Ssn.parse(text))
                    .isInstanceOf(Refused.class)
                    .hasMessageNotContaining("65");
            assertThatThrownBy(() -> new Ssn(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("65");
        }
    }
}
