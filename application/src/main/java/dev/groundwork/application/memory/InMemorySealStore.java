package dev.groundwork.application.memory;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.audit.SealStore;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.StoredEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class InMemorySealStore implements SealStore {
    private static final Comparator<Seal> BY_NUMBER =
            Comparator.comparingLong(seal -> seal.block().number());

    private final Unit unit;

    InMemorySealStore(Unit unit) {
        this.unit = unit;
    }

    /** Units run one after another: nobody else is writing. A clock that a test moves says nothing about order. */
    @Override
    public Optional<Stretch> findComplete() {
        long newest = unit.asService().log.rows().stream()
                .mapToLong(LogEntry::number)
                .max()
                .orElse(0);
        long sealed = findLast().map(seal -> seal.block().through()).orElse(0L);
        return newest > sealed ? Optional.of(new Stretch(newest, Instant.EPOCH, unit.stamp())) : Optional.empty();
    }

    @Override
    public Optional<Seal> findLast() {
        return unit.asService().seals.rows().stream().max(BY_NUMBER);
    }

    @Override
    public long lastBefore(Instant moment) {
        return unit.asService().seals.rows().stream()
                .sorted(BY_NUMBER)
                .takeWhile(seal -> seal.block().until().isBefore(moment))
                .count();
    }

    @Override
    public List<Seal> list(long after, int most) {
        return unit.asService().seals.rows().stream()
                .filter(seal -> seal.block().number() > after)
                .sorted(BY_NUMBER)
                .limit(most)
                .toList();
    }

    @Override
    public void add(Seal seal) {
        Table<Long, Seal> seals = unit.asService().seals;
        if (seals.contains(seal.block().number())) {
            throw new Overtaken("seal " + seal.block().number() + " is there already");
        }
        seals.put(seal.block().number(), seal);
    }

    @Override
    public List<StoredEntry> listEntries(long after, long through, int most) {
        return unit.asService().log.rows().stream()
                .filter(entry -> entry.number() > after && entry.number() <= through)
                .sorted(Comparator.comparingLong(LogEntry::number))
                .limit(most)
                .map(InMemorySealStore::stored)
                .toList();
    }

    private static StoredEntry stored(LogEntry entry) {
        TreeMap<String, String> columns = new TreeMap<>();
        put(columns, "actor", entry.actor());
        put(columns, "user_id", entry.by());
        put(columns, "action", entry.action());
        put(columns, "resource_type", entry.resourceType());
        put(columns, "resource_id", entry.resourceId());
        put(columns, "project_id", entry.project());
        put(columns, "changes", entry.changes());
        put(columns, "reason", entry.reason());
        return new StoredEntry(entry.number(), entry.at(), columns);
    }

    private static void put(Map<String, String> columns, String name, @Nullable Object value) {
        if (value != null) {
            columns.put(name, value.toString());
        }
    }

    @Override
    public long lastNumber() {
        return unit.asService().lastNumber();
    }
}
