package dev.groundwork.persistence.audit;

import static dev.groundwork.persistence.schema.audit.Tables.ACTIVITY_LOGS;
import static dev.groundwork.persistence.schema.audit.Tables.SEALS;
import static dev.groundwork.persistence.schema.ops.Tables.AUDIT_HORIZON;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.audit.SealStore;
import dev.groundwork.domain.audit.Block;
import dev.groundwork.domain.audit.Digest;
import dev.groundwork.domain.audit.Seal;
import dev.groundwork.domain.audit.SealedEntry;
import dev.groundwork.domain.audit.StoredEntry;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.schema.audit.tables.ActivityLogs;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Records;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The seals in {@code audit.seals}, and what they are of, read through the log's parent. */
public final class JooqSealStore implements SealStore {
    private static final ActivityLogs LOGS = ACTIVITY_LOGS;

    /** Every column that there is, however it came to be there. */
    private static final List<Field<String>> COLUMNS = Arrays.stream(LOGS.fields())
            .filter(column -> !column.equals(LOGS.ID) && !column.equals(LOGS.CREATED_AT))
            .map(column -> column.cast(SQLDataType.CLOB).as(column.getUnqualifiedName()))
            .toList();

    private static final Field<Long> NEWEST = field(name("newest"), SQLDataType.BIGINT);
    private static final Field<Long> ALL_ENDED_BELOW = field(name("all_ended_below"), SQLDataType.BIGINT);
    private static final Field<Long> ENDED_BELOW = field(name("ended_below"), SQLDataType.BIGINT);
    private static final Field<Instant> NOW = field(name("noted_at"), AUDIT_HORIZON.NOTED_AT.getDataType());

    /**
     * What one snapshot shows: the newest entry (but no number that nobody drew), the number below which every transaction has ended, and the one
     * below which some have, which is greater than that of any unit that came before.
     */
    private static final String SNAPSHOT = """
            select seen.* from (
              select
                coalesce((
                  select max(id) from audit.activity_logs
                  where id <= (select last_value from audit.activity_logs_id_seq)), 0) as newest,
                pg_snapshot_xmin(now)::text::bigint as all_ended_below,
                pg_snapshot_xmax(now)::text::bigint as ended_below,
                statement_timestamp() as noted_at
              from pg_current_snapshot() as now) as seen""";

    /** Of several nodes one at a time; waits for nobody. */
    private static final Field<Boolean> LOCKED =
            field("pg_try_advisory_xact_lock(hashtext('audit.seals'))", SQLDataType.BOOLEAN);

    private static final Field<Long> OWN_NUMBER = field("pg_current_xact_id()::text::bigint", SQLDataType.BIGINT);

    private final Unit unit;

    public JooqSealStore(Unit unit) {
        this.unit = unit;
    }

    /**
     * How far the trail went at a moment. Once every transaction with a number below {@code writersEnd} has ended, it is complete so far: an entry
     * is written by a transaction that had its number before the entry drew its own ({@code audit.append}).
     */
    private record Note(long through, long writersEnd, Instant notedAt, Instant lastNotedAt, Instant since) {

        boolean holds(Record snapshot) {
            return writersEnd <= snapshot.get(ALL_ENDED_BELOW);
        }

        /** Written where more transactions had been counted: the database was restored from a dump since. */
        boolean isForeign(Record snapshot) {
            return writersEnd >= snapshot.get(ENDED_BELOW);
        }

        /**
         * What comes behind an older note is written by transactions that ended after it was made. Such a one may have begun long before, but drew
         * its number behind the note before that one, whose writers had all ended by then.
         */
        Note next(Record snapshot, long writersEnd) {
            Instant now = snapshot.get(NOW);
            // A clock may have been set back.
            Instant earliest = Collections.min(List.of(lastNotedAt, notedAt, now));
            return new Note(snapshot.get(NEWEST), writersEnd, now, notedAt, earliest);
        }
    }

    @Override
    public Optional<Stretch> findComplete() {
        if (!unit.sql().select(LOCKED).fetchSingle().value1()) {
            return Optional.empty();
        }
        long sealed = unit.sql()
                .select(coalesce(max(SEALS.THROUGH), inline(0L)))
                .from(SEALS)
                .fetchSingle()
                .value1();
        Note note = unit.sql()
                .select(
                        AUDIT_HORIZON.THROUGH,
                        AUDIT_HORIZON.WRITERS_END,
                        AUDIT_HORIZON.NOTED_AT,
                        AUDIT_HORIZON.LAST_NOTED_AT,
                        AUDIT_HORIZON.SINCE)
                .from(AUDIT_HORIZON)
                .fetchSingle(Records.mapping(Note::new));
        Record snapshot = unit.sql()
                .resultQuery(SNAPSHOT)
                .coerce(NEWEST, ALL_ENDED_BELOW, ENDED_BELOW, NOW)
                .fetchSingle();
        if (note.through() <= sealed || note.isForeign(snapshot)) {
            if (snapshot.get(NEWEST) <= sealed) {
                return Optional.empty();
            }
            note = note.next(snapshot, ownNumber());
            keep(note);
        }
        return note.holds(snapshot)
                ? Optional.of(new Stretch(note.through(), note.since(), note.notedAt()))
                : Optional.empty();
    }

