package dev.groundwork.application.access;

import dev.groundwork.application.access.Idempotency.Answer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What was asked under an idempotency key, and what was answered. As the service only. */
public interface IdempotencyStore {

    /** Whose key. */
    record CallerKey(String caller, String value) {
        public CallerKey {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(value);
        }
    }

    /**
     * A request that came first under its key.
     *
     * @param requestHash the SHA-256 of what was asked, in lower-case hexadecimal
     * @param resource the id that the request's resource gets, the same at each try
     * @param lockedUntil until when the try that runs is given; a later one may then take over
     * @param answer empty while no answer is known
     */
    record FirstRequest(String requestHash, UUID resource, Instant lockedUntil, Optional<Answer> answer) {
        public FirstRequest {
            Objects.requireNonNull(requestHash);
            Objects.requireNonNull(resource);
            Objects.requireNonNull(lockedUntil);
            Objects.requireNonNull(answer);
        }
    }

    /**
     * Claims a key that nobody has, or whose entry has expired by {@code now}; of several units at the same time one succeeds.
     *
     * @return whether this unit has it now
     */
    boolean claim(CallerKey key, FirstRequest entry, Instant now, Instant expiresAt);

    /** What is there under the key, and nobody else changes it until this unit ends; empty where there is nothing. */
    Optional<FirstRequest> findForUpdate(CallerKey key);

    /** Gives the key's next try more time. */
    void relock(CallerKey key, Instant lockedUntil);

    /** Keeps the answer. */
    void answer(CallerKey key, Answer answer);

    /** Frees the key: the request was refused and changed nothing. */
    void release(CallerKey key);

    /** Removes what has expired by {@code now}. */
    int removeExpired(Instant now);
}
