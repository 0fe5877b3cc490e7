package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Transaction;
import dev.groundwork.application.audit.SealStore.Stretch;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.audit.Block;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealKeys;
import dev.groundwork.domain.audit.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.audit.SealStore} promises. */
public interface SealStoreContract extends StoreContract {

    @Test
    default void tellsOfAnEntryAllThatIsStored() {
        String action = enter();

        StoredEntry entry = unsealed().stream()
                .filter(one -> action.equals(one.columns().get("action")))
                .findFirst()
                .orElseThrow();

        assertThat(entry.columns()).containsEntry("resource_type", "users").doesNotContainKey("project_id");
        assertThat(entry.sealed()).isEqualTo(again(entry).sealed());
        assertThat(entry.number())
                .isLessThanOrEqualTo(work().in(Scene.system(), tx -> tx.seals().lastNumber()));
    }

    private StoredEntry again(StoredEntry entry) {
        return work().in(Scene.system(), tx -> tx.seals().listEntries(entry.number() - 1, entry.number(), 2))
                .getFirst();
    }

    @Test
    default void keepsASealAsItIs() {
        enter();
        Seal seal = sealAll();

        Optional<Seal> last = work().in(Scene.system(), tx -> tx.seals().findLast());
        assertThat(last).contains(seal);
        assertThat(list(seal.block().number() - 1)).containsExactly(seal);
        assertThat(list(seal.block().number())).isEmpty();
        assertThat(seal.block().entries()).isNotEmpty();
    }

    @Test
    default void findsASealByWhenItsBlockWasComplete() {
        enter();
        Seal first = sealAll();
        pause();
        enter();
        Seal second = sealAll();

        work().run(Scene.system(), tx -> {
            assertThat(tx.seals().lastBefore(second.block().until()))
                    .isEqualTo(second.block().number() - 1);
            assertThat(tx.seals().lastBefore(second.block().until().plusMillis(1)))
                    .isEqualTo(second.block().number());
            assertThat(tx.seals().lastBefore(first.block().until()))
                    .isLessThan(first.block().number());
        });
    }

    @Test
    default void hasNoTwoSealsOfOneNumber() {
        enter();
        Seal seal = sealAll();

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> tx.seals().add(seal)))
                .isInstanceOf(Refused.class);
    }

    @Test
    default void hasNothingToSealWhereNothingWasEntered() {
        enter();
        sealAll();

        Optional<Stretch> complete = work().in(Scene.system(), tx -> tx.seals().findComplete());
        assertThat(complete).isEmpty();
    }

    /** Else an entry could come to lie in a stretch that was sealed without it. */
    @Test
    default void aStretchIsCompleteOnlyOnceEverybodyHasEnteredWhoMay() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        String first = "contract." + Fresh.word();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> work().run(Scene.system(), tx -> {
            tx.record(event(first));
            writing.countDown();
            pause();
            pause();
        }));
        writing.await();
        String second = enter();

        List<StoredEntry> sealed = List.of();
        while (sealed.stream().noneMatch(entry -> second.equals(entry.columns().get("action")))) {
            sealed = complete();
        }

        assertThat(sealed).anyMatch(entry -> first.equals(entry.columns().get("action")));
        writer.join();
    }

    private String enter() {
        String action = "contract." + Fresh.word();
        work().run(Scene.system(), tx -> tx.record(event(action)));
        return action;
    }

    private static Event event(String action) {
        return Event.aboutUser(action, null, Map.of());
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Seal> list(long after) {
        return work().in(Scene.system(), tx -> tx.seals().list(after, 1));
    }

    /** What is behind the last seal, complete or not. */
    private List<StoredEntry> unsealed() {
        return work().in(
                        Scene.system(),
                        tx -> tx.seals()
                                .listEntries(
                                        tx.seals()
                                                .findLast()
                                                .map(last -> last.block().through())
                                                .orElse(0L),
                                        Long.MAX_VALUE,
                                        Integer.MAX_VALUE));
    }

    /** What can be sealed, without sealing it. */
    private List<StoredEntry> complete() {
        return work().in(Scene.system(), tx -> {
            Optional<Stretch> stretch = tx.seals().findComplete();
            long after =
                    tx.seals().findLast().map(last -> last.block().through()).orElse(0L);
            return stretch.map(it -> tx.seals().listEntries(after, it.through(), Integer.MAX_VALUE))
                    .orElse(List.of());
        });
    }

    /** Seals until nothing is left. */
    private Seal sealAll() {
        while (!unsealed().isEmpty()) {
            work().run(Scene.system(), SealStoreContract::sealNext);
        }
        return work().in(Scene.system(), tx -> tx.seals().findLast()).orElseThrow();
    }

    private static void sealNext(Transaction tx) {
        Optional<Stretch> complete = tx.seals().findComplete();
        @Nullable Seal last = tx.seals().findLast().orElse(null);
        complete.ifPresent(stretch -> {
            long after = last == null ? 0 : last.block().through();
            Block block = new Block(
                    last == null ? 1 : last.block().number() + 1,
                    stretch.through(),
                    stretch.since(),
                    stretch.until(),
                    tx.seals().listEntries(after, stretch.through(), Integer.MAX_VALUE).stream()
                            .map(StoredEntry::sealed)
                            .toList());
            tx.seals().add(Seal.of(block, last, new SealKeys(Map.of("contract", new byte[32]))));
        });
    }
}
