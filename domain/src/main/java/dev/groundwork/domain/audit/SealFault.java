package dev.groundwork.domain.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first thing in the audit trail that does not fit its seals.
 *
 * @param seal the number of the seal that it shows at; 0 where it comes after the last
 * @param since of that seal's block
 * @param until of that seal's block
 * @param entry the number of the entry, or of the seal that is missing; null where the seal as a whole does not fit
 */
public record SealFault(
        Kind kind,
        long seal,
        Instant since,
        Instant until,
        @Nullable Long entry) {
    /** What was done. */
    public enum Kind {
        SEAL_MISSING("seal %d is missing before it"),
        SEAL_CHANGED("it is not what was sealed, or not in its place"),
        SEAL_FORGED("it was not signed with the key that it names"),
        SEAL_UNKNOWN("it is signed with a key that is not configured, and no later seal vouches for it"),
        SEALS_CUT("entry %d says that later seals, which a server had made, were gone"),
        ENTRY_CHANGED("entry %d is not what was sealed"),
        ENTRY_MISSING("entry %d is missing"),
        ENTRY_ADDED("entry %d was not there when its place was sealed"),
        ENTRY_UNNUMBERED("entry %d has a number that was never given out"),
        ENTRY_BACKDATED("entry %d was written later than it says");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    public SealFault {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(since);
        Objects.requireNonNull(until);
    }

    static SealFault of(Kind kind, Seal seal) {
        return new SealFault(
                kind, seal.block().number(), seal.block().since(), seal.block().until(), null);
    }

    static SealFault of(Kind kind, Seal seal, long entry) {
        return new SealFault(
                kind, seal.block().number(), seal.block().since(), seal.block().until(), entry);
    }

    /** The seal can't be proved: its key is gone, and so is every seal after it. */
    public static SealFault unknown(Seal seal) {
        return of(Kind.SEAL_UNKNOWN, seal);
    }

    /** What was done, in words. */
    public String sentence() {
        return entry == null ? kind.sentence : String.format(Locale.ROOT, kind.sentence, entry);
    }
}
