package dev.groundwork.bootstrap;

import static dev.groundwork.bootstrap.Progress.counted;
import static dev.groundwork.bootstrap.Progress.number;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.access.SsnVault;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Encrypts anew what older keys encrypted, batch by batch, beside servers that go on; two at once share the work. */
final class KeyRotation {
    /** What is left is locked by a server, or by another rotation. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Operating system;
    private final PrintWriter out;
    private final PrintWriter err;

    KeyRotation(Operating system, PrintWriter out, PrintWriter err) {
        this.system = system;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int run() throws InterruptedException {
        Groundwork groundwork = system.groundwork();
        Assembly.requireFittingKeys(groundwork);
        SsnVault vault = groundwork.ssns();
        String current = groundwork.policies().cipher().currentKeyId();
        Progress progress = new Progress(err);
        long done = 0;
        long left = vault.countUnderOlderKeys();
        while (left > 0) {
            if (system.isToStop()) {
                err.println("Stopped; still under older keys: " + counted(vault.countUnderOlderKeys(), "value")
                        + ". Run the same command again to go on.");
                return Commands.REFUSED;
            }
            int batch = vault.rotateBatch();
            done += batch;
            left -= batch;
            if (batch == 0) {
                Thread.sleep(PAUSE);
            }
            if (batch == 0 || left <= 0) {
                // Others may have come, or gone with another rotation.
                left = vault.countUnderOlderKeys();
            }
            long now = done;
            long still = left;
            progress.at(() -> number(now) + " encrypted anew, " + number(still) + " left ("
                    + number(progress.perSecond(now)) + " a second)");
        }
        // Whatever older keys signed is proved by this one from now on.
        groundwork.auditSeals().signUnderCurrentKey();
        List<String> retired = vault.retireOlderKeys();
        out.println(counted(done, "value") + " encrypted anew; all are under the key \"" + current + "\".");
        if (retired.isEmpty()) {
            out.println("No older key was in use.");
        } else {
            out.println((retired.size() == 1 ? "Retired the key " : "Retired the keys ")
                    + String.join(
                            ", ", retired.stream().map(id -> '"' + id + '"').toList())
                    + ": servers start without " + (retired.size() == 1 ? "it" : "them") + " from now on.");
        }
        return Commands.DONE;
    }
}
