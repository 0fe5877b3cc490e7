package dev.groundwork.application.audit;

import dev.groundwork.application.Ports;
import dev.groundwork.application.Transaction;
import dev.groundwork.application.access.Standing;
import dev.groundwork.application.project.Projects;
import dev.groundwork.application.task.TaskStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.AuditAccess;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
     * A task's history, newest first; a deleted task's too.
     *
     * @throws Refused as {@link ProjectAccess#requireReadHistory}
     */
    public Page<Activity> ofTask(Actor actor, TaskId id, Page.Request page) {
        return ports.work().in(actor, tx -> {
            projectOf(tx, id)
                    .filter(ProjectAccess::mayRead)
                    .orElseThrow(AuditTrail::noSuchTask)
                    .requireReadHistory();
            return shown(tx, tx.activities().list("tasks", id.toString(), page));
        });
    }

    /**
     * An account's history, newest first: one's own, or anybody's with {@code audit:read}.
     *
     * @throws Refused as {@link AuditAccess#requireHistoryOf}; not found where there is no such account
     */
    public Page<Activity> ofUser(Actor actor, UserId id, Page.Request page) {
        AuditAccess access = AuditAccess.of(actor, ports.clock().instant());
        access.requireHistoryOf(id);
        if (access.isOwn(id)) {
            return ports.work().in(actor, tx -> shown(tx, tx.activities().list("users", id.toString(), page)));
        }
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.AUDIT_READ);
            if (tx.users().find(id).isEmpty()) {
                throw Refused.notFound("There is no such account.");
            }
            return shown(tx, tx.activities().list("users", id.toString(), page));
        });
    }

    /**
     * The entries that a query asks for, newest first.
     *
     * @throws Refused {@link dev.groundwork.domain.Refusal.Unauthenticated} where nobody is signed in; forbidden without
     *     {@code audit:read}
     */
    public Page<Activity> search(Actor actor, AuditQuery query, Page.Request page) {
        return ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.AUDIT_READ);
            return shown(tx, tx.activities().search(query, page));
        });
    }

    /**
     * Every entry that a query asks for, newest first, however many there are: a page at a time is read as the stream is
     * consumed, each in a unit of its own, so that nobody's pace holds a transaction open. That it was asked for is itself audited.
     * What is entered after it began is not in it.
     *
     * @return sequential, for one thread; consuming it throws what {@link #search} does, where the permission was taken back
     *     meanwhile or a page can't be read
     * @throws Refused as {@link #search}, before anything is handed out
     */
    public Stream<Activity> export(Actor actor, AuditQuery query) {
        Page<Activity> first = ports.work().asService(actor, tx -> {
            Standing.require(tx, Permission.AUDIT_READ);
            Page<Activity> page = shown(tx, tx.activities().search(query, batch(null)));
            tx.record(new Event("audit.exported", "activity_logs", null, told(query)));
            return page;
        });
        return Stream.iterate(
                        Optional.of(first),
                        Optional::isPresent,
                        page -> page.map(Page::next).map(after -> search(actor, query, batch(after))))
                .flatMap(page -> page.orElseThrow().items().stream());
    }

    private static Page.Request batch(@Nullable String after) {
        return new Page.Request(Page.MAX_LIMIT, after);
    }

    private static Map<String, Object> told(AuditQuery query) {
        Map<String, Object> told = new LinkedHashMap<>();
        Map<String, Optional<?>> parts = new LinkedHashMap<>();
        parts.put("user", Optional.ofNullable(query.user()));
        parts.put("action", Optional.ofNullable(query.action()));
        parts.put("resourceType", Optional.ofNullable(query.resourceType()));
        parts.put("resourceId", Optional.ofNullable(query.resourceId()));
        parts.put("session", Optional.ofNullable(query.session()));
        parts.put("from", Optional.ofNullable(query.from()));
        parts.put("to", Optional.ofNullable(query.to()));
        parts.forEach((name, part) -> part.ifPresent(value -> told.put(name, value.toString())));
        return told;
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

    /** What the actor may do with the project that a task is in, or was when it was deleted. */
    static Optional<ProjectAccess> projectOf(Transaction tx, TaskId id) {
        return tx.tasks()
                .find(id)
                .map(TaskStore.Found::access)
                .or(() -> tx.past().findProject("tasks", id.toString()).flatMap(tx.projects()::find));
    }

    static Refused noSuchTask() {
        return Refused.notFound("There is no such task.");
    }

    private static Page<Activity> shown(Transaction tx, Page<Activity> activities) {
        AuditAccess access = AuditAccess.of(tx.actor(), tx.now());
        Set<UserId> people = activities.items().stream()
                .flatMap(activity -> activity.people().stream())
                .collect(Collectors.toUnmodifiableSet());
        Map<UserId, Person> known = people.isEmpty() ? Map.of() : tx.users().people(people);
        return activities.map(activity -> access.shown(activity.withPeople(known)));
    }
}
