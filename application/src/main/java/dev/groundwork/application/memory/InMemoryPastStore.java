package dev.groundwork.application.memory;

import dev.groundwork.application.audit.PastStore;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nothing is ever dropped here, so that every resource's history begins with what made it. */
final class InMemoryPastStore implements PastStore {
    private static final Set<String> CHANGES = Set.of(Activity.INSERT, Activity.UPDATE, Activity.DELETE);

    private final Unit unit;

    InMemoryPastStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Activity> findActivity(String id) {
        Tables tables = unit.tables();
        return InMemoryActivityStore.entry(tables, id)
                .filter(unit.security()::sees)
                .map(entry -> InMemoryActivityStore.activity(tables, entry));
    }

    @Override
    public Set<String> listTouchedSince(Activity activity) {
        Set<String> touched = new HashSet<>();
        long number = InMemoryActivityStore.entry(unit.tables(), activity.id())
                .orElseThrow(() -> new IllegalArgumentException("no activity of this trail: " + activity.id()))
                .number();
        changes(activity.resourceType(), String.valueOf(activity.resourceId())).stream()
                .filter(entry -> entry.number() > number)
                .filter(unit.security()::sees)
                .forEach(entry -> touched.addAll(entry.changes().keySet()));
        return touched;
    }

    @Override
    public Optional<PastState> findState(String resourceType, String resourceId, Instant at) {
        unit.asService();
        Instant end = at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        @Nullable LogEntry first = null;
        @Nullable LogEntry last = null;
        long version = 0;
        for (LogEntry entry : changes(resourceType, resourceId)) {
            if (!entry.at().isBefore(end)) {
                // An entry leaves out what has no value on either side: a later one tells that there was none.
                tellBefore(entry, fields);
                continue;
            }
            first = first == null ? entry : first;
            last = entry;
            if (entry.action().equals(Activity.DELETE)) {
                continue;
            }
            version++;
            if (entry.action().equals(Activity.INSERT)) {
                fields.clear();
            }
            entry.changes().forEach((field, change) -> fields.put(field, change.now()));
        }
        return first == null || last == null
                ? Optional.empty()
                : Optional.of(
                        PastState.of(last.action().equals(Activity.DELETE), fields, first.at(), last.at(), version));
    }

    private static void tellBefore(LogEntry later, Map<String, @Nullable Object> fields) {
        later.changes().forEach((field, change) -> {
            if (!fields.containsKey(field)) {
                fields.put(field, change.old());
            }
        });
    }

    @Override
    public Optional<ProjectId> findProject(String resourceType, String resourceId) {
        return changes(resourceType, resourceId).stream()
                .filter(unit.security()::sees)
                .reduce((one, later) -> later)
                .map(LogEntry::project);
    }

    private List<LogEntry> changes(String resourceType, String resourceId) {
        return unit.tables().log.rows().stream()
                .filter(entry -> entry.resourceType().equals(resourceType) && resourceId.equals(entry.resourceId()))
                .filter(entry -> CHANGES.contains(entry.action()))
                .sorted(Comparator.comparingLong(LogEntry::number))
                .toList();
    }
}
