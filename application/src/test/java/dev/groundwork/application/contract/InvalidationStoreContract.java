package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.InvalidationStore.Invalidation;
import dev.groundwork.domain.account.User;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.InvalidationStore} promises. */
public interface InvalidationStoreContract extends StoreContract {
    /** More than ever wait. */
    int ALL = 100_000;

    @Test
    default void waitsForEveryChangeOfAnAccountWithTheVersionSince() {
        User user = new Scene(work()).user();

        rename(user);
        rename(user);

        assertThat(waiting(user)).extracting(Invalidation::version).containsExactly(2L, 3L);
    }

    @Test
    default void waitsForNothingWhereNothingReallyChanged() {
        User user = new Scene(work()).user();

        work().run(Scene.actor(user), tx -> tx.users().changeProfile(user.id(), user.profile()));
        work().run(Scene.system(), tx -> tx.credentials().recordSignIn(user.id(), tx.now()));

        assertThat(waiting(user)).isEmpty();
    }

    @Test
    default void waitsForNothingThatItsUnitDidNotKeep() {
        User user = new Scene(work()).user();

        assertThatThrownBy(() -> work().run(Scene.actor(user), tx -> {
                    tx.users().changeProfile(user.id(), Scene.named(Fresh.username()));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(waiting(user)).isEmpty();
    }

    @Test
    default void forgetsWhatCachesHaveHeardOf() {
        User user = new Scene(work()).user();
        rename(user);
        rename(user);
        List<Invalidation> waiting = waiting(user);

        work().run(
                        Scene.system(),
                        tx -> tx.invalidations().done(List.of(waiting.get(0).id())));

        assertThat(waiting(user)).containsExactly(waiting.get(1));
    }

    @Test
    default void listsNoMoreThanWantedTheOldestFirst() {
        User user = new Scene(work()).user();
        rename(user);
        rename(user);

        List<Invalidation> two =
                work().in(Scene.system(), tx -> tx.invalidations().list(2));
        List<Invalidation> all =
                work().in(Scene.system(), tx -> tx.invalidations().list(ALL));

        assertThat(two).hasSize(2).isEqualTo(all.subList(0, 2));
        assertThat(all).extracting(Invalidation::id).isSorted();
    }

    private void rename(User user) {
        work().run(Scene.actor(user), tx -> tx.users().changeProfile(user.id(), Scene.named(Fresh.username())));
    }

    private List<Invalidation> waiting(User user) {
        return work().in(Scene.system(), tx -> tx.invalidations().list(ALL)).stream()
                .filter(one -> one.user().equals(user.id()))
                .toList();
    }
}
