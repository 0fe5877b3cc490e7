package dev.groundwork.persistence;

import static dev.groundwork.persistence.schema.config.Tables.SYSTEM_SETTINGS;

import dev.groundwork.domain.JsonValue;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.setting.ServerSetting;
import dev.groundwork.persistence.Attribution.Role;
import dev.groundwork.persistence.schema.audit.Routines;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The months of the audit log: those to come are made, entries that none took are moved to theirs, old ones are dropped. */
final class AuditMonths {
    private static final Logger LOG = LoggerFactory.getLogger(AuditMonths.class);

    private static final int AHEAD = 3;

    /** Moving a month of entries takes longer than any request may. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JooqWork work;

    AuditMonths(JooqWork work) {
        this.work = work;
    }

    /** Each step in a unit of its own: one that can't be done now must not undo another. */
    void keep() {
        run(unit -> Routines.ensurePartitions(unit.sql().configuration(), AHEAD));
        run(unit -> {
            @Nullable Long moved = Routines.splitDefault(unit.sql().configuration());
            if (moved != null && moved > 0) {
                LOG.info("Moved {} entries of the audit log to their months", moved);
            }
        });
        retentionDays()
                .ifPresent(days -> run(unit -> {
                    @Nullable
                    Integer dropped =
                            Routines.dropPartitionsOlderThan(unit.sql().configuration(), days);
                    if (dropped != null && dropped > 0) {
                        LOG.info("Dropped {} months of the audit log, older than {} days", dropped, days);
                    }
                }));
    }

    /** Empty for ever; what is no number of days, or too few, drops nothing. */
    private Optional<Integer> retentionDays() {
        Optional<JsonValue> value = work.alone(
                actor(),
                Role.APP_SERVICE,
                unit -> unit.sql()
                        .select(SYSTEM_SETTINGS.VALUE)
                        .from(SYSTEM_SETTINGS)
                        .where(SYSTEM_SETTINGS.KEY.eq(ServerSetting.AUDIT_RETENTION_DAYS.key()))
                        .fetchOptional(SYSTEM_SETTINGS.VALUE));
        try {
            return value.map(ServerSetting.AUDIT_RETENTION_DAYS::read).filter(days -> days > 0);
        } catch (Refused unreadable) {
            LOG.warn("{} {}: nothing is dropped", ServerSetting.AUDIT_RETENTION_DAYS.key(), unreadable.getMessage());
            return Optional.empty();
        }
    }

    private void run(Consumer<Unit> step) {
        work.<@Nullable Void>alone(actor(), Role.APP_SERVICE, unit -> {
            unit.sql().execute("set local statement_timeout = " + PATIENCE.toMillis());
            // The pool gives the connection its own bound back.
            unit.sql()
                    .connection(connection ->
                            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()) + 1_000));
            step.accept(unit);
            return null;
        });
    }

    private static Actor actor() {
        return new Actor.SystemActor("audit-months", Origin.internal("audit-months"));
    }
}
