package dev.groundwork.bootstrap.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to a process and to everything that it started; Java itself knows SIGTERM and SIGKILL only. */
final class Signals {
    private Signals() {}

    static void freeze(ProcessHandle process) {
        send("STOP", process);
    }

    static void thaw(ProcessHandle process) {
        send("CONT", process);
    }

    /** Returns once they are gone, as far as an init that reaps nobody lets one see. */
    static void kill(ProcessHandle process) {
        send("KILL", process);
    }

    private static void send(String signal, ProcessHandle process) {
        List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
        // The parent first, so that it starts nobody meanwhile.
        Stream.concat(Stream.of(process), process.descendants())
                .map(each -> String.valueOf(each.pid()))
                .forEach(command::add);
        try {
            // Whoever of them ended by itself meanwhile makes the command fail.
            if (!new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("kill does not end");
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