    /**
     * This transaction's number, which it gets only now, after the snapshot: whoever had one by then has a lower one. No snapshot tells of those
     * beyond the last that has ended.
     */
    private long ownNumber() {
        return unit.sql().select(OWN_NUMBER).fetchSingle().value1();
    }

    private void keep(Note note) {
        unit.sql()
                .update(AUDIT_HORIZON)
                .set(AUDIT_HORIZON.THROUGH, note.through())
                .set(AUDIT_HORIZON.WRITERS_END, note.writersEnd())
                .set(AUDIT_HORIZON.NOTED_AT, note.notedAt())
                .set(AUDIT_HORIZON.LAST_NOTED_AT, note.lastNotedAt())
                .set(AUDIT_HORIZON.SINCE, note.since())
                .execute();
    }

    @Override
    public Optional<Seal> findLast() {
        return unit.sql()
                .select(SEALS.fields())
                .from(SEALS)
                .orderBy(SEALS.NUMBER.desc())
                .limit(1)
                .fetchOptional(JooqSealStore::seal);
    }

    @Override
    public long lastBefore(Instant moment) {
        Field<Long> first = field(select(min(SEALS.NUMBER)).from(SEALS).where(SEALS.UNTIL.ge(moment)));
        Field<Long> none = field(select(coalesce(max(SEALS.NUMBER), inline(0L))).from(SEALS));
        return unit.sql().select(coalesce(first.minus(1), none)).fetchSingle().value1();
    }

    @Override
    public List<Seal> list(long after, int most) {
        return unit.sql()
                .select(SEALS.fields())
                .from(SEALS)
                .where(SEALS.NUMBER.gt(after))
                .orderBy(SEALS.NUMBER)
                .limit(most)
                .fetch(JooqSealStore::seal);
    }

    @Override
    public void add(Seal seal) {
        Block block = seal.block();
        int count = block.entries().size();
        Long[] ids = new Long[count];
        Long[] times = new Long[count];
        ByteBuffer digests = ByteBuffer.allocate(count * Digest.BYTES);
        for (int i = 0; i < count; i++) {
            SealedEntry entry = block.entries().get(i);
            ids[i] = entry.number();
            times[i] = ChronoUnit.MICROS.between(Instant.EPOCH, entry.at());
            digests.put(entry.digest().bytes());
        }
        int added = unit.sql()
                .insertInto(SEALS)
                .set(SEALS.NUMBER, block.number())
                .set(SEALS.THROUGH, block.through())
                .set(SEALS.SINCE, block.since())
                .set(SEALS.UNTIL, block.until())
                .set(SEALS.ENTRY_IDS, ids)
                .set(SEALS.ENTRY_TIMES, times)
                .set(SEALS.ENTRY_DIGESTS, digests.array())
                .set(SEALS.HASH, seal.hash().bytes())
                .set(SEALS.KEY_ID, seal.keyId())
                .set(SEALS.SIGNATURE, seal.signature().bytes())
                .onConflictDoNothing()
                .execute();
        if (added == 0) {
            throw new Overtaken("seal " + block.number() + " is there already");
        }
    }

    private static Seal seal(Record row) {
        Long[] ids = row.get(SEALS.ENTRY_IDS);
        Long[] times = row.get(SEALS.ENTRY_TIMES);
        ByteBuffer digests = ByteBuffer.wrap(row.get(SEALS.ENTRY_DIGESTS));
        List<SealedEntry> entries = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            byte[] digest = new byte[Digest.BYTES];
            digests.get(digest);
            entries.add(new SealedEntry(ids[i], Instant.EPOCH.plus(times[i], ChronoUnit.MICROS), new Digest(digest)));
        }
        Block block = new Block(
                row.get(SEALS.NUMBER), row.get(SEALS.THROUGH), row.get(SEALS.SINCE), row.get(SEALS.UNTIL), entries);
        return new Seal(
                block, new Digest(row.get(SEALS.HASH)), row.get(SEALS.KEY_ID), new Digest(row.get(SEALS.SIGNATURE)));
    }

    @Override
    public List<StoredEntry> listEntries(long after, long through, int most) {
        return unit.sql()
                .select(LOGS.ID, LOGS.CREATED_AT)
                .select(COLUMNS)
                .from(LOGS)
                .where(LOGS.ID.gt(after), LOGS.ID.le(through))
                .orderBy(LOGS.ID, LOGS.CREATED_AT)
                .limit(most)
                .fetch(JooqSealStore::entry);
    }

    private static StoredEntry entry(Record row) {
        TreeMap<String, String> columns = new TreeMap<>();
        for (Field<String> column : COLUMNS) {
            @Nullable String value = row.get(column);
            if (value != null) {
                columns.put(column.getName(), value);
            }
        }
        return new StoredEntry(row.get(LOGS.ID), row.get(LOGS.CREATED_AT), columns);
    }

    @Override
    public long lastNumber() {
        return unit.sql()
                .resultQuery("select last_value from audit.activity_logs_id_seq")
                .coerce(LOGS.ID)
                .fetchSingle()
                .value1();
    }
}
