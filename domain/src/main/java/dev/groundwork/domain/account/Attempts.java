package dev.groundwork.domain.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Tries of a password that failed in a row (NIST SP 800-63B-4 section 3.2.2, OWASP ASVS 5.0 6.3.1). Each try is counted before
 * it is looked at and forgotten if it was right, so that a hundred at once get no more tries than one after another.
 *
 * @param blockedUntil until when no try is taken; the epoch where none is refused
 * @param lastAt when the last one was counted; the epoch where none was
 */
public record Attempts(int failures, Instant blockedUntil, Instant lastAt) {
    /** Nothing was tried. */
    public static final Attempts NONE = new Attempts(0, Instant.EPOCH, Instant.EPOCH);

    /** The delay after the try that reaches the threshold; each further one doubles it. */
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    public Attempts {
        Objects.requireNonNull(blockedUntil);
        Objects.requireNonNull(lastAt);
    }

    /** Whether a try at {@code now} is refused unseen: it neither counts nor extends the delay. */
    public boolean blockAt(Instant now) {
        return now.isBefore(blockedUntil);
    }

    /** The count with one more try at {@code now}; from the {@code threshold}th on, a delay follows it. */
    public Attempts withTry(int threshold, Instant now) {
        int count = failures + 1;
        return new Attempts(count, count < threshold ? Instant.EPOCH : now.plus(delay(count - threshold)), now);
    }

    /** The count without a try that turned out right; what others failed at stays. */
    public Attempts withoutTry(int threshold) {
        int count = Math.max(0, failures - 1);
        return new Attempts(count, count < threshold ? Instant.EPOCH : blockedUntil, lastAt);
    }

    /** Nothing, where the last try lies longer ago than {@code memory}; else this. */
    public Attempts rememberedAt(Instant now, Duration memory) {
        return lastAt.plus(memory).isBefore(now) ? NONE : this;
    }

    private static Duration delay(int doublings) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(doublings, 20));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
