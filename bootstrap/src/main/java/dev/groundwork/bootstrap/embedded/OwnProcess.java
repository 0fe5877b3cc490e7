package dev.groundwork.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server that runs on its own, known by its pid file. A pid proves nothing, since the system gives it to somebody else in time;
 * the server's command line does.
 *
 * @param mark what stands in the command line of this server and of no other process
 */
record OwnProcess(Path pidFile, String mark) {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(5);

    /** The process, if there is one and it is this server. */
    Optional<ProcessHandle> running() {
        return readPid().flatMap(ProcessHandle::of).filter(this::isOurs);
    }

    private Optional<Long> readPid() {
        try {
            // PostgreSQL keeps more in it, below the pid.
            return Files.readString(pidFile)
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty(); // not there, or going away just now
        }
    }

    /** A zombie, which an init that reaps nobody leaves for ever, has no command line, and so counts as ended. */
    private boolean isOurs(ProcessHandle process) {
        return commandLine(process.pid()).contains(mark);
    }

    private static String commandLine(long pid) {
        Charset names = Charset.forName(System.getProperty("native.encoding"));
        try {
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return new String(Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")), names)
                        .replace('\0', ' ');
            }
            List<String> ps = List.of("ps", "-ww", "-o", "command=", "-p", Long.toString(pid));
            return Command.run(Path.of("/"), LONGEST_COMMAND, "", ps).output();
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }

    /** Sends one signal after the other, each when the one before did not end it within its time, and the last that can't be refused. */
    void stop(Signal... signals) {
        running().ifPresent(process -> {
            for (Signal signal : signals) {
                send(process, signal.name());
                if (await(signal.patience(), () -> !isOurs(process))) {
                    return;
                }
            }
            process.destroyForcibly();
            await(LONGEST_KILL, () -> !isOurs(process));
        });
    }

    /** A signal, and how long to wait for what it does. */
    record Signal(String name, Duration patience) {}

    /** Java itself knows SIGTERM and SIGKILL only. */
    private static void send(ProcessHandle process, String signal) {
        try {
            Command.run(
                    Path.of("/"),
                    LONGEST_COMMAND,
                    "",
                    List.of("/bin/sh", "-c", "kill -s " + signal + " " + process.pid()));
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Looks again and again; false where it did not come true in time. */
    static boolean await(Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
