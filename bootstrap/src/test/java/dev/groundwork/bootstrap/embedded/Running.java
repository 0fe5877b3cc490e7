package dev.groundwork.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of this machine that have something to do with a folder, by pid, with their command lines. */
record Running(Map<Long, String> commandLines) {

    static Running under(Path folder) throws IOException {
        String needle = folder.toRealPath().toString();
        Map<Long, String> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            List<Path> processes = entries.filter(
                            entry -> entry.getFileName().toString().matches("\\d+"))
                    .toList();
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                String commandLine = commandLine(process);
                if (pid != ProcessHandle.current().pid() && commandLine.contains(needle)) {
                    found.put(pid, commandLine);
                }
            }
        }
        // A process that PostgreSQL has just forked still has its parent's command line.
        List<Long> forked = found.keySet().stream()
                .filter(pid -> ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .filter(parent -> found.containsKey(parent.pid()))
                        .isPresent())
                .toList();
        forked.forEach(found::remove);
        return new Running(found);
    }

    private static String commandLine(Path process) {
        try {
            byte[] words = Files.readAllBytes(process.resolve("cmdline"));
            return new String(words, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // the process has ended meanwhile
        }
    }

    int count() {
        return commandLines.size();
    }

    void kill() {
        commandLines.keySet().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
