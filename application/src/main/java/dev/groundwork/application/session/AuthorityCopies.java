package dev.groundwork.application.session;

import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.account.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long this node believes a copy of somebody's authority, whatever a cache keeps. Under a second after the truth was read,
 * so that what was taken back counts on every node within one even where no invalidation arrives; and not at all once this node
 * itself took something back, so that it counts here on the next request. Safe for use by several threads.
 */
public final class AuthorityCopies {
    /** How long after the truth was read a copy of it is believed. */
    static final Duration BELIEVED_FOR = Duration.ofMillis(800);

    /** Twice what two measurements of the database's clock may differ by: a copy read just before a commit must not pass. */
    private static final Duration CLOCK_ERROR = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Map<UserId, Instant> distrusted = new ConcurrentHashMap<>();
    private volatile Instant everybodyDistrusted = Instant.EPOCH;

    public AuthorityCopies(InstantSource clock) {
        this.clock = clock;
    }

    /** A copy that was read at this moment or before counts for nothing at {@code now}. */
    Instant oldestBelieved(Instant now) {
        Instant oldest = now.minus(BELIEVED_FOR);
        return everybodyDistrusted.isAfter(oldest) ? everybodyDistrusted : oldest;
    }

    /**
     * Whether this node took something back from the user after the copy was read; or the copy comes from the future, since a
     * node whose clock is wrong must not make others believe its copies for longer.
     */
    boolean distrusts(Authority copy, Instant now) {
        Instant mark = distrusted.get(copy.session().user());
        return (mark != null && !copy.readAt().isAfter(mark)) || copy.readAt().isAfter(now.plus(CLOCK_ERROR));
    }

    /** To be called after the commit of what changed this user's sessions, status, grants or password. */
    public void forget(UserId user) {
        Instant now = clock.instant();
        distrusted.put(user, now.plus(CLOCK_ERROR));
        // Older marks say nothing any more: no copy from before them is believed.
        distrusted.values().removeIf(mark -> mark.isBefore(now.minus(BELIEVED_FOR)));
    }

    /** To be called after the commit of what changed a role, whoever has it. */
    public void forgetEverybody() {
        everybodyDistrusted = clock.instant().plus(CLOCK_ERROR);
    }
}
