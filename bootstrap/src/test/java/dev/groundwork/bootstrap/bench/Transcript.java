package dev.groundwork.bootstrap.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one request makes PostgreSQL do, read from its own log, so that the limit is measured on the very statements and not on
 * somebody's memory of them.
 *
 * @param transactions their statements in order, with their parameters as literals; {@code begin} and {@code commit} are left out
 */
record Transcript(List<List<String>> transactions) {
    private static final Pattern EVENT = Pattern.compile(
            "^\\S+ \\S+ \\S+ \\[(\\d+)\\] (?:LOG: {2}(?:execute [^:]*|statement): |DETAIL: {2}[Pp]arameters: )(.*)",
            Pattern.DOTALL);
    private static final Pattern DETAIL = Pattern.compile("^[^\\]]*\\] DETAIL: {2}");
    private static final Pattern START = Pattern.compile("(?m)^(?=\\d{4}-\\d\\d-\\d\\d \\S+ \\S+ \\[\\d+\\] )");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)");
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    /** Sends one request with logging on, in a session that nothing else uses. */
    static Transcript of(Deployment deployment, String method, String path, @Nullable String json) throws Exception {
        String mark = "bench-" + Long.toHexString(System.nanoTime());
        logStatements(deployment, true);
        long before = Files.size(deployment.postgresLog());
        try (Connection connection = new Connection(deployment.base())) {
            int status = connection.send(
                    Connection.request(method, path, deployment.token(), json, "X-Request-Id: " + mark + "\r\n"));
            if (status >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered " + status + ": " + connection.body());
            }
        } finally {
            logStatements(deployment, false);
        }
        byte[] log = Files.readAllBytes(deployment.postgresLog());
        return parse(new String(log, (int) before, (int) (log.length - before), StandardCharsets.UTF_8), mark);
    }

    private static void logStatements(Deployment deployment, boolean on) throws SQLException, IOException {
        try (java.sql.Connection connection = deployment.superuser();
                var statement = connection.createStatement()) {
            statement.execute(on ? "alter system set log_statement = 'all'" : "alter system reset log_statement");
            statement.execute("select pg_reload_conf()");
            statement.execute("select pg_sleep(0.5)");
        }
    }

    private static Transcript parse(String log, String mark) {
        Map<String, List<String>> open = new LinkedHashMap<>();
        List<List<String>> found = new ArrayList<>();
        for (String entry : START.split(log, -1)) {
            Matcher event = EVENT.matcher(entry.stripTrailing());
            if (!event.find()) {
                continue;
            }
            String text = event.group(2);
            List<String> statements = open.computeIfAbsent(event.group(1), pid -> new ArrayList<>());
            if (DETAIL.matcher(entry).find()) {
                statements.add(bind(statements.removeLast(), text));
            } else if (text.equals("BEGIN")) {
                statements.clear();
            } else if (text.equals("COMMIT")) {
                if (statements.stream().anyMatch(statement -> statement.contains(mark))) {
                    found.add(List.copyOf(statements));
                }
                statements.clear();
            } else {
                statements.add(text);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("PostgreSQL's log tells of no transaction of the request:\n" + log);
        }
        return new Transcript(found);
    }

    private static String bind(String statement, String parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            values.put(parameter.group(1), parameter.group(2));
        }
        return PLACE.matcher(statement)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }

    /** As a script of pgbench: one statement a line, each transaction between {@code begin} and {@code commit}. */
    String script() {
        return transactions.stream()
                .map(statements -> statements.stream()
                        .map(statement -> statement.replaceAll("\\s+", " ") + ";\n")
                        .collect(Collectors.joining("", "begin;\n", "commit;\n")))
                .collect(Collectors.joining());
    }
}
