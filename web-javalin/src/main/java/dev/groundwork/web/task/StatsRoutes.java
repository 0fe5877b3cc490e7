package dev.groundwork.web.task;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.task.Tasks;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.TaskStats;
import dev.groundwork.domain.task.TaskStatus;
import dev.groundwork.web.Access;
import dev.groundwork.web.Answer;
import dev.groundwork.web.Exchange;
import dev.groundwork.web.JsonWriter;
import dev.groundwork.web.Route;
import dev.groundwork.web.account.PersonJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A project's tasks in figures. */
public final class StatsRoutes {
    private final Tasks tasks;

    public StatsRoutes(Groundwork groundwork) {
        this.tasks = groundwork.tasks();
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/projects/{uuid}/stats").access(Access.ANYBODY).to(this::stats));
    }

    /** Without a tag: what is overdue changes with the time alone. */
    private Answer stats(Exchange exchange) {
        ProjectId project = new ProjectId(exchange.uuid(ProjectAccess::noSuchProject));
        TaskStats stats = tasks.stats(exchange.actor(), project);
        return Answer.json(200, JsonWriter.write(json -> write(json, stats)));
    }

    private static void write(JsonWriter json, TaskStats stats) {
        json.object(() -> {
            json.number("total", stats.total());
            json.number("overdue", stats.overdue());
            json.object("byStatus", () -> counts(json, TaskStatus.values(), stats.byStatus()));
            json.object("byPriority", () -> counts(json, Priority.values(), stats.byPriority()));
            json.array(
                    "byAssignee",
                    stats.byAssignee(),
                    (item, one) -> item.object(() -> {
                        item.member("user", one.user(), PersonJson::write);
                        item.number("count", one.count());
                    }));
            json.array(
                    "completedPerWeek",
                    stats.completedPerWeek(),
                    (item, one) -> item.object(() -> {
                        item.text("week", one.week());
                        item.number("count", one.count());
                    }));
        });
    }

    private static <E extends Enum<E>> void counts(JsonWriter json, E[] all, Map<E, Long> counts) {
        for (E one : all) {
            json.number(one.name().toLowerCase(Locale.ROOT), counts.getOrDefault(one, 0L));
        }
    }
}
