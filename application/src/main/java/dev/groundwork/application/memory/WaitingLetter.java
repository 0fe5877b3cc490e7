package dev.groundwork.application.memory;

import dev.groundwork.application.account.Letter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code mail_outbox}.
 *
 * @param end null while it is not done with
 */
record WaitingLetter(
        long id,
        Letter letter,
        int attempts,
        Instant nextAttempt,
        @Nullable Instant leasedUntil,
        @Nullable End end) {

    /** How and when it was done with. */
    record End(boolean delivered, Instant at) {}

    boolean isDue(Instant now) {
        return end == null && !nextAttempt.isAfter(now) && (leasedUntil == null || !leasedUntil.isAfter(now));
    }

    WaitingLetter leased(Instant until) {
        return new WaitingLetter(id, letter, attempts, nextAttempt, until, end);
    }

    WaitingLetter postponed(Instant next) {
        return new WaitingLetter(id, letter, attempts + 1, next, null, end);
    }

    WaitingLetter ended(boolean delivered, Instant at) {
        return new WaitingLetter(id, letter, attempts, nextAttempt, null, new End(delivered, at));
    }

    boolean wasEndedBefore(boolean delivered, Instant moment) {
        return end != null && end.delivered() == delivered && end.at().isBefore(moment);
    }
}
