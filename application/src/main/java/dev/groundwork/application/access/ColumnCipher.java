package dev.groundwork.application.access;

import dev.groundwork.application.Randomness;
import dev.groundwork.domain.account.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts single values before they reach a store, so that neither key nor value ever gets there: AES-256-GCM, with the user
 * and the key's id as associated data, so that a value moved to another row does not open. Safe for use by several threads.
 */
public final class ColumnCipher {
    /** AES-256. */
    public static final int KEY_BYTES = 32;

    /** NIST SP 800-38D section 8.2: random nonces of 96 bits. */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final Map<String, SecretKeySpec> keys;
    private final String current;
    private final Randomness randomness;

    /**
     * @param keys by id, each of {@value #KEY_BYTES} bytes; the first encrypts, all decrypt
     */
    public ColumnCipher(Map<String, byte[]> keys, Randomness randomness) {
        if (keys.isEmpty() || keys.values().stream().anyMatch(key -> key.length != KEY_BYTES)) {
            throw new IllegalArgumentException("at least one key, each of " + KEY_BYTES + " bytes");
        }
        Map<String, SecretKeySpec> specs = new LinkedHashMap<>();
        keys.forEach((id, key) -> specs.put(id, new SecretKeySpec(key, "AES")));
        this.keys = Collections.unmodifiableMap(specs);
        this.current = specs.keySet().iterator().next();
        this.randomness = randomness;
    }

    /**
     * A value that was encrypted.
     *
     * @param keyId which key opens it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; copied at the border
    public record Sealed(String keyId, byte[] bytes) {
        @Override
        public String toString() {
            return "Sealed[" + keyId + "]";
        }
    }

    /** The id of the key that encrypts. */
    public String currentKeyId() {
        return current;
    }

    /** Encrypts a value of that user's. */
    public Sealed seal(UserId user, String value) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, current, user, nonce, value.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, bytes, NONCE_BYTES, sealed.length);
        return new Sealed(current, bytes);
    }

    /**
     * Decrypts a value of that user's.
     *
     * @throws IllegalStateException where its key is not configured, or it was changed or moved
     */
    public String open(UserId user, Sealed sealed) {
        byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed.bytes(), NONCE_BYTES, sealed.bytes().length);
        return new String(crypt(Cipher.DECRYPT_MODE, sealed.keyId(), user, nonce, rest), StandardCharsets.UTF_8);
    }

    /** By key id, a value that tells the key without giving it away, in the order of the configuration. */
    public Map<String, byte[]> checkValues() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        keys.forEach((id, key) -> values.put(id, checkValue(id, key)));
        return values;
    }

    /**
     * By key id, in the order of the configuration, a key for something else, from which nobody learns the one that encrypts:
     * HKDF-Expand (RFC 5869 section 2.3) with one block. The extraction before it is for keys that are not evenly random (3.3).
     */
    public Map<String, byte[]> derivedKeys(String purpose) {
        Map<String, byte[]> derived = new LinkedHashMap<>();
        keys.forEach((id, key) -> derived.put(id, hmac(key, purpose + "\u0001")));
        return derived;
    }

    private static byte[] checkValue(String id, SecretKeySpec key) {
        return hmac(key, "groundwork key check: " + id);
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private byte[] crypt(int mode, String keyId, UserId user, byte[] nonce, byte[] input) {
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("the encryption key \"" + keyId + "\" is not configured");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((user + ":" + keyId).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored value does not open under the key \"" + keyId + "\"", e);
        }
    }
}
