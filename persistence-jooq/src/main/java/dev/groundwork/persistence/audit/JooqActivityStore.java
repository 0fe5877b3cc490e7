package dev.groundwork.persistence.audit;

import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.audit.Tables.ACTIVITY_LOGS;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.audit.ActivityStore;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.By;
import dev.groundwork.domain.audit.Activity.ByNobody;
import dev.groundwork.domain.audit.Activity.ByPerson;
import dev.groundwork.domain.audit.Activity.BySystem;
import dev.groundwork.domain.audit.Activity.Source;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.audit.Routines;
import dev.groundwork.persistence.schema.audit.tables.ActivityLogs;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** The audit trail in {@code audit.activity_logs}, read through its parent: in which month's partition a row lies is its own affair. */
public final class JooqActivityStore implements ActivityStore {
    private static final ActivityLogs LOGS = ACTIVITY_LOGS;
    private static final ActivityLogs PAGE = ACTIVITY_LOGS.as("page");
    private static final Field<Person> PERSON = Persons.person(PAGE.USER_ID);
    private static final String SYSTEM = "system:";

    private final Unit unit;

    public JooqActivityStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void record(Event event) {
        Routines.recordEvent(
                unit.sql().configuration(),
                event.action(),
                event.resourceType(),
                event.resourceId(),
                JsonObject.copyOf(event.details()),
                null);
    }

    @Override
    public Page<Activity> list(String resourceType, String resourceId, Page.Request request) {
        Keyset newestFirst =
                Keyset.descending("activities of " + resourceType + " " + resourceId, LOGS.CREATED_AT, LOGS.ID);
        Select<Record> rows =
                rows(LOGS.RESOURCE_TYPE.eq(resourceType).and(LOGS.RESOURCE_ID.eq(resourceId)), newestFirst, request);
        if (resourceType.equals("projects")) {
            rows = rows.unionAll(
                    rows(areMembershipsOf(new ProjectId(UUID.fromString(resourceId))), newestFirst, request));
        }
        return newestFirst.page(
                request,
                unit.sql()
                        .select(PAGE.fields())
                        .select(PERSON)
                        .from(rows.asTable(PAGE.getUnqualifiedName()))
                        .orderBy(PAGE.CREATED_AT.desc(), PAGE.ID.desc())
                        .limit(Keyset.rows(request))
                        .fetch(),
                JooqActivityStore::activity);
    }

    /** Each part of a history by its own index, in order and no longer than the page. */
    private static Select<Record> rows(Condition condition, Keyset order, Page.Request request) {
        return select(LOGS.fields())
                .from(LOGS)
                .where(condition, order.from(request))
                .orderBy(order.order())
                .limit(Keyset.rows(request));
    }

    private static Condition areMembershipsOf(ProjectId project) {
        return LOGS.RESOURCE_TYPE
                .eq("project_members")
                .and(LOGS.PROJECT_ID.eq(select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.UUID.eq(project))));
    }

    private static Activity activity(Record row) {
        return new Activity(
                id(row.get(PAGE.CREATED_AT), row.get(PAGE.ID)),
                row.get(PAGE.CREATED_AT),
                by(row.get(PAGE.ACTOR), row.get(PERSON)),
                row.get(PAGE.ACTION),
                Objects.requireNonNullElse(row.get(PAGE.RESOURCE_TYPE), ""),
                row.get(PAGE.RESOURCE_ID),
                LoggedValues.changes(row.get(PAGE.OLD_VALUES), row.get(PAGE.NEW_VALUES)),
                source(row));
    }

    /** Where to find the row, its partition included. */
    private static String id(Instant at, long id) {
        byte[] place = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place);
    }

    private static By by(String actor, @Nullable Person person) {
        if (person != null) {
            return new ByPerson(person);
        }
        return actor.startsWith(SYSTEM) ? new BySystem(actor.substring(SYSTEM.length())) : new ByNobody();
    }

    private static Source source(Record row) {
        return new Source(
                row.get(PAGE.SESSION_ID),
                new Origin(
                        row.get(PAGE.IP_ADDRESS),
                        row.get(PAGE.USER_AGENT),
                        // A row written past the server, by hand, belongs to no request.
                        Objects.requireNonNullElse(row.get(PAGE.REQUEST_ID), "")));
    }
}
