package dev.groundwork.application.memory;

import dev.groundwork.application.access.Idempotency.Answer;
import dev.groundwork.application.access.IdempotencyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryIdempotencyStore implements IdempotencyStore {
    private final Unit unit;

    InMemoryIdempotencyStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public boolean claim(CallerKey key, FirstRequest entry, Instant now, Instant expiresAt) {
        Table<CallerKey, KeyedRequest> keys = unit.asService().idempotencyKeys;
        if (keys.find(key).filter(known -> !known.hasExpired(now)).isPresent()) {
            return false;
        }
        keys.put(key, new KeyedRequest(entry, expiresAt));
        return true;
    }

    @Override
    public Optional<FirstRequest> findForUpdate(CallerKey key) {
        return unit.asService().idempotencyKeys.find(key).map(KeyedRequest::request);
    }

    @Override
    public void relock(CallerKey key, Instant lockedUntil) {
        Table<CallerKey, KeyedRequest> keys = unit.asService().idempotencyKeys;
        keys.find(key).ifPresent(known -> keys.put(key, known.lockedUntil(lockedUntil)));
    }

    @Override
    public void answer(CallerKey key, Answer answer) {
        Table<CallerKey, KeyedRequest> keys = unit.asService().idempotencyKeys;
        keys.find(key).ifPresent(known -> keys.put(key, known.answered(answer)));
    }

    @Override
    public void release(CallerKey key) {
        unit.asService().idempotencyKeys.remove(key);
    }

    @Override
    public int removeExpired(Instant now) {
        Table<CallerKey, KeyedRequest> keys = unit.asService().idempotencyKeys;
        List<CallerKey> expired = keys.byKey().entrySet().stream()
                .filter(known -> known.getValue().hasExpired(now))
                .map(Map.Entry::getKey)
                .toList();
        expired.forEach(keys::remove);
        return expired.size();
    }
}
