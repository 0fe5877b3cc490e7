package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    default void forgetsAKeyThatIsRetired() {
        String id = "key-" + Fresh.word();
        add(id, new byte[] {1});

        work().run(Scene.system(), tx -> tx.encryptionKeys().retire(id));
        work().run(Scene.system(), tx -> tx.encryptionKeys().retire("key-" + Fresh.word()));

        assertThat(list()).doesNotContainKey(id);
    }

    @Test
    default void takesAKeyIntoUseAgain() {
        String id = "key-" + Fresh.word();
        add(id, new byte[] {1});
        work().run(Scene.system(), tx -> tx.encryptionKeys().retire(id));

        add(id, new byte[] {2});

        assertThat(list()).containsEntry(id, new byte[] {2});
    }

    @Test
    default void listsTheSameForUpdate() {
        String id = "key-" + Fresh.word();
        add(id, new byte[] {1});

        Map<String, byte[]> locked =
                work().in(Scene.system(), tx -> tx.encryptionKeys().listForUpdate());
        assertThat(locked).containsEntry(id, new byte[] {1});
    }

    /** Else a value could be stored under a key that was said to be needed no more. */
    @Test
    default void retiresNoKeyWhileAnotherUnitWritesUnderIt() throws Exception {
        String id = "key-" + Fresh.word();
        add(id, new byte[] {1});
        CountDownLatch writing = new CountDownLatch(1);
        AtomicBoolean written = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> work().run(Scene.system(), tx -> {
            tx.encryptionKeys().add(id, new byte[] {1});
            writing.countDown();
            pause();
            written.set(true);
        }));
        writing.await();

        boolean before = work().in(Scene.system(), tx -> {
            tx.encryptionKeys().listForUpdate();
            return written.get();
        });

        assertThat(before).isTrue();
        writer.join();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(String id, byte[] check) {
        work().run(Scene.system(), tx -> tx.encryptionKeys().add(id, check));
    }

    private Map<String, byte[]> list() {
        return work().in(Scene.system(), tx -> tx.encryptionKeys().list());
    }
}
