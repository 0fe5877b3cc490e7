package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.PasswordStrength;
import dev.groundwork.domain.account.Password;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link PasswordStrength} promises. */
public interface PasswordStrengthContract {
    PasswordStrength passwordStrength();

    @Test
    default void objectsToTheCommonestPasswordsInAnyCaseAndDisguise() {
        for (String common : List.of(
                "passwordpassword",
                "Password1234567",
                "PASSWORD1234567",
                "P@ssw0rd12345678",
                "p4$$w0rd12345678",
                "123456789012345",
                "1234567890123456",
                "qwertyuiop12345",
                "qwerty123456789",
                "iloveyouiloveyou",
                "letmeinletmein1",
                "Passwort12345678",
                "password!password!",
                "ChangeMe12345678!")) {
            assertThat(objection(common)).as(common).isNotEmpty();
        }
    }

    @Test
    default void saysWhyAndWhatWouldBeBetter() {
        assertThat(objection("Password1234567")).endsWith("common password; take several uncommon words");
    }

    @Test
    default void takesSentencesAndWhatAMachineDrew() {
        for (String sane : List.of(
                "correct horse battery",
                "a sentence is easy to remember",
                "das ist mein eigener satz",
                "thequickbrownfox",
                "ключ от дома 🔑 под ковром",
                "漢字 is a fine password",
                "k7#Qm2xz",
                "zX9!kk2@vQ7pLw4",
                "c0ffee15c01dbeef7a")) {
            assertThat(objection(sane)).as(sane).isEmpty();
        }
    }

    @Test
    default void costsLittleForTheLongestAndMostTwistedPassword() {
        objection("so that its lists are read");
        for (String unit : List.of("4@8({[<3690!1|70$5+%2", "password", "19991231-", "aB3", "qwe4@8({[<rty 1")) {
            String longest = (unit.repeat(Password.MAX_BYTES) + "!").substring(0, Password.MAX_BYTES);
            long before = System.nanoTime();
            objection(longest.substring(0, Password.MAX_BYTES - 1) + "~");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).as(unit).isLessThan(Duration.ofSeconds(1));
        }
    }

    private String objection(String password) {
        return passwordStrength().objection(new Password(password), List.of()).orElse("");
    }
}
