package dev.groundwork.application.account;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.World;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CacheInvalidationTest {
    private final DeafCache cache = new DeafCache();
    private final World world = new World(ports -> ports.withUserCache(cache));
    private final CacheInvalidation invalidation = world.groundwork().cacheInvalidation();

    /** A cache that can be out of reach, and keeps what it heard. */
    private static final class DeafCache implements UserCache {
        private final List<String> heard = new ArrayList<>();
        private boolean reachable = true;

        @Override
        public Optional<User> find(UserId id) {
            return Optional.empty();
        }

        @Override
        public User get(UserId id, Supplier<User> loader) {
            return loader.get();
        }

        @Override
        public void fill(User user) {
            // keeps nothing
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            if (reachable) {
                heard.add(id + " " + version);
            }
            return reachable;
        }
    }

    @Test
    void tellsTheCacheOfAChangeThatNobodyToldItOf() {
        User ada = world.verified("ada@example.org");
        invalidation.drain();
        cache.heard.clear();
        changeAndDie(ada);

        assertThat(invalidation.drain()).isEqualTo(1);
        assertThat(cache.heard).containsExactly(ada.id() + " 3");
    }

    @Test
    void tellsItOnce() {
        changeAndDie(world.verified("ada@example.org"));
        invalidation.drain();
        cache.heard.clear();

        assertThat(invalidation.drain()).isZero();
        assertThat(cache.heard).isEmpty();
    }

    @Test
    void tellsItAgainUntilItHasHeard() {
        User ada = world.verified("ada@example.org");
        invalidation.drain();
        changeAndDie(ada);
        cache.reachable = false;
        assertThat(invalidation.drain()).isZero();
        cache.reachable = true;
        cache.heard.clear();

        assertThat(invalidation.drain()).isEqualTo(1);
        assertThat(cache.heard).containsExactly(ada.id() + " 3");
    }

    /** What a node leaves behind that dies after its commit. */
    private void changeAndDie(User user) {
        world.ports()
                .work()
                .run(
                        new Actor.SystemActor("test", ORIGIN),
                        tx -> tx.users().changeProfile(user.id(), Profile.EMPTY.withUsername(new Username("renamed"))));
    }
}
