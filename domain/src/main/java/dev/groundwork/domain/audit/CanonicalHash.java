package dev.groundwork.domain.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * SHA-256 over a row of values, written so that no two rows look the same: each number at its full width, big-endian, and each text in
 * UTF-8 behind its length. First comes what the hash is of, so that none can stand for another kind.
 */
final class CanonicalHash {
    private final MessageDigest sha256;

    CanonicalHash(String of) {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        text(of);
    }

    CanonicalHash number(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        return this;
    }

    CanonicalHash time(Instant time) {
        return number(time.getEpochSecond()).number(time.getNano());
    }

    CanonicalHash text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        sha256.update(bytes);
        return this;
    }

    CanonicalHash digest(Digest digest) {
        sha256.update(digest.bytes());
        return this;
    }

    /** The hash; this object is used up. */
    Digest end() {
        return new Digest(sha256.digest());
    }
}
