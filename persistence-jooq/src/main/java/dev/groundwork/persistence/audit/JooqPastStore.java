package dev.groundwork.persistence.audit;

import static dev.groundwork.persistence.audit.ActivityRows.PAGE;
import static dev.groundwork.persistence.audit.ActivityRows.PERSON;
import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.audit.Tables.ACTIVITY_LOGS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.audit.PastStore;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.audit.ActivityRows.Place;
import dev.groundwork.persistence.schema.audit.tables.ActivityLogs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The past in {@code audit.activity_logs}: a resource's own entries by their index, never the whole log. */
public final class JooqPastStore implements PastStore {
    private static final ActivityLogs LOGS = ACTIVITY_LOGS;

    private static final Field<String> LAST_ACTION = field(name("last_action"), SQLDataType.CLOB);
    private static final Field<String> NEXT_ACTION = field(name("next_action"), SQLDataType.CLOB);
    private static final Field<Instant> CREATED_AT = field(name("created_at"), LOGS.CREATED_AT.getDataType());
    private static final Field<Instant> UPDATED_AT = field(name("updated_at"), LOGS.CREATED_AT.getDataType());
    private static final Field<Long> VERSION = field(name("version"), SQLDataType.BIGINT);
    private static final Field<JsonObject> TOLD_BEFORE = field(name("told_before"), LOGS.NEW_VALUES.getDataType());
    private static final Field<JsonObject> TOLD_AFTER = field(name("told_after"), LOGS.OLD_VALUES.getDataType());
    private static final Field<Instant> KEPT_SINCE = field(name("kept_since"), LOGS.CREATED_AT.getDataType());

    /**
     * Each column's last value before the moment, and for columns of which no entry before it tells, what the next entry after it
     * says they were.
     */
    private static final String STATE = """
            select state.* from (
              with entries as materialized (
                select id, created_at, action, old_values, new_values, created_at < ? as earlier
                from audit.activity_logs
                where resource_type = ? and resource_id = ? and action in ('INSERT', 'UPDATE', 'DELETE'))
              select
                (select action from entries where earlier order by created_at desc, id desc limit 1) as last_action,
                (select action from entries where not earlier order by created_at, id limit 1) as next_action,
                (select min(created_at) from entries where earlier and action = 'INSERT') as created_at,
                (select max(created_at) from entries where earlier) as updated_at,
                (select count(*) from entries where earlier and action <> 'DELETE') as version,
                (select jsonb_object_agg(key, value) from (
                  select distinct on (key) key, value from entries, jsonb_each(new_values)
                  where earlier order by key, created_at desc, id desc) as told) as told_before,
                (select jsonb_object_agg(key, value) from (
                  select distinct on (key) key, value from entries, jsonb_each(old_values)
                  where not earlier order by key, created_at, id) as told) as told_after,
                audit.kept_since() as kept_since) as state""";

    private static final String TOUCHED = """
            select distinct key
            from audit.activity_logs, jsonb_object_keys(coalesce(old_values, '{}') || coalesce(new_values, '{}')) as key
            where resource_type = ? and resource_id = ? and (created_at, id) > (?, ?)""";

    private final Unit unit;

    public JooqPastStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Optional<Activity> findActivity(String id) {
        return Place.parse(id)
                .flatMap(place -> unit.sql()
                        .select(PAGE.fields())
                        .select(PERSON)
                        .from(PAGE)
                        .where(PAGE.CREATED_AT.eq(place.at()), PAGE.ID.eq(place.id()))
                        .fetchOptional(ActivityRows::activity));
    }

    @Override
    public Set<String> listTouchedSince(Activity activity) {
        Place place = Place.parse(activity.id())
                .orElseThrow(() -> new IllegalArgumentException("no activity of this trail: " + activity.id()));
        return unit
                .sql()
                .resultQuery(
                        TOUCHED,
                        val(activity.resourceType()),
                        val(activity.resourceId()),
                        val(place.at(), LOGS.CREATED_AT),
                        val(place.id()))
                .fetch(0, String.class)
                .stream()
                .map(LoggedValues::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<PastState> findState(String resourceType, String resourceId, Instant at) {
        Instant end = at.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        return unit.sql()
                .resultQuery(STATE, val(end, LOGS.CREATED_AT), val(resourceType), val(resourceId))
                .coerce(LAST_ACTION, NEXT_ACTION, CREATED_AT, UPDATED_AT, VERSION, TOLD_BEFORE, TOLD_AFTER, KEPT_SINCE)
                .fetchOptional()
                .filter(row -> isTold(row, end))
                .map(JooqPastStore::state);
    }

    /** Without an entry before the moment it was there only if none made it later, and the log still holds what came between. */
    private static boolean isTold(Record row, Instant end) {
        if (row.get(LAST_ACTION) != null) {
            return true;
        }
        @Nullable Instant keptSince = row.get(KEPT_SINCE);
        return !Activity.INSERT.equals(row.get(NEXT_ACTION)) && keptSince != null && keptSince.isBefore(end);
    }

    private static PastState state(Record row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(told(row.get(TOLD_AFTER)));
        fields.putAll(told(row.get(TOLD_BEFORE)));
        return PastState.of(
                Activity.DELETE.equals(row.get(LAST_ACTION)),
                fields,
                row.get(CREATED_AT),
                row.get(UPDATED_AT),
                row.get(VERSION));
    }

    private static Map<String, @Nullable Object> told(@Nullable JsonObject columns) {
        return columns == null ? Map.of() : LoggedValues.fields(columns);
    }

    @Override
    public Optional<ProjectId> findProject(String resourceType, String resourceId) {
        return unit.sql()
                .select(PROJECTS.UUID)
                .from(LOGS)
                .join(PROJECTS)
                .on(PROJECTS.ID.eq(LOGS.PROJECT_ID))
                .where(LOGS.RESOURCE_TYPE.eq(resourceType), LOGS.RESOURCE_ID.eq(resourceId))
                .orderBy(LOGS.CREATED_AT.desc(), LOGS.ID.desc())
                .limit(1)
                .fetchOptional(PROJECTS.UUID);
    }
}
