package dev.groundwork.domain.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of the audit trail exactly as it lies in its store, for its seal.
 *
 * @param number grows from entry to entry; some are never used
 * @param at when it says that it was written
 * @param columns every other column that has a value, by name, as text
 */
public record StoredEntry(long number, Instant at, SortedMap<String, String> columns) {
    public StoredEntry {
        Objects.requireNonNull(at);
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    /** What a seal keeps of it. A column that is added to the table later has no value here, and changes no digest. */
    public SealedEntry sealed() {
        CanonicalHash hash = new CanonicalHash("groundwork audit entry")
                .number(number)
                .time(at)
                .number(columns.size());
        columns.forEach((name, value) -> hash.text(name).text(value));
        return new SealedEntry(number, at, hash.end());
    }

    /** What happened, as {@link Activity#action} has it. */
    String action() {
        return columns.getOrDefault("action", "");
    }
}
