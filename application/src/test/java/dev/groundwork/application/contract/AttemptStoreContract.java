package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.account.AttemptStore.Kind;
import dev.groundwork.application.account.AttemptStore.Subject;
import dev.groundwork.domain.account.Attempts;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.AttemptStore} promises. */
public interface AttemptStoreContract extends StoreContract {
    /** When the tries of these tests were made; long ago, so that those of others never count as old by it. */
    Instant NOW = Instant.parse("2001-01-01T00:00:00.123456Z");

    @Test
    default void countsNothingWhereNothingWasTried() {
        assertThat(find(subject())).isEqualTo(Attempts.NONE);
    }

    @Test
    default void keepsACountUntilItIsReplaced() {
        Subject subject = subject();
        Attempts first = new Attempts(3, Instant.EPOCH, NOW);
        Attempts second = new Attempts(12, NOW.plusSeconds(4), NOW);
        put(subject, first);
        assertThat(find(subject)).isEqualTo(first);
        put(subject, second);
        assertThat(find(subject)).isEqualTo(second);
        put(subject, Attempts.NONE);
        assertThat(find(subject)).isEqualTo(Attempts.NONE);
    }

    @Test
    default void keepsAccountsAndAddressesApart() {
        Subject account = subject();
        Subject address = new Subject(Kind.ADDRESS, account.value());
        put(account, new Attempts(3, Instant.EPOCH, NOW));
        put(address, new Attempts(5, Instant.EPOCH, NOW));

        assertThat(find(account).failures()).isEqualTo(3);
        assertThat(find(address).failures()).isEqualTo(5);
    }

    @Test
    default void takesTheLongestNameThereIs() {
        Subject subject = new Subject(Kind.ACCOUNT, Fresh.word() + "x".repeat(243));
        put(subject, new Attempts(1, Instant.EPOCH, NOW));

        assertThat(find(subject).failures()).isEqualTo(1);
    }

    @Test
    default void losesNoneOfAHundredTriesAtOnceThoughNothingWasTriedBefore() {
        Subject subject = subject();

        Together.run(
                100,
                number -> work().<Attempts>in(Scene.system(), tx -> {
                    Attempts now = tx.attempts().findForUpdate(subject);
                    tx.attempts().put(subject, new Attempts(now.failures() + 1, Instant.EPOCH, NOW));
                    return now;
                }));

        assertThat(find(subject).failures()).isEqualTo(100);
    }

    @Test
    default void forgetsACount() {
        Subject subject = subject();
        put(subject, new Attempts(3, Instant.EPOCH, NOW));

        work().run(Scene.system(), tx -> tx.attempts().clear(subject));
        assertThat(find(subject)).isEqualTo(Attempts.NONE);
        work().run(Scene.system(), tx -> tx.attempts().clear(subject()));
    }

    @Test
    default void keepsNothingOfAUnitThatFails() {
        Subject subject = subject();

        assertThatThrownBy(() -> work().run(Scene.system(), tx -> {
                    tx.attempts().findForUpdate(subject);
                    tx.attempts().put(subject, new Attempts(1, Instant.EPOCH, NOW));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(find(subject)).isEqualTo(Attempts.NONE);
    }

    @Test
    default void removesWhatFailedLongAgoAndNothingElse() {
        Subject old = subject();
        Subject young = subject();
        put(old, new Attempts(3, Instant.EPOCH, NOW.minusSeconds(1)));
        put(young, new Attempts(4, Instant.EPOCH, NOW));

        int removed = work().in(Scene.system(), tx -> tx.attempts().removeOlderThan(NOW));

        assertThat(removed).isPositive();
        assertThat(find(old)).isEqualTo(Attempts.NONE);
        assertThat(find(young).failures()).isEqualTo(4);
    }

    private static Subject subject() {
        return new Subject(Kind.ACCOUNT, "name:" + Fresh.word());
    }

    private Attempts find(Subject subject) {
        return work().in(Scene.system(), tx -> tx.attempts().findForUpdate(subject));
    }

    private void put(Subject subject, Attempts attempts) {
        work().run(Scene.system(), tx -> tx.attempts().put(subject, attempts));
    }
}
