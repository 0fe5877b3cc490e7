package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.application.contract.PasswordStrengthContract;
import dev.groundwork.domain.account.Password;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZxcvbnStrengthTest implements PasswordStrengthContract {
    private static final ZxcvbnStrength STRENGTH = new ZxcvbnStrength();

    @Override
    public PasswordStrength passwordStrength() {
        return STRENGTH;
    }

    @ParameterizedTest
    @CsvSource({
        "qwerty123456789, is a very common password",
        "Passwort12345678, is little more than a very common password",
        "summer2024summer2024, repeats itself",
        "abcdefghijklmnop, is little more than a sequence such as abc or 6543",
        "Lovel4ce!Lovel4ce!, repeats itself",
        "superman batman1, is too easy to guess",
    })
    void saysWhatZxcvbnSays(String password, String why) {
        assertThat(objection(password)).isEqualTo(why + "; take several uncommon words");
    }

    @Test
    void objectsToWordsOfTheServiceAndOfThePersonThatAreHardlyChanged() {
        for (String own : List.of("adalovelace1234", "Lovel4ce!Lovelace", "LOVELACE-example", "adaLovelace12")) {
            assertThat(objection(own)).as(own).startsWith("is little more than your own name or address");
        }
        assertThat(objection("lovelace wrote the first program")).isEmpty();
    }

    private static String objection(String password) {
        return STRENGTH.objection(new Password(password), List.of("ada", "Lovelace", "example"))
                .orElse("");
    }
}
