package dev.groundwork.application.stage;

import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A hasher that tells how often a hash was looked at, lets something happen meanwhile, and is busy when told to. */
public final class WatchedHasher implements PasswordHasher {
    private final PasswordHasher hasher;
    private final Map<PasswordHash, Integer> looks = new ConcurrentHashMap<>();
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> whileHashing = new AtomicReference<>(() -> {});
    private volatile boolean busy;

    public WatchedHasher(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    public int looksAt(PasswordHash hash) {
        return looks.getOrDefault(hash, 0);
    }

    /** Happens once, while the next password is being verified. */
    public void meanwhile(Runnable what) {
        meanwhile.set(what);
    }

    /** Happens once, while the next password is being hashed. */
    public void whileHashing(Runnable what) {
        whileHashing.set(what);
    }

    public void setBusy(boolean now) {
        busy = now;
    }

    @Override
    public PasswordHash hash(Password password) {
        requireTime();
        whileHashing.getAndSet(() -> {}).run();
        return hasher.hash(password);
    }

    @Override
    public boolean verify(Password password, PasswordHash hash) {
        requireTime();
        looks.merge(hash, 1, Integer::sum);
        meanwhile.getAndSet(() -> {}).run();
        return hasher.verify(password, hash);
    }

    @Override
    public boolean needsUpgrade(PasswordHash hash) {
        return hasher.needsUpgrade(hash);
    }

    private void requireTime() {
        if (busy) {
            throw new Refused(new Refusal.Unavailable("busy", Duration.ofSeconds(1)));
        }
    }
}
