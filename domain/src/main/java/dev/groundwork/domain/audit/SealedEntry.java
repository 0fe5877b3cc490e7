package dev.groundwork.domain.audit;

import java.time.Instant;
import java.util.Objects;

/** What a seal keeps of an entry: enough to see that it is gone or another one, and nothing of what it tells. */
public record SealedEntry(long number, Instant at, Digest digest) {
    public SealedEntry {
        Objects.requireNonNull(at);
        Objects.requireNonNull(digest);
    }
}
