package dev.groundwork.domain.audit;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A block with its place in the chain. Its hash is over the block and the hash of the seal before it, so that a seal proves all that came
 * before; its signature is over the hash, so that nobody without the key makes another chain.
 *
 * @param keyId which key signed it
 */
public record Seal(Block block, Digest hash, String keyId, Digest signature) {
    public Seal {
        Objects.requireNonNull(block);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(keyId);
        Objects.requireNonNull(signature);
    }

    /** Seals a block behind the last one; null where it is the first. */
    public static Seal of(Block block, @Nullable Seal last, SealKeys keys) {
        Digest hash = block.hashedAfter(hashOf(last), keys.current());
        return new Seal(block, hash, keys.current(), keys.sign(hash));
    }

    private static Digest hashOf(@Nullable Seal last) {
        return last == null ? Digest.NONE : last.hash;
    }

    /**
     * What is wrong with its place behind the last one, if anything. The signature is not asked for where its key is not configured
     * any more: a later seal, whose hash holds this one's, vouches for it.
     *
     * @param last null where it is to be the first
     */
    public Optional<SealFault> faultAfter(@Nullable Seal last, SealKeys keys) {
        long expected = last == null ? 1 : last.block.number() + 1;
        if (block.number() != expected) {
            return Optional.of(SealFault.of(SealFault.Kind.SEAL_MISSING, this, expected));
        }
        if (!block.hashedAfter(hashOf(last), keyId).equals(hash)) {
            return Optional.of(SealFault.of(SealFault.Kind.SEAL_CHANGED, this));
        }
        return keys.knows(keyId) && !keys.signed(this)
                ? Optional.of(SealFault.of(SealFault.Kind.SEAL_FORGED, this))
                : Optional.empty();
    }
}
