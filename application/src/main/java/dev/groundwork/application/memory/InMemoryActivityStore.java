package dev.groundwork.application.memory;

import dev.groundwork.application.audit.ActivityStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class InMemoryActivityStore implements ActivityStore {
    private static final Comparator<LogEntry> NEWEST_FIRST = Comparator.comparing(LogEntry::at)
            .thenComparingLong(LogEntry::number)
            .reversed();

    private final Unit unit;

    InMemoryActivityStore(Unit unit) {
        this.unit = unit;
    }

    /** Where a page ended: the next one holds what is older than that, whatever was entered since. */
    private record Position(Instant at, long number) {
        private static final Pattern FORM = Pattern.compile("(-?[0-9]+)\\.([0-9]+)");

        static Position of(LogEntry entry) {
            return new Position(entry.at(), entry.number());
        }

        static Position parse(String text) {
            try {
                Matcher parts =
                        FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
                if (parts.matches()) {
                    long micros = Long.parseLong(parts.group(1));
                    return new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), Long.parseLong(parts.group(2)));
                }
            } catch (IllegalArgumentException e) {
                // falls through to the refusal, which says all there is to say
            }
            throw Refused.invalid("is no position in this list");
        }

        boolean isBefore(LogEntry entry) {
            int compared = entry.at().compareTo(at);
            return compared < 0 || (compared == 0 && entry.number() < number);
        }

        @Override
        public String toString() {
            return encoded(ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + number);
        }
    }

    @Override
    public void record(Event event) {
        unit.asService();
        Map<String, FieldChange> details = new LinkedHashMap<>();
        event.details().forEach((name, value) -> details.put(name, new FieldChange(null, value)));
        unit.log(event.action(), event.resourceType(), event.resourceId(), null, details, unit.stamp());
    }

    @Override
    public Page<Activity> list(String resourceType, String resourceId, Page.Request page) {
        RowSecurity security = unit.security();
        String after = page.after();
        Position start = after == null ? null : Position.parse(after);
        List<LogEntry> found = unit.tables().log.rows().stream()
                .filter(entry -> entry.resourceType().equals(resourceType) && resourceId.equals(entry.resourceId()))
                .filter(entry -> start == null || start.isBefore(entry))
                .filter(security::sees)
                .sorted(NEWEST_FIRST)
                .limit(page.limit() + 1L)
                .toList();
        boolean more = found.size() > page.limit();
        List<LogEntry> shown = more ? found.subList(0, page.limit()) : found;
        return new Page<>(
                shown.stream().map(this::activity).toList(),
                more ? Position.of(shown.getLast()).toString() : null);
    }

    private Activity activity(LogEntry entry) {
        String session =
                entry.actor() instanceof Actor.User user ? user.session().value() : null;
        return new Activity(
                encoded(Long.toString(entry.number())),
                entry.at(),
                by(entry),
                entry.action(),
                entry.resourceType(),
                entry.resourceId(),
                entry.changes(),
                new Activity.Source(session, entry.actor().origin()));
    }

    private Activity.By by(LogEntry entry) {
        if (entry.by() != null) {
            return new Activity.ByPerson(unit.tables().person(entry.by()));
        }
        return entry.actor() instanceof Actor.SystemActor system
                ? new Activity.BySystem(system.reason())
                : new Activity.ByNobody();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
