package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.account.PasswordHash;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * PBKDF2 (RFC 8018) with HMAC, in the PHC string format ({@code $pbkdf2-sha256$i=600000$…}) and in passlib's
 * ({@code $pbkdf2-sha256$29000$…}, with a dot for the plus sign of base64).
 */
record Pbkdf2Hash(Digest digest, int iterations, Salted salted) implements StoredHash {
    /** About two seconds of a core; OWASP recommends 210,000 to 1,300,000. */
    private static final long MAX_WORK = 2_000_000;

    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$(?:i=)?(\\d{1,7})(?:,l=\\d{1,3})?" + "\\$"
                    + Salted.BASE64 + "\\$" + Salted.BASE64);

    /** The digests, and how many bytes each gives in one go. */
    enum Digest {
        SHA1("PBKDF2WithHmacSHA1", 20),
        SHA256("PBKDF2WithHmacSHA256", 32),
        SHA512("PBKDF2WithHmacSHA512", 64);

        private final String algorithm;
        private final int bytes;

        Digest(String algorithm, int bytes) {
            this.algorithm = algorithm;
            this.bytes = bytes;
        }

        static Digest named(@Nullable String name) {
            return switch (name) {
                case "sha256" -> SHA256;
                case "sha512" -> SHA512;
                case null, default -> SHA1;
            };
        }
    }

    static Optional<Pbkdf2Hash> parse(PasswordHash hash) {
        Matcher matcher = FORM.matcher(hash.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Digest digest = Digest.named(matcher.group(1));
        int iterations = Integer.parseInt(matcher.group(2));
        return Salted.parse(matcher.group(3), matcher.group(4))
                .map(salted -> new Pbkdf2Hash(digest, iterations, salted))
                .filter(Pbkdf2Hash::isBearable);
    }

    /** Each further block of the hash costs all iterations again. */
    private boolean isBearable() {
        long blocks = ((long) salted.length() + digest.bytes - 1) / digest.bytes;
        return iterations >= 1 && iterations * blocks <= MAX_WORK;
    }

    @Override
    public boolean matches(byte[] password) {
        CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
        PBEKeySpec spec = new PBEKeySpec(
                Arrays.copyOf(characters.array(), characters.length()),
                salted.salt(),
                iterations,
                salted.length() * Byte.SIZE);
        try {
            byte[] found = SecretKeyFactory.getInstance(digest.algorithm)
                    .generateSecret(spec)
                    .getEncoded();
            return salted.matches(found);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + digest.algorithm, e);
        } finally {
            spec.clearPassword();
        }
    }
}
