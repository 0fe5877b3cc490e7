package dev.groundwork.application.memory;

import dev.groundwork.application.SingleFlight;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Copies of accounts in the process. */
public final class InMemoryUserCache implements UserCache {
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final Expiring<UserId, Slot> slots;
    private final SingleFlight<UserId, User> flights = new SingleFlight<>();

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
    public User get(UserId id, Supplier<User> loader) {
        return find(id).orElseGet(() -> flights.get(
                id,
                flight -> find(id).orElseGet(() -> {
                    User user = loader.get();
                    flight.unlessForgotten(() -> fill(user));
                    return user;
                })));
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
        flights.forget(id);
        slots.change(id, known -> known.filter(slot -> slot.oldest() >= version).orElse(new Slot(version, null)));
        return true;
    }
}
