package dev.groundwork.bootstrap.embedded;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * What development signs and encrypts with where nothing is configured: generated once into the data folder, the same ever after,
 * also for several servers that share the folder.
 *
 * @param sessionSecret as {@code GROUNDWORK_SESSION_SECRET} takes it
 * @param encryptionKey as {@code GROUNDWORK_ENCRYPTION_KEY} takes it, under the id {@code dev}
 */
public record DevelopmentSecrets(String sessionSecret, String encryptionKey) {
    public DevelopmentSecrets {
        Objects.requireNonNull(sessionSecret);
        Objects.requireNonNull(encryptionKey);
    }

    /** @throws dev.groundwork.bootstrap.StartRefused where the folder can't be used */
    public static DevelopmentSecrets in(Path dataFolder) {
        SecretFiles files = new SecretFiles(dataFolder);
        return new DevelopmentSecrets(
                files.password("session-secret"),
                files.readOrMake(
                        "encryption-key", bytes -> "dev:" + Base64.getEncoder().encodeToString(bytes)));
    }

    /** Whether they were generated there before. */
    public static boolean exist(Path dataFolder) {
        SecretFiles files = new SecretFiles(dataFolder);
        return files.has("session-secret") && files.has("encryption-key");
    }

    @Override
    public String toString() {
        return "DevelopmentSecrets[masked]";
    }
}
