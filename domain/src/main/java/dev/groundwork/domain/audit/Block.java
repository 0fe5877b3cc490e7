package dev.groundwork.domain.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A stretch of the audit trail: every entry behind the last block's end up to its own, and none can come any more.
 *
 * @param number 1 for the first; the next one's is the next
 * @param through the highest number that an entry of it may have
 * @param since no entry of it was written before
 * @param until when it was known to be complete
 * @param entries by number, the lowest first
 */
public record Block(long number, long through, Instant since, Instant until, List<SealedEntry> entries) {
    public Block {
        Objects.requireNonNull(since);
        Objects.requireNonNull(until);
        entries = List.copyOf(entries);
        if (number < 1) {
            throw new IllegalArgumentException("blocks are counted from 1, not " + number);
        }
    }

    /** The hash that ties it to the block before. */
    Digest hashedAfter(Digest previous, String keyId) {
        CanonicalHash hash = new CanonicalHash("groundwork audit seal")
                .digest(previous)
                .text(keyId)
                .number(number)
                .number(through)
                .time(since)
                .time(until)
                .number(entries.size());
        entries.forEach(entry -> hash.number(entry.number()).time(entry.at()).digest(entry.digest()));
        return hash.end();
    }
}
