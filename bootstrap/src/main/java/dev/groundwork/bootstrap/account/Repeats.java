package dev.groundwork.bootstrap.account;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds what was added twice, of any number of things, in a bounded part of the memory: hashes lie in a temporary file, which is
 * read once per million. Two things may share a hash; whoever asks looks again at those few.
 */
final class Repeats implements AutoCloseable {
    /** Eight megabytes of hashes are sorted at a time. */
    private static final int AT_ONCE = 1 << 20;

    /** Enough to say what is wrong with a file; beyond that it is wrong as a whole. */
    private static final int MOST_REPORTED = 10_000;

    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final DataOutputStream output;
    private long count;

    Repeats() throws IOException {
        this.file = Files.createTempFile("groundwork-import", ".hashes");
        this.output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    void add(String thing) throws IOException {
        output.writeLong(hash(thing));
        count++;
    }

    /** The hashes that came more than once, up to some thousands. */
    Set<Long> find() throws IOException {
        output.flush();
        Set<Long> repeated = new HashSet<>();
        int parts = Math.toIntExact(count / AT_ONCE + 1);
        for (int part = 0; part < parts && repeated.size() < MOST_REPORTED; part++) {
            long[] hashes = read(part, parts);
            Arrays.sort(hashes);
            for (int i = 1; i < hashes.length && repeated.size() < MOST_REPORTED; i++) {
                if (hashes[i] == hashes[i - 1]) {
                    repeated.add(hashes[i]);
                }
            }
        }
        return repeated;
    }

    private long[] read(int part, int parts) throws IOException {
        long[] hashes = new long[1024];
        int size = 0;
        try (DataInputStream input = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            for (long i = 0; i < count; i++) {
                long hash = input.readLong();
                if (Math.floorMod(hash, parts) == part) {
                    if (size == hashes.length) {
                        hashes = Arrays.copyOf(hashes, 2 * size);
                    }
                    hashes[size++] = hash;
                }
            }
        }
        return Arrays.copyOf(hashes, size);
    }

    static long hash(String thing) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(thing.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
        Files.deleteIfExists(file);
    }
}
