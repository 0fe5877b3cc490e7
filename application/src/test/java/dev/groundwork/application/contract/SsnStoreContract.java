package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.ColumnCipher.Sealed;
import dev.groundwork.application.access.SsnStore.Owned;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.SsnStore} promises. */
public interface SsnStoreContract extends StoreContract {

    /** More numbers than ever wait. */
    int ALL = 100_000;

    @Test
    default void keepsANumberByteForByteUntilItIsReplacedOrRemoved() {
        UserId user = new Scene(work()).user().id();
        assertThat(find(user)).isEmpty();

        put(user, new Sealed("old", new byte[] {0, 1, -128, 127}));
        assertNumber(user, "old", new byte[] {0, 1, -128, 127});
        put(user, new Sealed("new", new byte[] {7}));
        assertNumber(user, "new", new byte[] {7});

        assertThat(remove(user)).isTrue();
        assertThat(find(user)).isEmpty();
        assertThat(remove(user)).isFalse();
    }

    @Test
    default void raisesTheVersionOfTheAccountWithEachChange() {
        UserId user = new Scene(work()).user().id();
        long none = version(user);
        remove(user);
        assertThat(version(user)).isEqualTo(none);

        put(user, new Sealed("old", new byte[] {1}));
        long first = version(user);
        remove(user);

        assertThat(first).isEqualTo(none + 1);
        assertThat(version(user)).isEqualTo(first + 1);
    }

    private long version(UserId user) {
        return work().in(Scene.system(), tx -> tx.users().find(user))
                .orElseThrow()
                .revision()
                .version();
    }

    @Test
    default void countsAndListsWhatAnotherKeySealed() {
        String key = Fresh.word();
        Scene scene = new Scene(work());
        UserId old = scene.user().id();
        UserId current = scene.user().id();
        UserId without = scene.user().id();
        long before = count(key);
        put(old, new Sealed(Fresh.word(), new byte[] {1}));
        put(current, new Sealed(key, new byte[] {2}));

        assertThat(count(key)).isEqualTo(before + 1);
        List<Owned> listed = work().in(Scene.system(), tx -> tx.ssns().listNotUnder(key, ALL));
        assertThat(listed).extracting(Owned::user).contains(old).doesNotContain(current, without);
        assertThat(listed)
                .filteredOn(one -> one.user().equals(old))
                .singleElement()
                .satisfies(one -> assertThat(one.number().bytes()).containsExactly(1));
    }

    @Test
    default void listsNoMoreThanWanted() {
        Scene scene = new Scene(work());
        put(scene.user().id(), new Sealed(Fresh.word(), new byte[] {1}));
        put(scene.user().id(), new Sealed(Fresh.word(), new byte[] {1}));

        assertThat(work().<List<Owned>>in(Scene.system(), tx -> tx.ssns().listNotUnder(Fresh.word(), 1)))
                .hasSize(1);
    }

    @Test
    default void sealsEachOfFiftyAnewOnceByTwenty() {
        String old = Fresh.word();
        String fresh = Fresh.word();
        Scene scene = new Scene(work());
        Set<UserId> users = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            UserId user = scene.user().id();
            put(user, new Sealed(old, new byte[] {1}));
            users.add(user);
        }

        List<Integer> sealed = Together.run(number -> {
            int mine = 0;
            List<Owned> batch;
            do {
                batch = work().in(Scene.system(), tx -> {
                    List<Owned> others = tx.ssns().listNotUnder(fresh, ALL);
                    others.stream()
                            .filter(one -> users.contains(one.user()))
                            .forEach(one -> tx.ssns().put(one.user(), new Sealed(fresh, new byte[] {2})));
                    return others.stream()
                            .filter(one -> users.contains(one.user()))
                            .toList();
                });
                mine += batch.size();
            } while (!batch.isEmpty());
            return mine;
        });

        assertThat(sealed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
        users.forEach(user -> assertNumber(user, fresh, new byte[] {2}));
    }

    @Test
    default void tellsTheAuditTrailThatANumberChangedAndNeverWhatItIs() {
        User user = new Scene(work()).user();
        byte[] bytes = "sealed-bytes-123".getBytes(StandardCharsets.US_ASCII);
        put(user.id(), new Sealed("old", bytes));
        remove(user.id());

        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities().list("users", user.id().toString(), Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "UPDATE", "INSERT");
        assertThat(history.get(1).changes()).containsKey("encryptedSsn");
        assertThat(history.toString()).doesNotContain("sealed-bytes").doesNotContain("7365616c65642d");
    }

    private Optional<Sealed> find(UserId user) {
        return work().in(Scene.system(), tx -> tx.ssns().find(user));
    }

    private void put(UserId user, Sealed number) {
        work().run(Scene.system(), tx -> tx.ssns().put(user, number));
    }

    private boolean remove(UserId user) {
        return work().<Boolean>in(Scene.system(), tx -> tx.ssns().remove(user));
    }

    private long count(String key) {
        return work().<Long>in(Scene.system(), tx -> tx.ssns().countNotUnder(key));
    }

    private void assertNumber(UserId user, String key, byte[] bytes) {
        assertThat(find(user)).hasValueSatisfying(number -> {
            assertThat(number.keyId()).isEqualTo(key);
            assertThat(number.bytes()).containsExactly(bytes);
        });
    }
}
