package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.EncryptionKeyStore} promises. */
public interface EncryptionKeyStoreContract extends StoreContract {

    @Test
    default void remembersAKeyByItsFirstCheckValue() {
        String id = "key-" + Fresh.word();
        byte[] check = {1, 2, 3, -1};

        add(id, check);
        add(id, new byte[] {9});

        assertThat(list()).containsEntry(id, check);
    }

    @Test
    default void doesNotKnowOtherKeys() {
        assertThat(list()).doesNotContainKey("key-" + Fresh.word());
    }

    private void add(String id, byte[] check) {
        work().run(Scene.system(), tx -> tx.encryptionKeys().add(id, check));
    }

    private Map<String, byte[]> list() {
        return work().in(Scene.system(), tx -> tx.encryptionKeys().list());
    }
}
