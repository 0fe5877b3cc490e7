package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that everything embedded lives in, locked for as long as this process holds it; the lock dies with the process. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws StartRefused where another process holds it, or it can't be written */
    static DataFolder hold(Path folder) {
        try {
            Path path = Files.createDirectories(folder).toRealPath();
            FileChannel lockFile = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isOurs(lockFile)) {
                String holder = read(lockFile);
                lockFile.close();
                throw new StartRefused("Another Groundwork server" + holder + " already works in the data folder "
                        + path + "; stop it, or give this one a folder of its own by GROUNDWORK_DATA_DIR.");
            }
            lockFile.truncate(0);
            lockFile.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new DataFolder(path, lockFile);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Whether a process, which may be this one, holds the folder at this moment. */
    static boolean isHeld(Path folder) {
        try (FileChannel lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
            return !isOurs(lockFile);
        } catch (NoSuchFileException neverHeld) {
            return false;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static boolean isOurs(FileChannel lockFile) throws IOException {
        try {
            @Nullable FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String read(FileChannel lockFile) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        lockFile.read(content, 0);
        String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString();
        return pid.matches("\\d+") ? " (process " + pid + ")" : "";
    }

    /** The sentence for a folder that doesn't do. */
    static StartRefused unusable(Path folder, IOException failure) {
        String reason = switch (failure) {
            case AccessDeniedException denied -> "permission denied at " + denied.getFile();
            case FileAlreadyExistsException taken -> taken.getFile() + " is no folder";
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
        return new StartRefused(
                "The data folder " + folder.toAbsolutePath() + " can't be used: " + reason
                        + "; give a folder that this user can write by GROUNDWORK_DATA_DIR.",
                failure);
    }

    Path path() {
        return path;
    }

    SecretFiles secrets() {
        return new SecretFiles(path);
    }

    /** A folder in it that nobody else can look into, with nothing in it; one that is there stays its owner's. */
    Path emptied(String name) {
        Path folder = path.resolve(name);
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.toList()) {
                    remove(entry);
                }
            }
            return folder;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Removes a file, or a folder with all in it. */
    static void remove(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                try {
                    Files.delete(folder);
                } catch (DirectoryNotEmptyException e) {
                    throw new IOException("somebody else writes to " + folder, e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + path + " can't be released", e);
        }
    }
}
