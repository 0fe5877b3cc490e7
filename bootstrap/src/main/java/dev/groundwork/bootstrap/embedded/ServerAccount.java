package dev.groundwork.bootstrap.embedded;

import com.sun.security.auth.module.UnixSystem;
import dev.groundwork.bootstrap.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whom PostgreSQL runs as. It refuses root, so root lends it something else: a user namespace of its own, in which root is
 * nobody in particular and owns its files all the same; or, where a container forbids that, another user.
 *
 * @param prefix the words before PostgreSQL's own that see to it; none for whoever is not root
 */
record ServerAccount(List<String> prefix) {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    /** By convention the user who owns nothing. */
    private static final int NOBODY = 65534;

    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(5);

    /**
     * Chooses for a folder of PostgreSQL's, and gives the folder to the one who was chosen.
     *
     * @param home exists
     */
    static ServerAccount chooseFor(Path dataFolder, Path home) throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return new ServerAccount(List.of());
        }
        int owner = (Integer) Files.getAttribute(home, "unix:uid");
        if (owner == 0 && works(NAMESPACE)) {
            return new ServerAccount(NAMESPACE);
        }
        return another(dataFolder, home, owner == 0 ? NOBODY : owner);
    }

    /** For root alone: the user with that number. */
    static ServerAccount another(Path dataFolder, Path home, int uid) throws IOException {
        List<String> prefix = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
        if (!works(prefix)) {
            throw new StartRefused("PostgreSQL does not run as root, and here neither unshare nor setpriv can lend it"
                    + " another user; start Groundwork as another user, or set GROUNDWORK_DATABASE_URL.");
        }
        give(home, uid);
        letPass(dataFolder);
        return new ServerAccount(prefix);
    }

    private static boolean works(List<String> prefix) {
        try {
            Command id = Command.run(Path.of("/"), LONGEST_TRIAL, "", words(prefix, List.of("id", "-u")));
            return id.succeeded() && !id.output().strip().equals("0");
        } catch (IOException e) {
            return false; // no such program
        }
    }

    private static void give(Path home, int uid) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", uid);
                Files.setAttribute(file, "unix:gid", uid);
            }
        }
    }

    private static void letPass(Path folder) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    /** A command line as this account. */
    List<String> words(List<String> command) {
        return words(prefix, command);
    }

    private static List<String> words(List<String> prefix, List<String> command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        return words;
    }
}
