package dev.groundwork.bootstrap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells one encryption key from another without giving any away: a keyed hash of its id. */
final class KeyCheck {
    private static final String ALGORITHM = "HmacSHA256";

    private KeyCheck() {}

    /** Check values by key id, in the order of the keys. */
    static Map<String, byte[]> of(Map<String, byte[]> keys) {
        Map<String, byte[]> checkValues = new LinkedHashMap<>();
        keys.forEach((id, key) -> checkValues.put(id, of(id, key)));
        return checkValues;
    }

    private static byte[] of(String id, byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(("groundwork key check: " + id).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
