package dev.groundwork.bootstrap.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ends soon, and what it said.
 *
 * @param output both streams, as they came
 */
record Command(int exitCode, String output) {

    /**
     * Runs it in this folder and waits until it has ended.
     *
     * @param input what it reads; never an argument, since others see those
     * @throws IOException where it can't be started, or takes longer than that and was killed
     */
    static Command run(Path folder, Duration longest, String input, List<String> words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        // A developer's PGHOST, PGDATA or LC_ALL is meant for another server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            try (OutputStream stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.US_ASCII));
            }
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(words.get(0) + " did not end within " + longest.toSeconds() + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(words.get(0) + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }
}
