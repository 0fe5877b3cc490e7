package dev.groundwork.application.memory;

import dev.groundwork.application.account.UserCache;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies of accounts in the process. */
public final class InMemoryUserCache implements UserCache {
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final Expiring<UserId, Slot> slots;

    /** An empty cache. */
    public InMemoryUserCache(InstantSource clock) {
        this.slots = new Expiring<>(clock, KEPT_FOR);
    }

    /**
     * @param oldest the version below which a copy is out of date
     * @param copy null where only that is known
     */
    private record Slot(long oldest, @Nullable User copy) {}

    @Override
    public Optional<User> find(UserId id) {
        return slots.find(id).map(Slot::copy);
    }

    @Override
    public void fill(User user) {
        long version = user.revision().version();
        slots.change(
                user.id(),
                known -> known.filter(slot -> slot.oldest() > version).orElse(new Slot(version, user)));
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        slots.change(id, known -> known.filter(slot -> slot.oldest() >= version).orElse(new Slot(version, null)));
        return true;
    }
}
