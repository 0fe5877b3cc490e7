package dev.groundwork.web.audit;

import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.web.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the audit trail as rows of a CSV (RFC 4180). A spreadsheet takes what begins like a formula for one, whoever wrote
 * it: such text gets an apostrophe before it (OWASP, CSV injection).
 */
final class ActivityTable {
    private static final List<String> COLUMNS = List.of(
            "id",
            "at",
            "actorId",
            "actor",
            "action",
            "resourceType",
            "resourceId",
            "changes",
            "ipAddress",
            "userAgent",
            "session",
            "requestId");

    private static final String FORMULA = "=+-@|\t\r\n";

    private ActivityTable() {}

    static byte[] header() {
        return (String.join(",", COLUMNS) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] row(Activity activity) {
        Activity.@Nullable Source source = activity.source();
        return line(Arrays.asList(
                activity.id(),
                JsonWriter.format(activity.at()),
                activity.actor() instanceof Activity.ByPerson by
                        ? by.person().id().toString()
                        : null,
                actor(activity.actor()),
                activity.action(),
                activity.resourceType(),
                activity.resourceId(),
                ActivityJson.changes(activity),
                source == null ? null : source.origin().ipAddress(),
                source == null ? null : source.origin().userAgent(),
                source == null ? null : source.session(),
                source == null ? null : source.origin().requestId())
                .stream());
    }

    private static String actor(Activity.By by) {
        return switch (by) {
            case Activity.ByPerson person -> name(person.person());
            case Activity.BySystem system -> "system:" + system.reason();
            case Activity.ByNobody nobody -> "anonymous";
        };
    }

    /** What a reader knows somebody by. */
    private static String name(Person person) {
        if (person.username() != null) {
            return person.username().value();
        }
        return Stream.of(person.firstName(), person.lastName())
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
    }

    private static byte[] line(Stream<? extends @Nullable String> cells) {
        return (cells.map(ActivityTable::cell).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        // Always in quotes: what separates cells differs from one country's spreadsheets to another's.
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
