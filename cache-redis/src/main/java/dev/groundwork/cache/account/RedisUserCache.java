package dev.groundwork.cache.account;

import dev.groundwork.application.account.UserCache;
import dev.groundwork.cache.Copies;
import dev.groundwork.cache.Redis;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Accounts for an hour in Redis and for less than a second in this process; an account's version is its copy's stamp. */
public final class RedisUserCache implements UserCache {
    private static final Copies.Kind<UserId, User> USERS = new Copies.Kind<>(
            "user", User.class, User::id, user -> user.revision().version(), Duration.ofHours(1), 0);

    private final Copies<UserId, User> copies;

    public RedisUserCache(Redis redis) {
        this.copies = new Copies<>(redis, USERS);
    }

    @Override
    public Optional<User> find(UserId id) {
        return copies.find(id);
    }

    @Override
    public User get(UserId id, Supplier<User> loader) {
        return copies.get(id, any -> true, () -> Optional.of(loader.get())).orElseThrow();
    }

    @Override
    public void fill(User user) {
        copies.fill(user);
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return copies.invalidate(id, version);
    }

    /** How many who asked were answered by a copy. */
    public long hits() {
        return copies.hits();
    }

    /** How many who asked had to be answered by the database. */
    public long misses() {
        return copies.misses();
    }
}
