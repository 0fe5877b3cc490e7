package dev.groundwork.application.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.World;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import java.util.LinkedHashMap;
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

    @Test
    void needsNoKeyThatOnlyDecryptsAndWasRetired() {
        World world = new World();
        EncryptionKeys keys = world.groundwork().encryptionKeys();
        Map<String, byte[]> both = new LinkedHashMap<>();
        both.put("two", check(2));
        both.put("one", check(1));
        keys.reconcile(Map.of("one", check(1)));
        keys.reconcile(both);
        world.groundwork()
                .ports()
                .work()
                .run(
                        new Actor.SystemActor("test", Origin.internal("test")),
                        tx -> tx.encryptionKeys().retire("one"));

        assertThat(keys.reconcile(both)).isEmpty();
        assertThat(keys.reconcile(Map.of("two", check(2)))).isEmpty();
    }

    private static byte[] check(int filling) {
        return new byte[] {(byte) filling, 2, 3};
    }
}
