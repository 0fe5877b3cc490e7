package dev.groundwork.application;

import java.util.Base64;

/** Where unguessable bytes come from. Safe for use by several threads. */
@FunctionalInterface
public interface Randomness {
    /** That many bytes that nobody can predict. */
    byte[] bytes(int count);

    /**
     * A token that nobody can guess: {@code prefix}, which tells people and secret scanners what it is, then
     * {@code bits} random bits in unpadded base64url.
     */
    default String token(String prefix, int bits) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bits / 8));
    }
}
