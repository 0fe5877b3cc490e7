package dev.groundwork.application.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.World;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptionKeysTest {
    private final EncryptionKeys keys = new World().groundwork().encryptionKeys();

    @Test
    void takesTheFirstKeysAsTheyAre() {
        assertThat(keys.reconcile(Map.of("one", check(1)))).isEmpty();
        assertThat(keys.reconcile(Map.of("one", check(1)))).isEmpty();
    }

    @Test
    void takesANewKeyBesideTheOld() {
        keys.reconcile(Map.of("one", check(1)));

        assertThat(keys.reconcile(Map.of("two", check(2), "one", check(1)))).isEmpty();
    }

    @Test
    void namesAKeyThatIsMissing() {
        keys.reconcile(Map.of("one", check(1)));

        assertThat(keys.reconcile(Map.of("two", check(2))))
                .singleElement()
                .asString()
                .contains("\"one\"", "missing");
    }

    @Test
    void namesAKeyThatIsAnotherUnderTheSameId() {
        keys.reconcile(Map.of("one", check(1)));

        assertThat(keys.reconcile(Map.of("one", check(9))))
                .singleElement()
                .asString()
                .contains("\"one\"", "is not the one");
    }

    @Test
    void remembersNothingOfAConfigurationThatIsWrong() {
        keys.reconcile(Map.of("one", check(1)));
        keys.reconcile(Map.of("one", check(9), "two", check(2)));

        assertThat(keys.reconcile(Map.of("one", check(1)))).isEmpty();
    }

    private static byte[] check(int filling) {
        return new byte[] {(byte) filling, 2, 3};
    }
}
