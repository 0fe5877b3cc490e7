package dev.groundwork.application.memory;

import dev.groundwork.application.audit.ActivityStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class InMemoryActivityStore implements ActivityStore {
    /** By entry and not by time: a clock that a test has stopped or moved back must not turn a history round. */
    private static final Comparator<LogEntry> NEWEST_FIRST =
            Comparator.comparingLong(LogEntry::number).reversed();

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Unit unit;

    InMemoryActivityStore(Unit unit) {
        this.unit = unit;
    }

    /** Where a page of one list ended: the next one holds what was entered before that, whatever was entered since. */
    private record Position(String list, long number) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) (.*)", Pattern.DOTALL);

        /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} where it is none of this list */
        static Position parse(String text, String list) {
            Matcher parts = FORM.matcher(decoded(text));
            if (!parts.matches() || !parts.group(2).equals(list)) {
                throw Refused.invalid("is no position in this list");
            }
            return new Position(list, Long.parseLong(parts.group(1)));
        }

        @Override
        public String toString() {
            return encoded(number + " " + list);
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
        return list(resourceType + " " + resourceId, entry -> isAbout(entry, resourceType, resourceId), page);
    }

    @Override
    public Page<Activity> listProject(ProjectId project, Page.Request page) {
        return list(
                "history of " + project,
                entry -> isAbout(entry, "projects", project.toString())
                        || (entry.resourceType().equals("project_members") && project.equals(entry.project())),
                page);
    }

    private static boolean isAbout(LogEntry entry, String resourceType, String resourceId) {
        return entry.resourceType().equals(resourceType) && resourceId.equals(entry.resourceId());
    }

    @Override
    public Page<Activity> search(AuditQuery query, Page.Request page) {
        unit.asService();
        return list(query.toString(), entry -> isWanted(entry, query), page);
    }

    private static boolean isWanted(LogEntry entry, AuditQuery query) {
        return admits(query.user(), entry.by())
                && admits(query.action(), entry.action())
                && admits(query.resourceType(), entry.resourceType())
                && admits(query.resourceId(), entry.resourceId())
                && admits(query.session(), session(entry))
                && (query.from() == null || !entry.at().isBefore(query.from()))
                && (query.to() == null || entry.at().isBefore(query.to()));
    }

    private static boolean admits(@Nullable Object wanted, @Nullable Object value) {
        return wanted == null || wanted.equals(value);
    }

    private Page<Activity> list(String list, Predicate<LogEntry> wanted, Page.Request page) {
        RowSecurity security = unit.security();
        String after = page.after();
        Position start = after == null ? null : Position.parse(after, list);
        List<LogEntry> found = unit.tables().log.rows().stream()
                .filter(wanted)
                .filter(entry -> start == null || entry.number() < start.number())
                .filter(security::sees)
                .sorted(NEWEST_FIRST)
                .limit(page.limit() + 1L)
                .toList();
        boolean more = found.size() > page.limit();
        List<LogEntry> shown = more ? found.subList(0, page.limit()) : found;
        LogEntry last = more ? shown.getLast() : null;
        return new Page<>(
                shown.stream().map(entry -> activity(unit.tables(), entry)).toList(),
                last == null ? null : new Position(list, last.number()).toString());
    }

    static Activity activity(Tables tables, LogEntry entry) {
        return new Activity(
                encoded(Long.toString(entry.number())),
                entry.at(),
                by(tables, entry),
                entry.action(),
                entry.resourceType(),
                entry.resourceId(),
                entry.changes(),
                entry.reason(),
                new Activity.Source(session(entry), entry.actor().origin()));
    }

    private static @Nullable String session(LogEntry entry) {
        return entry.actor() instanceof Actor.User user ? user.session().value() : null;
    }

    private static Activity.By by(Tables tables, LogEntry entry) {
        if (entry.by() != null) {
            return new Activity.ByPerson(tables.person(entry.by()));
        }
        return entry.actor() instanceof Actor.SystemActor system
                ? new Activity.BySystem(system.reason())
                : new Activity.ByNobody();
    }

    /** The entry that goes by this id; empty where none does. */
    static Optional<LogEntry> entry(Tables tables, String id) {
        String number = decoded(id);
        return NUMBER.matcher(number).matches() && encoded(number).equals(id)
                ? tables.log.find(Long.valueOf(number))
                : Optional.empty();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where it is nothing that was encoded. */
    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
