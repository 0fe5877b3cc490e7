package dev.groundwork.domain.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may do what with a project: {@code access.txt}, from which the tests of the domain, of the policies and of the HTTP interface
 * are generated. It speaks in words, so that whoever reads it needs nothing else of the domain.
 */
public final class AccessTable {
    private static final List<String> STATUSES = List.of("active", "archived", "deleted");
    private static final List<String> VISIBILITIES = List.of("private", "internal", "public");
    private static final Set<String> OUTSIDERS = Set.of("anonymous", "stranger", "expired", "administrator");
    private static final Map<String, Set<String>> ACTIONS = new LinkedHashMap<>();
    private static final List<Line> LINES = read();

    private AccessTable() {}

    /** What comes of an action. */
    public enum Outcome {
        DONE,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT
    }

    /** Somebody, a project, and what they try with it. */
    public record Cell(String who, String status, String visibility, String action) {

        /** Whether a table says so, whatever the project's status would have to be. */
        private boolean isGranted(String wanted) {
            return LINES.stream().anyMatch(line -> line.covers(this) && line.actions.contains(wanted));
        }

        public boolean isDone() {
            return outcome() == Outcome.DONE;
        }

        /** Whoever may not read is told that there is nothing; whoever may read but not do it, that, before what is in its way. */
        public Outcome outcome() {
            if (!isGranted("project")) {
                return Outcome.NOT_FOUND;
            }
            if (isGranted(action)) {
                return covers(Objects.requireNonNull(ACTIONS.get(action)), status) ? Outcome.DONE : Outcome.CONFLICT;
            }
            if (who.equals("anonymous")) {
                return Outcome.UNAUTHENTICATED;
            }
            if (action.equals("leave")) {
                return OUTSIDERS.contains(who) ? Outcome.NOT_FOUND : Outcome.CONFLICT;
            }
            return Outcome.FORBIDDEN;
        }
    }

    /** Everybody in it. */
    public static List<String> everybody() {
        return LINES.stream().map(Line::who).distinct().toList();
    }

    /** Those of them who are in each project. */
    public static List<String> members() {
        return everybody().stream().filter(who -> !OUTSIDERS.contains(who)).toList();
    }

    /** Everybody, every status, every visibility, every action; restoring is tried on what is deleted alone. */
    public static Stream<Cell> cells() {
        return everybody().stream()
                .flatMap(who -> STATUSES.stream()
                        .flatMap(status -> VISIBILITIES.stream()
                                .flatMap(visibility -> ACTIONS.keySet().stream()
                                        .filter(action -> !action.equals("restore") || status.equals("deleted"))
                                        .map(action -> new Cell(who, status, visibility, action)))));
    }

    private record Line(String who, Set<String> statuses, Set<String> visibilities, Set<String> actions) {
        boolean covers(Cell cell) {
            return who.equals(cell.who)
                    && AccessTable.covers(statuses, cell.status)
                    && AccessTable.covers(visibilities, cell.visibility);
        }
    }

    private static boolean covers(Set<String> list, String value) {
        return list.contains("*") || list.contains(value);
    }

    private static List<Line> read() {
        try (InputStream table = AccessTable.class.getResourceAsStream("access.txt")) {
            List<List<String>> rows = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line ->
                            Arrays.stream(line.split("\\|")).map(String::strip).toList())
                    .toList();
            rows.stream().filter(row -> row.size() == 2).forEach(row -> ACTIONS.put(row.get(0), words(row.get(1))));
            return rows.stream()
                    .filter(row -> row.size() == 4)
                    .map(row -> new Line(row.get(0), words(row.get(1)), words(row.get(2)), words(row.get(3))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String column) {
        return Set.copyOf(Arrays.asList(column.split("[ ,]+")));
    }
}
