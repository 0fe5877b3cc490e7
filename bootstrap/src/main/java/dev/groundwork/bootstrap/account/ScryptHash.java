package dev.groundwork.bootstrap.account;

import dev.groundwork.domain.account.PasswordHash;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * scrypt (RFC 7914) in the PHC string format, as passlib writes it.
 *
 * @param logN the binary logarithm of its cost
 */
record ScryptHash(int logN, int blockSize, int lanes, Salted salted) implements StoredHash {
    /** OWASP's recommendation, 2^17 blocks of 1 KiB; passlib takes half of that. */
    private static final long MAX_MEMORY = 128L << 20;

    /** The memory, times the lanes, which are computed one after the other: about two seconds of a core. */
    private static final long MAX_WORK = 4 * MAX_MEMORY;

    private static final int BYTES_PER_BLOCK = 128;

    private static final Pattern FORM = Pattern.compile(
            "\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,2}),p=(\\d{1,2})\\$" + Salted.BASE64 + "\\$" + Salted.BASE64);

    /** One at a time, since the memory is the heap's. */
    private static final ReentrantLock MEMORY = new ReentrantLock();

    static Optional<ScryptHash> parse(PasswordHash hash) {
        Matcher matcher = FORM.matcher(hash.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int logN = Integer.parseInt(matcher.group(1));
        int blockSize = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        return Salted.parse(matcher.group(4), matcher.group(5))
                .map(salted -> new ScryptHash(logN, blockSize, lanes, salted))
                .filter(ScryptHash::isBearable);
    }

    private boolean isBearable() {
        if (logN < 1 || logN > 20 || blockSize < 1 || lanes < 1) {
            return false;
        }
        long memory = ((long) BYTES_PER_BLOCK * blockSize) << logN;
        return memory <= MAX_MEMORY && memory * lanes <= MAX_WORK;
    }

    @Override
    public boolean matches(byte[] password) {
        MEMORY.lock();
        try {
            byte[] found = SCrypt.generate(password, salted.salt(), 1 << logN, blockSize, lanes, salted.length());
            return salted.matches(found);
        } finally {
            MEMORY.unlock();
        }
    }
}
