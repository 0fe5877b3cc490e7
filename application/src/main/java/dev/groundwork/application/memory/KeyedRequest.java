package dev.groundwork.application.memory;

import dev.groundwork.application.access.Idempotency.Answer;
import dev.groundwork.application.access.IdempotencyStore.FirstRequest;
import java.time.Instant;
import java.util.Optional;

/** A row of {@code idempotency_keys}. */
record KeyedRequest(FirstRequest request, Instant expiresAt) {

    boolean hasExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    KeyedRequest lockedUntil(Instant until) {
        return new KeyedRequest(
                new FirstRequest(request.requestHash(), request.resource(), until, request.answer()), expiresAt);
    }

    KeyedRequest answered(Answer answer) {
        return new KeyedRequest(
                new FirstRequest(request.requestHash(), request.resource(), request.lockedUntil(), Optional.of(answer)),
                expiresAt);
    }
}
