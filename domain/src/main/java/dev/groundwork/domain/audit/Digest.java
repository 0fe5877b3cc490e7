package dev.groundwork.domain.audit;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** 32 bytes that SHA-256 made, or HMAC with it. */
public final class Digest {
    public static final int BYTES = 32;

    /** What comes before the first seal. */
    public static final Digest NONE = new Digest(new byte[BYTES]);

    private final byte[] bytes;

    public Digest(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has " + BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** In the same time wherever they differ: one of the two may be somebody's guess at a signature. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
