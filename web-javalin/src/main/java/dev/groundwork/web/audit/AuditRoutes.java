package dev.groundwork.web.audit;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.audit.AuditTrail;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Quota;
import dev.groundwork.web.Route;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The whole audit trail, for those who may read it. */
public final class AuditRoutes {
    private static final String ACTIVITY = "/v1/audit/activity";
    private static final int CHUNK = 32_768;

    private final AuditTrail auditTrail;

    public AuditRoutes(Groundwork groundwork) {
        this.auditTrail = groundwork.auditTrail();
    }

    /** How an export is written. */
    private enum Format {
        NDJSON,
        CSV
    }

    /** What an export is asked for. */
    private record Wanted(Format format, AuditQuery query) {
        static Wanted parse(Input input) {
            var format = input.required("format", Input.oneOf(Format.class));
            AuditQuery query = AuditQuery.parse(input);
            return new Wanted(format.get(), query);
        }
    }

    public List<Route> routes() {
        return List.of(
                Route.get(ACTIVITY)
                        .access(Access.permission(Permission.AUDIT_READ))
                        .list(AuditQuery.MEMBERS)
                        .to(this::search),
                Route.get(ACTIVITY + "/export")
                        .access(Access.permission(Permission.AUDIT_READ))
                        .parameters(Stream.concat(AuditQuery.MEMBERS.stream(), Stream.of("format"))
                                .toArray(String[]::new))
                        .quota(Quota.EXPORT)
                        .file()
                        .to(this::export));
    }

    private Answer search(Exchange exchange) {
        AuditQuery query = exchange.query(AuditQuery::parse);
        return exchange.page(page -> auditTrail.search(exchange.actor(), query, page), ActivityJson::write);
    }

    private Answer export(Exchange exchange) {
        Wanted wanted = exchange.query(Wanted::parse);
        Iterator<Activity> activities =
                auditTrail.export(exchange.actor(), wanted.query()).iterator();
        return switch (wanted.format()) {
            case NDJSON ->
                Answer.file("activity.ndjson", "application/x-ndjson", client -> writeLines(activities, client));
            case CSV ->
                Answer.file(
                        "activity.csv",
                        "text/csv; charset=utf-8; header=present",
                        client -> writeTable(activities, client));
        };
    }

    private static void writeLines(Iterator<Activity> activities, OutputStream client) throws IOException {
        OutputStream out = new BufferedOutputStream(client, CHUNK);
        while (activities.hasNext()) {
            Activity activity = activities.next();
            out.write(JsonWriter.write(json -> ActivityJson.write(json, activity)));
            out.write('\n');
        }
        out.flush();
    }

    private static void writeTable(Iterator<Activity> activities, OutputStream client) throws IOException {
        OutputStream out = new BufferedOutputStream(client, CHUNK);
        out.write(ActivityTable.header());
        while (activities.hasNext()) {
            out.write(ActivityTable.row(activities.next()));
        }
        out.flush();
    }
}
