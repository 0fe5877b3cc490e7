package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.PasswordPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewAdministratorTest {

    @Test
    void isAnAddressAndAPassword() {
        NewAdministrator administrator = parse("ada@example.org", "correct horse battery");
        assertThat(administrator.email().value()).isEqualTo("ada@example.org");
        assertThat(administrator.password().value()).isEqualTo("correct horse battery");
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() -> parse("ada", "short"))).containsExactly("/email", "/password");
    }

    @Test
    void choosesNoPasswordThatIsTheAddress() {
        assertThat(Refusals.pointersOf(() -> parse("ada.lovelace@example.org", "ada.lovelace123")))
                .containsExactly("/password");
    }

    private static NewAdministrator parse(String email, String password) {
        return NewAdministrator.parse(
                Input.of(Map.of("email", email, "password", password)), new PasswordPolicy(15, List.of()));
    }
}
