package dev.groundwork.application.audit;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.TaskId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who changed what, when, from where. Safe for use by several threads. */
public final class AuditTrail {
    private final Ports ports;

    public AuditTrail(Ports ports) {
        this.ports = ports;
    }

    /**
     * A project's history with its members', without its tasks', newest first.
     *
     * @throws Refused as {@link ProjectAccess#requireReadHistory}
     */
    public Page<Activity> ofProject(Actor actor, ProjectId id, Page.Request page) {
        return ports.work().in(actor, tx -> {
            Projects.readableWithHistory(tx, id);
            return shown(tx, tx.activities().listProject(id, page));
        });
    }

    /**
     * A task's history, newest first.
     *
     * @throws Refused as {@link ProjectAccess#requireReadHistory}
     */
    public Page<Activity> ofTask(Actor actor, TaskId id, Page.Request page) {
        return ports.work().in(actor, tx -> {
            tx.tasks()
                    .find(id)
                    .map(TaskStore.Found::access)
                    .filter(ProjectAccess::mayRead)
                    .orElseThrow(() -> Refused.notFound("There is no such task."))
                    .requireReadHistory();
            return shown(tx, tx.activities().list("tasks", id.toString(), page));
        });
    }

    /**
     * Remembers that somebody signed in was refused what they asked for.
     *
     * @param request what they asked for, such as {@code PATCH /v1/tasks/{uuid}}; never holds a secret
     * @throws Refused unavailable where it can't be kept
     */
    public void denied(Actor.User actor, String request) {
        ports.work().<@Nullable Void>asService(actor, tx -> {
            tx.record(Event.aboutUser("access.denied", actor.id(), Map.of("request", request)));
            return null;
        });
    }

    /** Where others' changes came from is for those with {@code audit:read}. */
    private static Page<Activity> shown(Transaction tx, Page<Activity> activities) {
        if (tx.actor().may(Permission.AUDIT_READ, tx.now())) {
            return activities;
        }
        UserId reader = tx.actor().requireUser().id();
        return activities.map(activity -> activity.isBy(reader) ? activity : activity.withoutSource());
    }
}
