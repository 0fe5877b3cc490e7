package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.account.TokenHash;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.SetupStore} promises. */
public interface SetupStoreContract extends StoreContract {

    @Test
    default void knowsEveryLinkUntilAllAreRemoved() {
        TokenHash one = Fresh.token();
        TokenHash other = Fresh.token();
        add(one);
        add(other);
        assertThat(exists(one)).isTrue();
        assertThat(exists(other)).isTrue();

        work().run(Scene.system(), tx -> tx.setup().clear());

        assertThat(exists(one)).isFalse();
        assertThat(exists(other)).isFalse();
    }

    @Test
    default void knowsNoLinkThatWasNeverMade() {
        assertThat(exists(Fresh.token())).isFalse();
    }

    private void add(TokenHash token) {
        work().run(Scene.system(), tx -> tx.setup().add(token));
    }

    private boolean exists(TokenHash token) {
        return work().<Boolean>in(Scene.system(), tx -> tx.setup().exists(token));
    }
}
