package dev.groundwork.application.memory;

import dev.groundwork.application.account.InvalidationStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

final class InMemoryInvalidationStore implements InvalidationStore {
    private final Unit unit;

    InMemoryInvalidationStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public List<Invalidation> list(int max) {
        return unit.asService().invalidations.rows().stream()
                .sorted(Comparator.comparingLong(Invalidation::id))
                .limit(max)
                .toList();
    }

    @Override
    public void done(Collection<Long> ids) {
        ids.forEach(unit.asService().invalidations::remove);
    }
}
