package dev.groundwork.domain.audit;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that sign seals, by HMAC-SHA-256 (RFC 2104). Safe for use by several threads. */
public final class SealKeys {
    private static final String HMAC = "HmacSHA256";

    private final Map<String, SecretKeySpec> keys;
    private final String current;

    /** @param keys by id; the first signs, all verify */
    public SealKeys(Map<String, byte[]> keys) {
        Map<String, SecretKeySpec> specs = new LinkedHashMap<>();
        keys.forEach((id, key) -> specs.put(id, new SecretKeySpec(key, HMAC)));
        this.keys = specs;
        this.current = specs.keySet().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("at least one key has to be there"));
    }

    /** The id of the key that signs. */
    public String current() {
        return current;
    }

    /** Whether it can be told if a seal is signed under this key. */
    public boolean knows(String keyId) {
        return keys.containsKey(keyId);
    }

    /** Whether a seal is signed under the key that it names, which is one of these. */
    public boolean signed(Seal seal) {
        return knows(seal.keyId()) && sign(seal.keyId(), seal.hash()).equals(seal.signature());
    }

    Digest sign(Digest hash) {
        return sign(current, hash);
    }

    private Digest sign(String keyId, Digest hash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(keys.get(keyId));
            return new Digest(mac.doFinal(hash.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
