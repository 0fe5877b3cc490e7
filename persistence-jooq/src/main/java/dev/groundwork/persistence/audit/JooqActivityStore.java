package dev.groundwork.persistence.audit;

import static dev.groundwork.persistence.audit.ActivityRows.PAGE;
import static dev.groundwork.persistence.audit.ActivityRows.PERSON;
import static dev.groundwork.persistence.schema.app.Tables.PROJECTS;
import static dev.groundwork.persistence.schema.audit.Tables.ACTIVITY_LOGS;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.audit.ActivityStore;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.audit.tables.ActivityLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The audit trail in {@code audit.activity_logs}, read through its parent: in which month's partition a row lies is its own affair. */
public final class JooqActivityStore implements ActivityStore {
    private static final ActivityLogs LOGS = ACTIVITY_LOGS;

    private static final Prepared RECORD = Prepared.of(DSL.query(
            "select audit.record_event({0}, {1}, {2}, {3})",
            param("action", LOGS.ACTION),
            param("type", LOGS.RESOURCE_TYPE),
            param("id", LOGS.RESOURCE_ID),
            param("details", LOGS.NEW_VALUES)));

    private final Unit unit;

    public JooqActivityStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void record(Event event) {
        RECORD.execute(
                unit,
                val(event.action(), LOGS.ACTION),
                val(event.resourceType(), LOGS.RESOURCE_TYPE),
                val(event.resourceId(), LOGS.RESOURCE_ID),
                val(JsonObject.copyOf(event.details()), LOGS.NEW_VALUES));
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

    @Override
    public Page<Activity> search(AuditQuery query, Page.Request request) {
        Keyset newestFirst = newestFirst(query.toString());
        return page(newestFirst, request, rows(areWanted(query), newestFirst, request));
    }

    private static Condition areWanted(AuditQuery query) {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, query.user(), user -> LOGS.USER_ID.eq(Persons.idOf(user)));
        add(conditions, query.action(), LOGS.ACTION::eq);
        add(conditions, query.resourceType(), LOGS.RESOURCE_TYPE::eq);
        add(conditions, query.resourceId(), LOGS.RESOURCE_ID::eq);
        add(conditions, query.session(), LOGS.SESSION_ID::eq);
        add(conditions, query.from(), LOGS.CREATED_AT::ge);
        add(conditions, query.to(), LOGS.CREATED_AT::lt);
        return DSL.and(conditions);
    }

    private static <T> void add(List<Condition> conditions, @Nullable T wanted, Function<T, Condition> condition) {
        if (wanted != null) {
            conditions.add(condition.apply(wanted));
        }
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
                ActivityRows::activity);
    }
}
