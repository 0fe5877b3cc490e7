package dev.groundwork.bootstrap.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.function.Function;

/** Generated secrets, one a file, for the eyes of this user only. */
final class SecretFiles {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path dataFolder;
    private final Path folder;

    SecretFiles(Path dataFolder) {
        this.dataFolder = dataFolder;
        this.folder = dataFolder.resolve("secrets");
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** What was generated under that name, now or at some time before: 32 random bytes in unpadded base64url. */
    String password(String name) {
        return readOrMake(name, Base64.getUrlEncoder().withoutPadding()::encodeToString);
    }

    /** As {@link #password}, in a form of one's own. */
    String readOrMake(String name, Function<byte[], String> form) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                make(file, form.apply(random()));
            }
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new IOException("the secret " + file + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw DataFolder.unusable(dataFolder, e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Appears whole, on the disk, or not at all; of two that make it at once, the first one's stays. */
    private void make(Path file, String secret) throws IOException {
        Path draft = Files.createTempFile(
                folder,
                ".draft",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(draft, EnumSet.of(StandardOpenOption.WRITE))) {
                channel.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return;
        } finally {
            Files.delete(draft);
        }
    }
}
