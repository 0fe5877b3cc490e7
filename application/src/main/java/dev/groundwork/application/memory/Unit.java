package dev.groundwork.application.memory;

import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work under way: who acts, on which rows, and since when. All stores of the unit reach their rows through it, so
 * that none of them can once it has ended.
 */
final class Unit {
    private final Tables tables;
    private final InstantSource clock;
    private final Actor actor;
    private final boolean service;
    private final Instant now;
    private final Thread thread = Thread.currentThread();
    private @Nullable String reason;
    private boolean ended;

    /** @param service whether every row shows */
    Unit(Tables tables, InstantSource clock, Actor actor, boolean service) {
        this.tables = tables;
        this.clock = clock;
        this.actor = actor;
        this.service = service;
        this.now = moment(clock);
        this.reason = actor instanceof Actor.SystemActor system ? system.reason() : null;
    }

    /** Says why, from here on. */
    void because(String why) {
        requireLife();
        reason = why;
    }

    void end() {
        ended = true;
    }

    Actor actor() {
        requireLife();
        return actor;
    }

    Instant now() {
        requireLife();
        return now;
    }

    boolean isService() {
        return service;
    }

    /** The moment of a write, which may be later than the unit's beginning. */
    Instant stamp() {
        return moment(clock);
    }

    Tables tables() {
        requireLife();
        return tables;
    }

    /** What people themselves may not touch at all, as PostgreSQL's grants say. */
    Tables asService() {
        if (!service) {
            throw new IllegalStateException("permission denied: this is the service's alone");
        }
        return tables();
    }

    /** The signed-in user, while they are active. */
    @Nullable
    UserId me() {
        return actor instanceof Actor.User user
                        && tables.users
                                .find(user.id())
                                .map(Account::user)
                                .filter(User::isActive)
                                .isPresent()
                ? user.id()
                : null;
    }

    RowSecurity security() {
        return new RowSecurity(this);
    }

    /** Of a row that comes back: as old as it was, and later than its end. */
    Revision revivedRevision(Revision last) {
        return new Revision(last.createdAt(), nextRevision(last).updatedAt(), last.version() + 1);
    }

    Revision firstRevision() {
        Instant stamp = stamp();
        return new Revision(stamp, stamp, 1);
    }

    /** Later than the last change even where the clock stands still or steps back, so that history stays in order. */
    Revision nextRevision(Revision last) {
        Instant stamp = stamp();
        Instant soonest = last.updatedAt().plus(1, ChronoUnit.MICROS);
        return new Revision(last.createdAt(), stamp.isBefore(soonest) ? soonest : stamp, last.version() + 1);
    }

    void logInsert(String table, String id, @Nullable ProjectId project, Columns now, Instant at) {
        log("INSERT", table, id, project, now.since(Columns.NONE), at);
    }

    void logDelete(String table, String id, Columns before) {
        log("DELETE", table, id, null, Columns.NONE.since(before), stamp());
    }

    /** Enters nothing where nothing that is recorded changed. */
    void logUpdate(String table, String id, @Nullable ProjectId project, Columns before, Columns now, Instant at) {
        Map<String, FieldChange> changes = now.since(before);
        if (!changes.isEmpty()) {
            log("UPDATE", table, id, project, changes, at);
        }
    }

    void log(
            String action,
            String resourceType,
            @Nullable String resourceId,
            @Nullable ProjectId project,
            Map<String, FieldChange> changes,
            Instant at) {
        long number = tables.nextNumber();
        tables.log.put(
                number,
                new LogEntry(number, at, actor, me(), action, resourceType, resourceId, project, changes, reason));
    }

    /** PostgreSQL keeps microseconds; so does this, lest a test pass here and fail there. */
    private static Instant moment(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void requireLife() {
        if (ended) {
            throw new IllegalStateException("the unit of work has ended, and its stores with it");
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a unit of work is for the one thread that runs it");
        }
    }
}
