package dev.groundwork.bootstrap.embedded;

import dev.groundwork.bootstrap.embedded.EmbeddedServers.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Embedded servers that belong to another Java process, which a test can kill. */
final class ServersApart implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    private ServersApart(Process process) {
        this.process = process;
    }

    /** The other process. */
    public static void main(String[] words) throws InterruptedException {
        try (EmbeddedServers servers = EmbeddedServers.start(Path.of(words[0]), EnumSet.allOf(Server.class))) {
            System.out.println(READY + " " + servers.redisUrl().getPort());
            new CountDownLatch(1).await();
        }
    }

    static ServersApart start(Path folder) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServersApart.class.getName(),
                folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return new ServersApart(process);
            }
            said.append(line).append('\n');
        }
        throw new IOException("ended before it was ready:\n" + said);
    }

    /** SIGKILL for the Java process alone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still there");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
