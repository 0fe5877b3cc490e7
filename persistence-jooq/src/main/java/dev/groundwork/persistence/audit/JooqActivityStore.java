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
import dev.groundwork.domain.audit.Event;
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
        Keyset newestFirst = newestFirst(resourceType + " " + resourceId);
        return page(newestFirst, request, rows(areAbout(resourceType, resourceId), newestFirst, request));
    }

    /** Two parts, each by its own index, in order and no longer than the page. */
    @Override
    public Page<Activity> listProject(ProjectId project, Page.Request request) {
        Keyset newestFirst = newestFirst("a project and its members " + project);
        Condition areItsMemberships = LOGS.RESOURCE_TYPE
                .eq("project_members")
                .and(LOGS.PROJECT_ID.eq(select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.UUID.eq(project))));
        return page(
                newestFirst,
                request,
                rows(areAbout("projects", project.toString()), newestFirst, request)
                        .unionAll(rows(areItsMemberships, newestFirst, request)));
    }

    private static Keyset newestFirst(String what) {
        return Keyset.descending("activities of " + what, LOGS.CREATED_AT, LOGS.ID);
    }

    private static Condition areAbout(String resourceType, String resourceId) {
        return LOGS.RESOURCE_TYPE.eq(resourceType).and(LOGS.RESOURCE_ID.eq(resourceId));
    }

    private static Select<Record> rows(Condition condition, Keyset order, Page.Request request) {
        return select(LOGS.fields())
                .from(LOGS)
                .where(condition, order.from(request))
                .orderBy(order.order())
                .limit(Keyset.rows(request));
    }

    private Page<Activity> page(Keyset order, Page.Request request, Select<Record> rows) {
        return order.page(
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
