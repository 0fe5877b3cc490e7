package dev.groundwork.application.memory;

import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows by key; each change tells how it is undone. Guarded by the lock of {@link InMemoryWork}. */
final class Table<K, R> {
    private final Map<K, R> rows = new LinkedHashMap<>();
    private final Deque<Runnable> undo;

    Table(Deque<Runnable> undo) {
        this.undo = undo;
    }

    Optional<R> find(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** The row, which must be there: that it is not is a bug, as a broken foreign key would be. */
    R get(K key) {
        return find(key).orElseThrow(() -> new IllegalStateException("there is no row " + key));
    }

    boolean contains(K key) {
        return rows.containsKey(key);
    }

    void put(K key, R row) {
        R before = rows.put(key, row);
        undo.push(() -> restore(key, before));
    }

    void remove(K key) {
        R before = rows.remove(key);
        undo.push(() -> restore(key, before));
    }

    void clear() {
        List.copyOf(rows.keySet()).forEach(this::remove);
    }

    /** In no promised order: a removal that was undone puts its row at the end. */
    Collection<R> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** As {@link #rows}. */
    Map<K, R> byKey() {
        return Collections.unmodifiableMap(rows);
    }

    private void restore(K key, @Nullable R before) {
        if (before == null) {
            rows.remove(key);
        } else {
            rows.put(key, before);
        }
    }
}
