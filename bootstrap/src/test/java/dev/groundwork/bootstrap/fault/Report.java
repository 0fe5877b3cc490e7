package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table of all faults, printed and kept in {@code target/faults.md}. */
final class Report {
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param lost acknowledged writes that are not there
     * @param doubled writes that are there more than once
     * @param bars each with what was measured
     */
    record Row(
            String fault,
            Duration longestWait,
            Duration recovery,
            String errors,
            int acknowledged,
            int lost,
            int doubled,
            String bars,
            boolean held) {
        private String line() {
            return "| "
                    + String.join(
                            " | ",
                            fault,
                            Outcome.seconds(longestWait),
                            Outcome.seconds(recovery),
                            errors,
                            String.valueOf(acknowledged),
                            String.valueOf(lost),
                            String.valueOf(doubled),
                            bars,
                            held ? "held" : "MISSED")
                    + " |";
        }
    }

    void add(Row row) {
        rows.add(row);
        System.out.println(row.line());
    }

    void write() {
        List<String> lines = new ArrayList<>(List.of(
                "| fault | longest wait | recovery | 5xx and lost answers | acknowledged | lost | doubled | bar (measured) | |",
                "|---|---|---|---|---|---|---|---|---|"));
        rows.forEach(row -> lines.add(row.line()));
        System.out.println(String.join("\n", lines));
        try {
            Files.write(Path.of("target", "faults.md"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
