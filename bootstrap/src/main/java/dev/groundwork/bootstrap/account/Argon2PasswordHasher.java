package dev.groundwork.bootstrap.account;

import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Argon2id at OWASP's cost, on threads of its own: as many at once as there are cores, a short queue before them, and a refusal
 * for whoever finds that full. Hashes that other programs made verify too: Argon2 of any variant, bcrypt, scrypt and PBKDF2, up
 * to about two seconds of a core each; each {@linkplain #needsUpgrade needs an upgrade}.
 */
public final class Argon2PasswordHasher implements PasswordHasher, AutoCloseable {
    /** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane; salt and hash as RFC 9106 section 4 recommends. */
    private static final Argon2Hash.Costs COSTS = new Argon2Hash.Costs(19_456, 2, 1, 16, 32);

    private static final int WAITING_PER_CORE = 16;
    /** Ten times what a full queue takes, so that only a machine in need meets it, and less than a request may take. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Argon2 argon2 = Argon2Factory.create(Argon2Types.ARGON2id, COSTS.saltBytes(), COSTS.hashBytes());
    private final HashingPool pool;

    public Argon2PasswordHasher() {
        this(LONGEST_WAIT);
    }

    Argon2PasswordHasher(Duration longestWait) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.pool = new HashingPool(cores, WAITING_PER_CORE * cores, longestWait);
    }

    @Override
    public PasswordHash hash(Password password) {
        return withBytes(password, this::make);
    }

    private PasswordHash make(byte[] password) {
        return new PasswordHash(argon2.hash(COSTS.passes(), COSTS.memory(), COSTS.lanes(), password));
    }

    @Override
    public boolean verify(Password password, PasswordHash hash) {
        Optional<? extends StoredHash> stored = StoredHash.parse(hash);
        return withBytes(password, bytes -> {
            if (stored.isEmpty()) {
                // As long as a usable hash would take, so that time does not tell whose hash is none.
                make(bytes);
                return false;
            }
            return stored.get().matches(bytes);
        });
    }

    private <T> T withBytes(Password password, Function<byte[], T> hashing) {
        return pool.run(() -> {
            byte[] bytes = password.value().getBytes(StandardCharsets.UTF_8);
            try {
                return hashing.apply(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        });
    }

    @Override
    public boolean needsUpgrade(PasswordHash hash) {
        return Argon2Hash.parse(hash)
                .filter(own -> own.variant() == Argon2Types.ARGON2id
                        && own.version() == Argon2Hash.VERSION
                        && own.costs().equals(COSTS))
                .isEmpty();
    }

    /** Whether a password can be verified against this hash: it is of a known form, and not dearer than its method's limit. */
    public static boolean verifiable(PasswordHash hash) {
        return StoredHash.parse(hash).isPresent();
    }

    /** Ends the threads; who still waits is refused. */
    @Override
    public void close() {
        pool.close();
    }
}
