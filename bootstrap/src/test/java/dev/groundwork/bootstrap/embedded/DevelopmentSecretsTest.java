package dev.groundwork.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.bootstrap.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentSecretsTest {
    @TempDir
    Path folder;

    @Test
    void areTheSameAtEveryStartAndOthersInEveryFolder() {
        DevelopmentSecrets first = DevelopmentSecrets.in(folder.resolve("one"));
        assertThat(DevelopmentSecrets.in(folder.resolve("one"))).isEqualTo(first);
        DevelopmentSecrets other = DevelopmentSecrets.in(folder.resolve("other"));
        assertThat(other.sessionSecret()).isNotEqualTo(first.sessionSecret());
        assertThat(other.encryptionKey()).isNotEqualTo(first.encryptionKey());
    }

    @Test
    void areLongEnoughAndInTheFormOfTheSettings() {
        DevelopmentSecrets secrets = DevelopmentSecrets.in(folder);
        assertThat(secrets.sessionSecret()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(secrets.encryptionKey()).startsWith("dev:");
        assertThat(Base64.getDecoder().decode(secrets.encryptionKey().substring(4)))
                .hasSize(32);
    }

    @Test
    void areForThisUserOnlyAndNeverShown() throws IOException {
        DevelopmentSecrets secrets = DevelopmentSecrets.in(folder);
        assertThat(permissions(folder.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("secrets/session-secret"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("secrets/encryption-key"))).isEqualTo("rw-------");
        assertThat(secrets.toString()).isEqualTo("DevelopmentSecrets[masked]");
    }

    @Test
    void areOneForAllWhoMakeThemAtTheSameTime() {
        assertThat(IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> DevelopmentSecrets.in(folder))
                        .distinct())
                .hasSize(1);
        assertThat(folder.resolve("secrets")).isDirectoryNotContaining("glob:**.draft*");
    }

    @Test
    void areRefusedWhereTheFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DevelopmentSecrets.in(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The data folder " + file);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
