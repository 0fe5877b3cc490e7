package dev.groundwork.application.audit;

import dev.groundwork.application.Transaction;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the trail itself says of its months that retention dropped. */
final class DroppedMonths {
    private static final AuditQuery ENTRIES =
            new AuditQuery(null, "audit.month_dropped", "activity_logs", null, null, null, null);

    /** Nothing younger is ever dropped: an entry that says so explains nothing. */
    private static final Duration LEAST_KEPT = Duration.ofDays(90);

    private DroppedMonths() {}

    /** The end of the last of them; the oldest go first, so that all before went too. */
    static Instant end(Transaction tx) {
        return Stream.iterate(
                        Optional.of(page(tx, null)),
                        Optional::isPresent,
                        page -> page.map(Page::next).map(after -> page(tx, after)))
                .flatMap(page -> page.orElseThrow().items().stream())
                .flatMap(entry -> endOfMonth(entry).stream())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private static Page<Activity> page(Transaction tx, @Nullable String after) {
        return tx.activities().search(ENTRIES, new Page.Request(Page.MAX_LIMIT, after));
    }

    private static Optional<Instant> endOfMonth(Activity entry) {
        try {
            Instant end = YearMonth.parse(String.valueOf(entry.resourceId()))
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return Optional.of(end).filter(it -> !it.plus(LEAST_KEPT).isAfter(entry.at()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
