package dev.groundwork.application.memory;

import dev.groundwork.application.account.Letter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code mail_outbox} that is not done with. */
record WaitingLetter(
        long id,
        Letter letter,
        int attempts,
        Instant nextAttempt,
        @Nullable Instant leasedUntil) {

    boolean isDue(Instant now) {
        return !nextAttempt.isAfter(now) && (leasedUntil == null || !leasedUntil.isAfter(now));
    }

    WaitingLetter leased(Instant until) {
        return new WaitingLetter(id, letter, attempts, nextAttempt, until);
    }

    WaitingLetter postponed(Instant next) {
        return new WaitingLetter(id, letter, attempts + 1, next, null);
    }
}
