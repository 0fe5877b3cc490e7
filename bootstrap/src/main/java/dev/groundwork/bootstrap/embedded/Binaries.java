package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.Architecture;
import redis.embedded.model.OS;
import redis.embedded.model.OsArchitecture;

/**
 * The servers' programs, which come compressed on the class path, unpacked once into the data folder. They appear whole or not
 * at all, and what an older Groundwork unpacked goes away when another version comes.
 */
final class Binaries {
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    private static final int EXECUTABLE_BIT = 0100;

    private final Path folder;
    private final Path dataFolder;

    Binaries(DataFolder dataFolder) {
        this.dataFolder = dataFolder.path();
        this.folder = this.dataFolder.resolve("binaries");
    }

    /** The folder with PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    Path postgres() {
        String archive = postgresArchive();
        @Nullable URL resource = Binaries.class.getResource(archive);
        if (resource == null) {
            throw new StartRefused("There is no embedded PostgreSQL for this machine (" + machine()
                    + "); run one and set GROUNDWORK_DATABASE_URL.");
        }
        try {
            return unpacked("postgresql-", checksum(resource), draft -> {
                try (InputStream stream = resource.openStream()) {
                    untar(stream, draft);
                }
            });
        } catch (IOException e) {
            throw DataFolder.unusable(dataFolder, e);
        }
    }

    /** Redis' program. */
    Path redis() {
        @Nullable
        String resource = ExecutableProvider.newProvidedVersionsMap()
                .get(new OsArchitecture(
                        isMac() ? OS.MAC_OS_X : OS.UNIX, isArm() ? Architecture.aarch64 : Architecture.x86_64));
        if (resource == null || !isKnown()) {
            throw new StartRefused("There is no embedded Redis for this machine (" + machine()
                    + "); run one and set GROUNDWORK_REDIS_URL.");
        }
        String version = resource.replaceAll("\\W*redis-server-", "");
        try {
            return unpacked("redis-server-", version, draft -> {
                try (InputStream stream = ExecutableProvider.class.getResourceAsStream(resource)) {
                    if (stream == null) {
                        throw new IOException(resource + " is missing from the class path");
                    }
                    Files.copy(stream, draft);
                }
                Files.setPosixFilePermissions(draft, FOR_ALL);
            });
        } catch (IOException e) {
            throw DataFolder.unusable(dataFolder, e);
        }
    }

    /** As zonky calls its archives. */
    private static String postgresArchive() {
        String machine = isArm() ? "arm_64" : "x86_64";
        boolean musl = Files.exists(Path.of("/etc/alpine-release"));
        return isKnown()
                ? "/postgres-" + (isMac() ? "darwin-" : "linux-") + machine + (musl ? "-alpine_linux" : "") + ".txz"
                : "/none";
    }

    private static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    private static boolean isKnown() {
        return (isMac() || System.getProperty("os.name").equals("Linux"))
                && List.of("aarch64", "amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    private static String machine() {
        return System.getProperty("os.name") + ", " + System.getProperty("os.arch");
    }

    /** Tells one build from another without reading 15 MB at every start. */
    private static String checksum(URL resource) throws IOException {
        if (!(resource.openConnection() instanceof JarURLConnection jar)) {
            throw new IOException(resource + " does not lie in a jar");
        }
        return String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc());
    }

    private interface Unpacking {
        void into(Path draft) throws IOException;
    }

    private Path unpacked(String program, String version, Unpacking unpacking) throws IOException {
        Path target = folder.resolve(program + version);
        if (!Files.exists(target)) {
            Files.createDirectories(folder);
            // Whoever PostgreSQL runs as has to come by here, whatever the umask says.
            Files.setPosixFilePermissions(folder, FOR_ALL);
            removeOthers(program);
            Path draft = folder.resolve(program + "draft");
            unpacking.into(draft);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private void removeOthers(String program) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(program)) {
                    DataFolder.remove(entry);
                }
            }
        }
    }

    private static void untar(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException(entry.getName() + " would leave the folder");
                }
                Files.createDirectories(entry.isDirectory() ? file : Objects.requireNonNull(file.getParent()));
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    boolean executable = (entry.getMode() & EXECUTABLE_BIT) != 0;
                    Files.setPosixFilePermissions(file, executable ? FOR_ALL : READABLE);
                }
            }
        }
        try (Stream<Path> files = Files.walk(target)) {
            for (Path folder : files.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                Files.setPosixFilePermissions(folder, FOR_ALL);
            }
        }
    }
}
