package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.ops.Tables.SIGN_IN_ATTEMPTS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.account.AttemptStore;
import dev.groundwork.domain.account.Attempts;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Failed tries in {@code ops.sign_in_attempts}. */
public final class JooqAttemptStore implements AttemptStore {
    private static final List<Field<?>> COLUMNS =
            List.of(SIGN_IN_ATTEMPTS.FAILURES, SIGN_IN_ATTEMPTS.BLOCKED_UNTIL, SIGN_IN_ATTEMPTS.LAST_FAILURE_AT);

    /** A row that is not there can't be locked: it is made, and where it is there already, locked by an update of nothing. */
    private static final Prepared FIND_FOR_UPDATE = Prepared.returning(
            COLUMNS,
            insertInto(SIGN_IN_ATTEMPTS, SIGN_IN_ATTEMPTS.KIND, SIGN_IN_ATTEMPTS.SUBJECT)
                    .values(param("kind", SIGN_IN_ATTEMPTS.KIND), param("subject", SIGN_IN_ATTEMPTS.SUBJECT))
                    .onConflict(SIGN_IN_ATTEMPTS.KIND, SIGN_IN_ATTEMPTS.SUBJECT)
                    .doUpdate()
                    .set(SIGN_IN_ATTEMPTS.FAILURES, SIGN_IN_ATTEMPTS.FAILURES)
                    .returningResult(COLUMNS));

    private static final Prepared PUT = Prepared.of(insertInto(
                    SIGN_IN_ATTEMPTS,
                    SIGN_IN_ATTEMPTS.KIND,
                    SIGN_IN_ATTEMPTS.SUBJECT,
                    SIGN_IN_ATTEMPTS.FAILURES,
                    SIGN_IN_ATTEMPTS.BLOCKED_UNTIL,
                    SIGN_IN_ATTEMPTS.LAST_FAILURE_AT)
            .values(
                    param("kind", SIGN_IN_ATTEMPTS.KIND),
                    param("subject", SIGN_IN_ATTEMPTS.SUBJECT),
                    param("failures", SIGN_IN_ATTEMPTS.FAILURES),
                    param("blockedUntil", SIGN_IN_ATTEMPTS.BLOCKED_UNTIL),
                    param("lastAt", SIGN_IN_ATTEMPTS.LAST_FAILURE_AT))
            .onConflict(SIGN_IN_ATTEMPTS.KIND, SIGN_IN_ATTEMPTS.SUBJECT)
            .doUpdate()
            .setAllToExcluded());

    private static final Prepared CLEAR = Prepared.of(deleteFrom(SIGN_IN_ATTEMPTS)
            .where(
                    SIGN_IN_ATTEMPTS.KIND.eq(param("kind", SIGN_IN_ATTEMPTS.KIND)),
                    SIGN_IN_ATTEMPTS.SUBJECT.eq(param("subject", SIGN_IN_ATTEMPTS.SUBJECT))));

    private final Unit unit;

    public JooqAttemptStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Attempts findForUpdate(Subject subject) {
        Values row = FIND_FOR_UPDATE
                .find(unit, val(kind(subject), SIGN_IN_ATTEMPTS.KIND), val(subject.value(), SIGN_IN_ATTEMPTS.SUBJECT))
                .orElseThrow();
        return new Attempts(
                row.get(SIGN_IN_ATTEMPTS.FAILURES),
                orNever(row.get(SIGN_IN_ATTEMPTS.BLOCKED_UNTIL)),
                orNever(row.get(SIGN_IN_ATTEMPTS.LAST_FAILURE_AT)));
    }

    private static Instant orNever(@Nullable Instant moment) {
        return moment == null ? Instant.EPOCH : moment;
    }

    @Override
    public void put(Subject subject, Attempts attempts) {
        PUT.execute(
                unit,
                val(kind(subject), SIGN_IN_ATTEMPTS.KIND),
                val(subject.value(), SIGN_IN_ATTEMPTS.SUBJECT),
                val(attempts.failures(), SIGN_IN_ATTEMPTS.FAILURES),
                val(attempts.blockedUntil(), SIGN_IN_ATTEMPTS.BLOCKED_UNTIL),
                val(attempts.lastAt(), SIGN_IN_ATTEMPTS.LAST_FAILURE_AT));
    }

    @Override
    public void clear(Subject subject) {
        CLEAR.execute(unit, val(kind(subject), SIGN_IN_ATTEMPTS.KIND), val(subject.value(), SIGN_IN_ATTEMPTS.SUBJECT));
    }

    @Override
    public int removeOlderThan(Instant oldest) {
        return unit.sql()
                .deleteFrom(SIGN_IN_ATTEMPTS)
                .where(SIGN_IN_ATTEMPTS.LAST_FAILURE_AT.lt(oldest))
                .execute();
    }

    private static String kind(Subject subject) {
        return subject.kind().name().toLowerCase(Locale.ROOT);
    }
}
