package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Work;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.persistence.Attribution.Role;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a unit of work while PostgreSQL, or the way there, fails. */
class JooqWorkTest {
    private static final String KILL_THE_POOL =
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'groundwork_runtime'";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final JooqPersistence persistence = JooqPersistence.open(Database.settings());
    private final Work work = persistence.work();
    private final Actor.User ada = People.somebody(work);

    @AfterEach
    void close() {
        threads.shutdown();
        persistence.close();
    }

    @Test
    void runsBothAgainThatLockedEachOther() {
        Project project = People.project(work, ada);
        TaskId one = People.task(work, ada, project).id();
        TaskId other = People.task(work, ada, project).id();
        AtomicInteger runs = new AtomicInteger();
        CyclicBarrier bothHaveTheirFirst = new CyclicBarrier(2);

        CompletableFuture<Task> forward =
                CompletableFuture.supplyAsync(() -> lockBoth(one, other, runs, bothHaveTheirFirst), threads);
        CompletableFuture<Task> backward =
                CompletableFuture.supplyAsync(() -> lockBoth(other, one, runs, bothHaveTheirFirst), threads);

        assertThat(forward.join().content().title()).isEqualTo("locked");
        assertThat(backward.join().content().title()).isEqualTo("locked");
        assertThat(runs).as("one of the two lost at first").hasValue(3);
    }

    private Task lockBoth(TaskId first, TaskId second, AtomicInteger runs, CyclicBarrier barrier) {
        return work.in(ada, tx -> {
            tx.tasks().findForUpdate(first);
            if (runs.incrementAndGet() <= 2) {
                await(barrier);
            }
            tx.tasks().findForUpdate(second);
            return tx.tasks().update(second, People.draft("locked", ada.id()));
        });
    }

    @Test
    void runsAUnitAgainThatReadWhatIsNoLongerTrue() {
        TaskId task = People.task(work, ada, People.project(work, ada)).id();
        AtomicInteger runs = new AtomicInteger();
        try (JooqPersistence stricter = open("?options=-c%20default_transaction_isolation=repeatable%5C%20read")) {

            Task kept = stricter.work().in(ada, tx -> {
                Task read = tx.tasks().find(task).orElseThrow().task();
                if (runs.incrementAndGet() == 1) {
                    overtake(task);
                }
                return tx.tasks().update(task, People.draft(read.content().title() + ", then mine", ada.id()));
            });

            assertThat(kept.content().title()).isEqualTo("somebody else's, then mine");
            assertThat(runs).hasValue(2);
        }
    }

    private void overtake(TaskId task) {
        CompletableFuture.runAsync(
                        () -> work.in(ada, tx -> tx.tasks().update(task, People.draft("somebody else's", ada.id()))),
                        threads)
                .join();
    }

    @Test
    void worksAgainAfterEveryConnectionWasKilled() throws SQLException {
        for (int i = 0; i < 5; i++) {
            assertThat(find(ada)).isPresent();
            Database.execute(KILL_THE_POOL);
            assertThat(find(ada)).isPresent();
        }
    }

    @Test
    void readsOnceMoreWhereItsConnectionDiedUnderway() {
        AtomicInteger runs = new AtomicInteger();

        Optional<User> found = work.in(ada, tx -> {
            if (runs.incrementAndGet() == 1) {
                killThePool();
            }
            return tx.users().find(ada.id());
        });

        assertThat(found).isPresent();
        assertThat(runs).hasValue(2);
    }

    @Test
    void refusesWhereTheNextConnectionDiesToo() {
        AtomicInteger runs = new AtomicInteger();

        assertUnavailable(() -> work.in(ada, tx -> {
            runs.incrementAndGet();
            killThePool();
            return tx.users().find(ada.id());
        }));

        assertThat(runs).hasValue(2);
    }

    @Test
    void neverRepeatsAChangeOfWhichNobodyKnowsWhetherItWasKept() throws Exception {
        NewUser kept = People.newUser();
        NewUser lost = People.newUser();
        AtomicInteger runs = new AtomicInteger();
        for (Wire.Cut cut : List.of(Wire.Cut.BEFORE_THE_ANSWER, Wire.Cut.BEFORE_THE_COMMIT)) {
            try (Wire wire = Wire.to(port());
                    JooqPersistence distant = open(wire)) {
                wire.cutNextCommit(cut);
                assertThat(assertUnavailable(() -> distant.work().run(People.system(), tx -> {
                            runs.incrementAndGet();
                            tx.users().add(cut == Wire.Cut.BEFORE_THE_ANSWER ? kept : lost);
                        })))
                        .contains("whether it did is not known");
            }
        }

        assertThat(runs).as("each once").hasValue(2);
        assertThat(work.<Boolean>in(
                        People.system(), tx -> tx.users().find(kept.id()).isPresent()))
                .isTrue();
        assertThat(work.<Boolean>in(
                        People.system(), tx -> tx.users().find(lost.id()).isPresent()))
                .isFalse();
    }

