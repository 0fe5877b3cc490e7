package dev.groundwork.bootstrap;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.groundwork.application.Groundwork;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * What happens without anybody asking: mails are sent, and dropped once they are old, caches hear again of what they may have
 * missed, months of the audit trail are prepared and end, its entries are sealed, answers that are not replayed any more are dropped. Rows in
 * {@code ops.scheduled_tasks} see to it that of several nodes one does each at a time; a node that dies
 * in the middle is replaced once its heartbeats stay away.
 */
final class BackgroundWork implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(1);
    /** What is not sealed yet can be changed unseen. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration RARELY = Duration.ofHours(6);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Scheduler scheduler;

    /**
     * @param dataSource connections that act as the service on the scheduler's own table
     * @param keepMonths makes the audit trail's coming months, and drops those that are kept for long enough
     */
    BackgroundWork(DataSource dataSource, Groundwork groundwork, Runnable keepMonths) {
        List<RecurringTask<Void>> tasks = List.of(
                recurring("mail-delivery", OFTEN, groundwork.mailDelivery()::deliverDue),
                recurring("mail-expiry", HOURLY, groundwork.mailDelivery()::removeOld),
                recurring("cache-invalidation", OFTEN, groundwork.cacheInvalidation()::drain),
                recurring("idempotency-expiry", HOURLY, groundwork.idempotency()::removeExpired),
                recurring("attempts-expiry", HOURLY, groundwork.passwordCheck()::forgetOld),
                recurring("audit-months", RARELY, keepMonths),
                recurring("audit-seals", SOON, groundwork.auditSeals()::seal));
        this.scheduler = Scheduler.create(dataSource)
                .startTasks(tasks)
                .tableName("ops.scheduled_tasks")
                .threads(tasks.size())
                .pollingInterval(OFTEN)
                .heartbeatInterval(HEARTBEAT)
                .shutdownMaxWait(LONGEST_STOP)
                .build();
    }

    private static RecurringTask<Void> recurring(String name, Duration pause, Runnable work) {
        return Tasks.recurring(name, FixedDelay.of(pause)).execute((instance, context) -> work.run());
    }

    void start() {
        scheduler.start();
    }

    /** Lets what is under way finish, for a few seconds. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
