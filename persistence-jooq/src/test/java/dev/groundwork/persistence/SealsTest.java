package dev.groundwork.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.Policies;
import dev.groundwork.application.Ports;
import dev.groundwork.application.access.ColumnCipher;
import dev.groundwork.application.audit.AuditSeals;
import dev.groundwork.application.audit.SealVerification;
import dev.groundwork.application.memory.InMemory;
import dev.groundwork.db.ThrowAwayPostgres;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.audit.Block;
import dev.groundwork.domain.audit.Digest;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealFault;
import dev.groundwork.domain.audit.SealFault.Kind;
import dev.groundwork.domain.audit.SealKeys;
import dev.groundwork.domain.audit.SealedEntry;
import dev.groundwork.domain.audit.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a superuser does to the log, and what its seals tell of it: on the newest PostgreSQL and on the oldest, in a database of its own each. */
@ParameterizedClass
@EnumSource(SealsTest.Server.class)
@Timeout(60)
class SealsTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final byte[] KEY = "a key of thirty-two bytes, exact".getBytes(StandardCharsets.UTF_8);

    /** Servers that go with the virtual machine. */
    enum Server {
        NEWEST,
        OLDEST;

        @SuppressWarnings("ImmutableEnumChecker") // started when first asked for
        private @Nullable ThrowAwayPostgres running;

        synchronized ThrowAwayPostgres running() {
            if (running == null) {
                running = (this == NEWEST
                                ? ThrowAwayPostgres.start()
                                : ThrowAwayPostgres.start(Path.of(Objects.requireNonNull(
                                        System.getProperty("groundwork.test.postgres-15"),
                                        "run by Maven, which fetches PostgreSQL 15"))))
                        .migrate();
                Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            }
            return running;
        }
    }

    private final ThrowAwayPostgres server;
    private final String database = "seals_" + NUMBER.incrementAndGet();
    private final JooqPersistence persistence;
    private final AuditSeals seals;
    private final Actor operator = Actor.SystemActor.operator(Origin.internal("test"));

    SealsTest(Server server) throws SQLException {
        this.server = server.running();
        try (Connection connection = this.server.connect("postgres", this.server.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database + " template groundwork owner "
                    + this.server.owner().user());
        }
        this.persistence = open();
        this.seals = seals(persistence);
    }

    private JooqPersistence open() {
        return JooqPersistence.open(JooqPersistence.Settings.usual(
                server.url(database), server.runtime().user(), null));
    }

    private static AuditSeals seals(JooqPersistence on) {
        Groundwork memory = new InMemory().groundwork();
        Ports ports = memory.ports().withWork(on.work()).withClock(on.clock());
        Policies policies = Policies.usual(
                memory.policies().publicUrl(),
                memory.policies().signer(),
                new ColumnCipher(Map.of("k1", KEY), ports.randomness()));
        return new AuditSeals(ports, policies);
    }

    @AfterEach
    void close() {
        persistence.close();
    }

    @Test
    void whatNobodyTouchedFits() throws SQLException {
        sealedBlocks(4);
        enter("later");

        SealVerification check = verified();

        assertThat(check.fault()).isEmpty();
        assertThat(check.seals()).isEqualTo(4);
        assertThat(Long.toString(check.entries())).isEqualTo(ask("select count(*) - 1 from audit.activity_logs"));
        assertThat(check.unsealed()).isEqualTo(1);
    }

    @Test
    void aChangedValueIsFoundInWhicheverColumn() throws SQLException {
        sealedBlocks(4);
        long entry = sealedEntry(2);
        for (String column : columns()) {
            String changed = switch (column) {
                case "user_id" -> "case when user_id is null then 1 else user_id + 1 end, actor = 'user'";
                case "id", "project_id" -> "coalesce(" + column + ", 7) + 1000000";
                case "created_at" -> "created_at + interval '1 microsecond'";
                case "old_values", "new_values" -> "coalesce(" + column + ", '{}') || '{\"x\": 1}'";
                case "ip_address" -> "coalesce(ip_address, '192.0.2.0') + 1";
                case "actor" -> "'system:somebody else'";
                default -> "concat(" + column + ", 'x')";
            };
            run("create table saved as select * from audit.activity_logs where id = " + entry);
            if (column.equals("id")) {
                run("update audit.activity_logs set id = default where id = " + entry);
            } else {
                run("update audit.activity_logs set " + column + " = " + changed + " where id = " + entry);
            }

            SealFault fault = fault();
            assertThat(fault.seal()).as(column).isEqualTo(2);
            assertThat(fault.entry()).as(column).isEqualTo(entry);
            assertThat(fault.kind())
                    .as(column)
                    .isEqualTo(column.equals("id") ? Kind.ENTRY_MISSING : Kind.ENTRY_CHANGED);

            run("delete from audit.activity_logs where id = " + entry
                    + " or id > (select max(through) from audit.seals);"
                    + " insert into audit.activity_logs overriding system value select * from saved; drop table saved");
            assertThat(verified().fault()).as("put back").isEmpty();
        }
    }

    @Test
    void aDeletedEntryIsFound() throws SQLException {
        sealedBlocks(4);
        long entry = sealedEntry(3);
        run("delete from audit.activity_logs where id = " + entry);
        assertThat(fault()).isEqualTo(faultOf(Kind.ENTRY_MISSING, 3, entry));
    }

    @Test
    void anEntryAmongSealedOnesIsFoundWhereverItIsPut() throws SQLException {
        sealedBlocks(4);
        long entry = sealedEntry(2);
        for (long number : new long[] {entry, -5, 0}) {
            run("insert into audit.activity_logs (id, actor, action) overriding system value values (" + number
                    + ", 'system:x', 'forged')");
            SealFault fault = fault();
            assertThat(fault.kind()).isIn(Kind.ENTRY_ADDED, Kind.ENTRY_CHANGED);
            assertThat(fault.entry()).isEqualTo(number);
            assertThat(fault.seal()).isEqualTo(number == entry ? 2 : 1);
            run("delete from audit.activity_logs where action = 'forged'");
        }
        run(
                "insert into audit.activity_logs (id, actor, action) overriding system value values (999999999, 'system:x', 'forged')");
        assertThat(fault().kind()).isEqualTo(Kind.ENTRY_UNNUMBERED);
        assertThat(fault().entry()).isEqualTo(999999999);
        enter("still goes on");
        assertThat(sealed()).isEqualTo(1);
    }

    @Test
    void anEntryThatIsDatedBackIsFoundBeforeItIsSealedAndAfter() throws SQLException {
        sealedBlocks(4);
        run(
                "insert into audit.activity_logs (actor, action, created_at) values ('system:x', 'forged', now() - interval '1 day')");
        String number = ask("select id from audit.activity_logs where action = 'forged'");
        assertThat(fault().kind()).isEqualTo(Kind.ENTRY_BACKDATED);
        assertThat(fault().entry()).hasToString(number);

        assertThat(sealed()).isEqualTo(1);

        assertThat(fault()).isEqualTo(faultOf(Kind.ENTRY_BACKDATED, 5, Long.parseLong(number)));
    }

    @Test
    void aSealThatIsGoneIsFound() throws SQLException {
        sealedBlocks(4);
        run("delete from audit.seals where number = 2");
        SealFault fault = fault();
        assertThat(fault.kind()).isEqualTo(Kind.SEAL_MISSING);
        assertThat(fault.entry()).isEqualTo(2);
        assertThat(fault.seal()).isEqualTo(3);
        run("update audit.seals set number = number - 1 where number > 2");
        assertThat(fault().kind()).isEqualTo(Kind.SEAL_CHANGED);
        assertThat(fault().seal()).isEqualTo(2);
    }

    @Test
    void sealsThatChangedPlacesAreFound() throws SQLException {
        sealedBlocks(4);
        run("update audit.seals set number = case number when 2 then 93 else 92 end where number in (2, 3);"
                + " update audit.seals set number = number - 90 where number > 90");
        assertThat(fault().kind()).isEqualTo(Kind.SEAL_CHANGED);
        assertThat(fault().seal()).isEqualTo(2);
    }

    /** Every digest and hash made anew, as anybody can who reads this program, and signed with a key of one's own. */
    @Test
    void aChainThatIsMadeAnewWithoutTheKeyIsFound() throws SQLException {
        sealedBlocks(4);
        run("update audit.activity_logs set reason = 'another' where id = " + sealedEntry(2));
        rebuild(2, new SealKeys(Map.of("k1", new byte[32])));
        assertThat(fault().kind()).isEqualTo(Kind.SEAL_FORGED);
        assertThat(fault().seal()).isEqualTo(2);
    }

    @Test
    void aChainThatEndsUnderAKeyThatNobodyKnowsIsFoundAndNotBuiltOn() throws SQLException {
        sealedBlocks(4);
        run("update audit.activity_logs set reason = 'another' where id = " + sealedEntry(3));
        rebuild(3, new SealKeys(Map.of("k2", new byte[32])));
        assertThat(fault().kind()).isEqualTo(Kind.SEAL_UNKNOWN);
        assertThat(fault().seal()).isEqualTo(3);
        enter("later");
        assertThatThrownBy(seals::seal).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lastSealsThatAreCutOffAreMissedByWhoeverMadeThem() throws SQLException {
        sealedBlocks(4);
        run("delete from audit.seals where number > 2");
        assertThat(verified().fault()).as("the chain is whole").isEmpty();

        assertThat(sealed()).as("sealed again, and that it was").isGreaterThan(10);
        assertThat(seals.seal()).as("once").isZero();

        SealFault fault = fault();
        assertThat(fault.kind()).isEqualTo(Kind.SEALS_CUT);
        assertThat(ask("select resource_id from audit.activity_logs where id = " + fault.entry()))
                .isEqualTo("4");
    }

    @Test
    void whatRetentionDropsIsToldFromWhatSomebodyDrops() throws SQLException {
        run(
                "insert into audit.activity_logs (actor, action, created_at) select 'system:x', 'old', '2001-02-03' from generate_series(1, 3);"
                        + " insert into audit.activity_logs (actor, action, created_at) select 'system:x', 'old', '2001-03-03' from generate_series(1, 4);"
                        + " select audit.split_default()");
        sealedBlocks(3);
        assertThat(verified().fault()).as("moved to its month").isEmpty();

        run("drop table audit.activity_logs_2001_02");
        assertThat(fault().kind()).isEqualTo(Kind.ENTRY_MISSING);

        run("select audit.record_event('audit.month_dropped', 'activity_logs', '"
                + ask("select to_char(now(), 'YYYY-MM')") + "', null)");
        assertThat(fault().kind()).as("too young to be true").isEqualTo(Kind.ENTRY_MISSING);

        run("select audit.drop_partitions_older_than(90)");
        SealVerification check = verified();
        assertThat(check.fault()).isEmpty();
        assertThat(check.dropped()).isEqualTo(7);
        run("delete from audit.activity_logs where id = " + sealedEntry(2));
        assertThat(fault().kind()).isEqualTo(Kind.ENTRY_MISSING);
    }

    @Test
    void nobodyWhoWritesWaitsForWhoeverSeals() throws SQLException {
        sealedBlocks(1);
        enter("to seal");
        persistence.work().run(People.background(), tx -> {
            assertThat(tx.seals().findComplete().isPresent()).isTrue();
            try {
                run("set lock_timeout = '1ms'; select audit.record_event('meanwhile', 'x', null, null)");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(sealed()).isEqualTo(2);
    }

    @Test
    void nothingIsSealedBehindAWriterWhoIsStillAtIt() throws Exception {
        sealedBlocks(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> persistence.work().run(People.background(), tx -> {
                    tx.record(Event.aboutUser("slow", null, Map.of()));
                    entered.countDown();
                    await(looked);
                }));
        entered.await();
        try {
            enter("quick");
            assertThat(seals.seal()).isZero();
            assertThat(verified().unsealed()).isEqualTo(1);
        } finally {
            looked.countDown();
        }
        writer.join();
        assertThat(sealed()).isEqualTo(2);
        assertThat(verified().fault()).isEmpty();
    }

    /** A dump is restored into a cluster that has counted fewer transactions, or more. */
    @Test
    void goesOnWhereTransactionsAreCountedAnew() throws SQLException {
        sealedBlocks(2);
        run("update ops.audit_horizon set writers_end = 1000000000000, through = through + 1");
        enter("after the restoring");
        assertThat(sealed()).isEqualTo(1);
        assertThat(verified().fault()).isEmpty();
    }

    @Test
    void manyWritersAndSealersAtOnceLeaveOneChainThatFits() throws Exception {
        int writers = 4;
        AtomicInteger writing = new AtomicInteger(writers);
        AtomicInteger sealed = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            work.add(() -> {
                for (int i = 0; i < 150; i++) {
                    enterSlowly(i % 3);
                }
                writing.decrementAndGet();
                return null;
            });
        }
        try (JooqPersistence other = open();
                ExecutorService threads = Executors.newFixedThreadPool(writers + 2)) {
            for (AuditSeals node : List.of(seals, seals(other))) {
                work.add(() -> {
                    while (writing.get() > 0) {
                        sealed.addAndGet(node.seal());
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        while (verified().unsealed() > 0) {
            sealed.addAndGet(seals.seal());
        }

        SealVerification check = verified();
        assertThat(check.fault()).isEmpty();
        assertThat(check.entries()).isEqualTo(sealed.get());
        assertThat(check.seals()).as("sealed meanwhile").isGreaterThan(10);
    }

    /** Entries of one unit that others' come between. */
    private void enterSlowly(int more) {
        persistence.work().run(People.background(), tx -> {
            tx.record(Event.aboutUser("first", null, Map.of()));
            for (int i = 0; i < more; i++) {
                await(Duration.ofMillis(1));
                tx.record(Event.aboutUser("more", null, Map.of()));
            }
        });
    }

    private void sealedBlocks(int blocks) {
        for (int block = 0; block < blocks; block++) {
            persistence.work().run(People.background(), tx -> {
                for (int i = 0; i < 5; i++) {
                    tx.record(Event.aboutUser("event", "somebody", Map.of("number", i)));
                }
            });
            assertThat(sealed()).isGreaterThanOrEqualTo(5);
        }
    }

    /** As {@link AuditSeals#seal}, once the server's own work, which counts transactions too, lets it. */
    private int sealed() {
        for (int i = 0; i < 100; i++) {
            int sealed = seals.seal();
            if (sealed > 0) {
                return sealed;
            }
            await(Duration.ofMillis(20));
        }
        throw new AssertionError("nothing is sealed");
    }

    private void enter(String action) {
        persistence.work().run(People.background(), tx -> tx.record(Event.aboutUser(action, null, Map.of())));
    }

    private SealVerification verified() {
        SealVerification check = seals.verify(operator, null, null);
        while (check.step()) {
            // until its end
        }
        return check;
    }

    private SealFault fault() {
        return verified().fault().orElseThrow();
    }

    private SealFault faultOf(Kind kind, long seal, long entry) {
        Block block = persistence
                .work()
                .in(People.background(), tx -> tx.seals().list(seal - 1, 1))
                .getFirst()
                .block();
        return new SealFault(kind, seal, block.since(), block.until(), entry);
    }

    /** The third entry of a block. */
    private long sealedEntry(long seal) throws SQLException {
        return Long.parseLong(String.valueOf(ask("select entry_ids[3] from audit.seals where number = " + seal)));
    }

    private List<String> columns() throws SQLException {
        return List.of(String.valueOf(ask("select string_agg(attname, ',' order by attnum) from pg_attribute"
                        + " where attrelid = 'audit.activity_logs'::regclass and attnum > 0"))
                .split(","));
    }

    /** What somebody with every right in the database and without the key can do: all seals from one on, made anew over what is there. */
    private void rebuild(long from, SealKeys keys) throws SQLException {
        List<Seal> rest =
                persistence.work().in(People.background(), tx -> tx.seals().list(from - 1, 100));
        run("delete from audit.seals where number >= " + from);
        persistence.work().run(People.background(), tx -> {
            Seal last = tx.seals().findLast().orElseThrow();
            for (Seal old : rest) {
                Block block = old.block();
                List<SealedEntry> entries =
                        tx.seals().listEntries(last.block().through(), block.through(), 1000).stream()
                                .map(StoredEntry::sealed)
                                .toList();
                last = Seal.of(
                        new Block(block.number(), block.through(), block.since(), block.until(), entries), last, keys);
                assertThat(last.hash()).isNotEqualTo(Digest.NONE);
                tx.seals().add(last);
            }
        });
    }

    /** As a superuser who has switched the triggers off. */
    private void run(String sql) throws SQLException {
        try (Connection connection = server.connect(database, server.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica; " + sql);
        }
    }

    private @Nullable String ask(String query) throws SQLException {
        try (Connection connection = server.connect(database, server.superuser());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
