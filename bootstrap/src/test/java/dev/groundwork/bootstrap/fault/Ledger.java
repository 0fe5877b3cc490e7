package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Every write that was sent, and what became of it as far as its client was told. Afterwards what was left open is settled as a
 * client would settle it, and everything is held against the tables and the audit trail.
 */
final class Ledger {
    private final String project;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    /** @param project the id of a project that nobody else writes into */
    Ledger(String project) {
        this.project = project;
    }

    String project() {
        return project;
    }

    /** What the client knows of a task that it wanted. */
    enum State {
        /** Acknowledged, at once or when it was sent again. */
        THERE,
        /** The answer was lost, or says that nobody knows. */
        OPEN,
        /** The answer says that it was not made. */
        NOT_MADE
    }

    /** A task as an acknowledgement showed it; without a body where it was found to be so later. */
    record Revision(@Nullable String description, @Nullable JsonNode body) {}

    /** One task. Used by one thread at a time. */
    static final class Entry {
        final String title;
        final @Nullable String key;
        State state = State.OPEN;
        String id = "";
        String tag = "";
        final List<Revision> revisions = new ArrayList<>();
        /** A change whose outcome is not known. */
        @Nullable
        String open;

        private Entry(String title, @Nullable String key) {
            this.title = title;
            this.key = key;
        }

        /** It is there, as this answer says. */
        void made(String id, String tag, JsonNode body) {
            this.state = State.THERE;
            this.id = id;
            this.tag = tag;
            revisions.add(new Revision(null, body));
        }

        void changed(String description, String tag, @Nullable JsonNode body) {
            this.tag = tag;
            this.open = null;
            revisions.add(new Revision(description, body));
        }
    }

    /**
     * A task that is about to be asked for.
     *
     * @param key null where none is sent
     */
    Entry begin(String title, @Nullable String key) {
        Entry entry = new Entry(title, key);
        entries.add(entry);
        return entry;
    }

    /** A promise was seen broken. */
    void broken(String how) {
        broken.add(how);
    }

    Collection<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Asks a node that is well. */
    interface Asking {
        Wire.Answer ask(String method, String path, Map<String, String> headers, @Nullable String body)
                throws IOException;
    }

