package dev.groundwork.application.memory;

import dev.groundwork.application.account.AttemptStore;
import dev.groundwork.domain.account.Attempts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

final class InMemoryAttemptStore implements AttemptStore {
    private final Unit unit;

    InMemoryAttemptStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Attempts findForUpdate(Subject subject) {
        return unit.asService().attempts.find(subject).orElse(Attempts.NONE);
    }

    @Override
    public void put(Subject subject, Attempts attempts) {
        unit.asService().attempts.put(subject, attempts);
    }

    @Override
    public void clear(Subject subject) {
        unit.asService().attempts.remove(subject);
    }

    @Override
    public int removeOlderThan(Instant oldest) {
        Table<Subject, Attempts> attempts = unit.asService().attempts;
        List<Subject> old = attempts.byKey().entrySet().stream()
                .filter(entry -> entry.getValue().lastAt().isBefore(oldest))
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(attempts::remove);
        return old.size();
    }
}
