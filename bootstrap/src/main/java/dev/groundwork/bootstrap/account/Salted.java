package dev.groundwork.bootstrap.account;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** A salt and the hash that was made with it. */
final class Salted {
    /** Of salts and hashes, with passlib's dot for the plus sign too; up to 64 bytes. */
    static final String BASE64 = "([A-Za-z0-9+/.]{1,86}={0,2})";

    /** Below, chance would sign people in. */
    private static final int MIN_HASH = 16;

    private static final int MIN_SALT = 8;

    private final byte[] salt;
    private final byte[] hash;

    private Salted(byte[] salt, byte[] hash) {
        this.salt = salt;
        this.hash = hash;
    }

    static Optional<Salted> parse(String salt, String hash) {
        try {
            return Optional.of(new Salted(decode(salt), decode(hash)))
                    .filter(salted -> salted.salt.length >= MIN_SALT && salted.hash.length >= MIN_HASH);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64 after all
        }
    }

    byte[] salt() {
        return salt.clone();
    }

    int length() {
        return hash.length;
    }

    /** In time that does not depend on how far they are alike. */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }
}