    /** Sends again what was left open, until it is answered; how long the longest had to be tried. */
    Duration settle(Asking node) throws IOException {
        long begin = System.nanoTime();
        for (Entry entry : entries) {
            if (entry.state == State.OPEN && entry.key != null) {
                settleCreation(entry, node);
            }
            if (entry.open != null) {
                settleChange(entry, node);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void settleCreation(Entry entry, Asking node) {
        boolean settled = Waiting.until(Duration.ofSeconds(40), () -> {
            try {
                Wire.Answer answer = node.ask(
                        "POST",
                        "/v1/projects/" + project + "/tasks",
                        Map.of("Idempotency-Key", Objects.requireNonNull(entry.key)),
                        Json.object(Map.of("title", entry.title)));
                if (answer.status() == 201) {
                    JsonNode body = Json.read(answer.body());
                    entry.made(body.path("id").asString(), answer.header("ETag"), body);
                    return true;
                }
                // The first try may still run somewhere.
                if (answer.status() != 409 && answer.status() < 500) {
                    broken("sent again, " + entry.title + " is answered " + answer.status() + " " + answer.body());
                    return true;
                }
            } catch (IOException e) {
                // once more
            }
            Waiting.pause(Duration.ofMillis(100));
            return false;
        });
        if (!settled) {
            broken("sent again, " + entry.title + " is never answered");
        }
    }

    private void settleChange(Entry entry, Asking node) throws IOException {
        String description = Objects.requireNonNull(entry.open);
        Wire.Answer answer = node.ask(
                "PATCH",
                "/v1/tasks/" + entry.id,
                Map.of("If-Match", entry.tag),
                Json.object(Map.of("description", description)));
        if (answer.status() == 200) {
            entry.changed(description, answer.header("ETag"), Json.read(answer.body()));
            return;
        }
        Wire.Answer now = node.ask("GET", "/v1/tasks/" + entry.id, Map.of(), null);
        if (answer.status() == 412
                && Json.read(now.body()).path("description").asString().equals(description)) {
            entry.changed(description, now.header("ETag"), null);
        } else {
            broken("sent again, a change of " + entry.title + " is answered " + answer.status() + ", and it is "
                    + now.body());
        }
    }

    /**
     * What the comparison found.
     *
     * @param acknowledged how many writes were
     * @param lost acknowledged, and not there
     * @param doubled there more than once
     * @param differences everything that is not as it should be, in words
     */
    record Balance(int acknowledged, int lost, int doubled, List<String> differences) {}

    private record Row(String id, @Nullable String description, long version) {}

    private record Change(
            String action,
            @Nullable String description,
            @Nullable String title) {}

    /** Holds it against the rows; to be settled first. */
    Balance compare(Connection connection) throws SQLException {
        Map<String, List<Row>> rows = rows(connection);
        Map<String, List<Change>> trail = trail(connection);
        Balanced balanced = new Balanced(rows, trail);
        entries.forEach(balanced::add);
        rows.keySet().removeAll(entries.stream().map(entry -> entry.title).toList());
        rows.keySet().forEach(title -> balanced.differences.add("nobody asked for " + title));
        balanced.differences.addAll(broken);
        return new Balance(balanced.acknowledged, balanced.lost, balanced.doubled, balanced.differences);
    }

    private static final class Balanced {
        private final Map<String, List<Row>> rows;
        private final Map<String, List<Change>> trail;
        private final List<String> differences = new ArrayList<>();
        private int acknowledged;
        private int lost;
        private int doubled;

        private Balanced(Map<String, List<Row>> rows, Map<String, List<Change>> trail) {
            this.rows = rows;
            this.trail = trail;
        }

        private void add(Entry entry) {
            List<Row> found = rows.getOrDefault(entry.title, List.of());
            if (found.size() > 1) {
                doubled += found.size() - 1;
                differences.add(entry.title + " is there " + found.size() + " times");
            }
            if (entry.state == State.NOT_MADE && !found.isEmpty()) {
                differences.add(entry.title + " is there, though the answer said that it was not made");
            }
            if (entry.state == State.THERE) {
                acknowledged += entry.revisions.size();
                if (found.stream().noneMatch(row -> row.id.equals(entry.id))) {
                    lost++;
                    differences.add(entry.title + " was acknowledged, and is not there");
                } else {
                    compare(entry, found.getFirst());
                }
            } else {
                found.forEach(row -> requireTrail(entry.title, row, List.of()));
            }
        }

        private void compare(Entry entry, Row row) {
            Revision last = entry.revisions.getLast();
            if (!Objects.equals(row.description, last.description) || row.version != entry.revisions.size()) {
                lost += row.version < entry.revisions.size() ? 1 : 0;
                differences.add(entry.title + " is " + row + ", acknowledged as " + last.description + " at "
                        + entry.revisions.size());
            }
            requireTrail(
                    entry.title,
                    row,
                    entry.revisions.stream()
                            .skip(1)
                            .map(revision -> Objects.requireNonNull(revision.description))
                            .toList());
        }

        /** One entry for its creation, and then one for each change in their order. */
        private void requireTrail(String title, Row row, List<String> changes) {
            List<Change> entries = trail.getOrDefault(row.id, List.of());
            List<String> told = entries.stream()
                    .skip(1)
                    .map(change -> String.valueOf(change.description))
                    .toList();
            if (entries.isEmpty()
                    || !entries.getFirst().action.equals("INSERT")
                    || !title.equals(entries.getFirst().title)
                    || entries.stream().skip(1).anyMatch(change -> !change.action.equals("UPDATE"))
                    || !told.equals(changes)) {
                differences.add("the trail of " + title + " is " + entries + ", changed to " + changes);
            }
        }
    }

    private Map<String, List<Row>> rows(Connection connection) throws SQLException {
        Map<String, List<Row>> rows = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select t.uuid::text, t.title, t.description, t.version from app.tasks t"
                        + " join app.projects p on p.id = t.project_id where p.uuid = ?::uuid")) {
            select.setString(1, project);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.computeIfAbsent(found.getString(2), title -> new ArrayList<>())
                            .add(new Row(found.getString(1), found.getString(3), found.getLong(4)));
                }
            }
        }
        return rows;
    }

    private Map<String, List<Change>> trail(Connection connection) throws SQLException {
        Map<String, List<Change>> trail = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select resource_id, action, new_values->>'description', new_values->>'title'"
                        + " from audit.activity_logs where resource_type = 'tasks'"
                        + " and project_id = (select id from app.projects where uuid = ?::uuid) order by id")) {
            select.setString(1, project);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    trail.computeIfAbsent(found.getString(1), id -> new ArrayList<>())
                            .add(new Change(found.getString(2), found.getString(3), found.getString(4)));
                }
            }
        }
        return trail;
    }

    /**
     * Asks for each acknowledged task as it stood when it was acknowledged.
     *
     * @return what is answered otherwise, in words
     */
    List<String> compareWithThePast(Asking node) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Entry entry : entries) {
            for (int i = 0; i < entry.revisions.size(); i++) {
                JsonNode body = entry.revisions.get(i).body;
                if (body == null || isOvertakenWithinItsMillisecond(entry, i, body)) {
                    continue;
                }
                String at = body.path("updatedAt").asString();
                Wire.Answer then = node.ask("GET", "/v1/tasks/" + entry.id + "?at=" + at, Map.of(), null);
                if (then.status() != 200 || !Json.read(then.body()).equals(body)) {
                    differences.add(entry.title + " at " + at + " is answered " + then.status() + " " + then.body()
                            + ", and was acknowledged as " + body);
                }
            }
        }
        return differences;
    }

    private static boolean isOvertakenWithinItsMillisecond(Entry entry, int revision, JsonNode body) {
        JsonNode next = revision + 1 < entry.revisions.size() ? entry.revisions.get(revision + 1).body : null;
        return next != null && next.path("updatedAt").equals(body.path("updatedAt"));
    }
}