    @Test
    void readsOnceMoreWhereTheWayToPostgresWasCut() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (Wire wire = Wire.to(port());
                JooqPersistence distant = open(wire)) {
            wire.cutNextCommit(Wire.Cut.BEFORE_THE_ANSWER);

            Optional<User> found = distant.work().in(ada, tx -> {
                runs.incrementAndGet();
                return tx.users().find(ada.id());
            });

            assertThat(found).isPresent();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void waitsForALockNoLongerThanItsBound() throws SQLException {
        try (Connection other = Database.superuser();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from app.users where uuid = '" + ada.id() + "' for update");

            assertWithin(
                    Duration.ofSeconds(6), () -> work.in(ada, tx -> tx.users().findForUpdate(ada.id())));
            assertThat(find(ada)).as("others go on meanwhile").isPresent();
            other.rollback();
        }
        assertThat(work.<Boolean>in(
                        ada, tx -> tx.users().findForUpdate(ada.id()).isPresent()))
                .isTrue();
    }

    @Test
    void waitsForASlowStatementNoLongerThanItsBound() {
        assertWithin(
                Duration.ofSeconds(6),
                () -> ((JooqWork) work)
                        .alone(ada, Role.APP_USER, unit -> unit.sql().fetch("select pg_sleep(30)")));
    }

    @Test
    void letsARequestWaitForAConnectionForASecondAndTheSystemForLonger() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (JooqPersistence narrow = JooqPersistence.open(Database.settings(Database.url(), 1, 1))) {
            CompletableFuture<Void> busy = CompletableFuture.runAsync(
                    () -> narrow.work().run(ada, tx -> {
                        taken.countDown();
                        await(done);
                    }),
                    threads);
            taken.await();

            assertWithin(
                    Duration.ofSeconds(3),
                    () -> narrow.work().in(ada, tx -> tx.users().find(ada.id())));
            CompletableFuture<Boolean> patient = CompletableFuture.supplyAsync(
                    () -> narrow.work()
                            .<Boolean>in(
                                    People.background(),
                                    tx -> tx.users().find(ada.id()).isPresent()),
                    threads);
            Thread.sleep(2_500);
            assertThat(patient).isNotDone();
            assertThat(narrow.isReachable())
                    .as("a busy pool is no lost database")
                    .isTrue();
            done.countDown();
            assertThat(patient.get(10, TimeUnit.SECONDS)).isTrue();
            busy.join();
        }
    }

    @Test
    void isReachableThoughTheConnectionsThatItHadHaveJustDied() {
        for (int i = 0; i < 5; i++) {
            assertThat(persistence.isReachable()).isTrue();
            killThePool();
        }
        assertThat(persistence.isReachable()).isTrue();
    }

    @Test
    void goesOnReadingWherePostgresTakesNoWrites() {
        try (JooqPersistence readOnly = open("?options=-c%20default_transaction_read_only=on")) {
            assertThat(readOnly.work().<Optional<User>>in(ada, tx -> tx.users().find(ada.id())))
                    .isPresent();
            assertUnavailable(() ->
                    readOnly.work().run(People.system(), tx -> tx.credentials().recordSignIn(ada.id(), tx.now())));
        }
    }

    @Test
    void keepsValuesOutOfWhatItThrows() {
        NewUser user = People.newUser();
        work.run(People.system(), tx -> tx.users().add(user));
        NewUser sameId = new NewUser(user.id(), People.newUser().email(), true, user.password(), user.profile());

        @Nullable
        Throwable failure =
                catchThrowable(() -> work.run(People.system(), tx -> tx.users().add(sameId)));

        assertThat(failure).isNotNull().isNotInstanceOf(Refused.class);
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString())
                    .doesNotContain(user.id().toString())
                    .doesNotContain(sameId.email().value())
                    .doesNotContain("$test$password");
        }
    }

    @Test
    void makesTheAuditTrailsMonthsHoweverOftenItIsAsked() throws SQLException {
        persistence.keepAuditMonths();
        persistence.keepAuditMonths();

        assertThat(Database.column("select to_regclass('audit.activity_logs_' || to_char(now() + interval '3 months',"
                        + " 'YYYY_MM'))::text"))
                .doesNotContainNull();
    }

    private Optional<User> find(Actor.User user) {
        return work.in(user, tx -> tx.users().find(user.id()));
    }

    private static void killThePool() {
        try {
            Database.execute(KILL_THE_POOL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JooqPersistence open(String parameters) {
        return JooqPersistence.open(Database.settings(Database.url() + parameters, 1, 2));
    }

    private static JooqPersistence open(Wire wire) {
        String url = Database.url().replace(":" + port() + "/", ":" + wire.port() + "/");
        return JooqPersistence.open(Database.settings(url, 1, 2));
    }

    private static int port() {
        return URI.create(Database.url().substring("jdbc:".length())).getPort();
    }

    private static void assertWithin(Duration bound, ThrowingCallable unit) {
        long begin = System.nanoTime();
        assertUnavailable(unit);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(bound);
    }

    /** Answers what the caller is told. */
    private static String assertUnavailable(ThrowingCallable unit) {
        @Nullable Throwable thrown = catchThrowable(unit);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.Unavailable.class,
                                        unavailable -> assertThat(unavailable.retryAfter())
                                                .isPositive()));
        return String.valueOf(thrown);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
