package dev.groundwork.application.memory;

import dev.groundwork.application.Randomness;
import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 with HMAC-SHA-256, which every Java has. Its cost is the caller's choice: a low one suits tests; a service that keeps
 * real people's passwords takes Argon2id.
 */
public final class Pbkdf2PasswordHasher implements PasswordHasher {
    /** Cheap enough for a test that signs in a hundred times, and no protection for anybody's real password. */
    public static final int TEST_ITERATIONS = 1_000;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MAX_WAITING = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2-sha256\\$i=([1-9][0-9]{0,8})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final Randomness randomness;
    private final int iterations;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /** @param iterations at least 1; OWASP asks for 600,000 outside of tests */
    public Pbkdf2PasswordHasher(Randomness randomness, int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("at least one iteration");
        }
        this.randomness = randomness;
        this.iterations = iterations;
    }

    @Override
    public PasswordHash hash(Password password) {
        byte[] salt = randomness.bytes(SALT_BYTES);
        byte[] hash = derive(password, salt, iterations, HASH_BYTES);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$pbkdf2-sha256$i=" + iterations + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(hash));
    }

    @Override
    public boolean verify(Password password, PasswordHash hash) {
        Matcher parts = FORM.matcher(hash.value());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a hash that this hasher made");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(2));
        byte[] expected = Base64.getDecoder().decode(parts.group(3));
        byte[] derived = derive(password, salt, Integer.parseInt(parts.group(1)), expected.length);
        return MessageDigest.isEqual(expected, derived);
    }

    @Override
    public boolean needsUpgrade(PasswordHash hash) {
        Matcher parts = FORM.matcher(hash.value());
        return !parts.matches() || Integer.parseInt(parts.group(1)) < iterations;
    }

    private byte[] derive(Password password, byte[] salt, int times, int length) {
        acquire();
        try {
            PBEKeySpec spec = new PBEKeySpec(password.value().toCharArray(), salt, times, length * Byte.SIZE);
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        } finally {
            cores.release();
        }
    }

    private void acquire() {
        try {
            if (cores.getQueueLength() < MAX_WAITING
                    && cores.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refused(new Refusal.Unavailable("Too many sign in at once.", Duration.ofSeconds(1)));
    }
}
