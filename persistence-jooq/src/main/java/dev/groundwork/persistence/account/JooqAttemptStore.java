package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.ops.Tables.SIGN_IN_ATTEMPTS;
import static org.jooq.Records.mapping;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.AttemptStore;
import dev.groundwork.domain.account.Attempts;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Failed tries in {@code ops.sign_in_attempts}. */
public final class JooqAttemptStore implements AttemptStore {
    private final Unit unit;

    public JooqAttemptStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Attempts findForUpdate(Subject subject) {
        // A row that is not there can't be locked: it is made first, and whoever makes it at the same time waits.
        unit.sql()
                .insertInto(SIGN_IN_ATTEMPTS)
                .set(SIGN_IN_ATTEMPTS.KIND, kind(subject))
                .set(SIGN_IN_ATTEMPTS.SUBJECT, subject.value())
                .onConflictDoNothing()
                .execute();
        Optional<Attempts> found = unit.sql()
                .select(SIGN_IN_ATTEMPTS.FAILURES, SIGN_IN_ATTEMPTS.BLOCKED_UNTIL, SIGN_IN_ATTEMPTS.LAST_FAILURE_AT)
                .from(SIGN_IN_ATTEMPTS)
                .where(is(subject))
                .forNoKeyUpdate()
                .fetchOptional(mapping((failures, blockedUntil, lastAt) ->
                        new Attempts(failures, orNever(blockedUntil), orNever(lastAt))));
        return found.orElseThrow(() -> new Overtaken("the count was cleared just now"));
    }

    private static Instant orNever(@Nullable Instant moment) {
        return moment == null ? Instant.EPOCH : moment;
    }

    @Override
    public void put(Subject subject, Attempts attempts) {
        unit.sql()
                .insertInto(SIGN_IN_ATTEMPTS)
                .set(SIGN_IN_ATTEMPTS.KIND, kind(subject))
                .set(SIGN_IN_ATTEMPTS.SUBJECT, subject.value())
                .set(SIGN_IN_ATTEMPTS.FAILURES, attempts.failures())
                .set(SIGN_IN_ATTEMPTS.BLOCKED_UNTIL, attempts.blockedUntil())
                .set(SIGN_IN_ATTEMPTS.LAST_FAILURE_AT, attempts.lastAt())
                .onConflict(SIGN_IN_ATTEMPTS.KIND, SIGN_IN_ATTEMPTS.SUBJECT)
                .doUpdate()
                .set(SIGN_IN_ATTEMPTS.FAILURES, attempts.failures())
                .set(SIGN_IN_ATTEMPTS.BLOCKED_UNTIL, attempts.blockedUntil())
                .set(SIGN_IN_ATTEMPTS.LAST_FAILURE_AT, attempts.lastAt())
                .execute();
    }

    @Override
    public void clear(Subject subject) {
        unit.sql().deleteFrom(SIGN_IN_ATTEMPTS).where(is(subject)).execute();
    }

    @Override
    public int removeOlderThan(Instant oldest) {
        return unit.sql()
                .deleteFrom(SIGN_IN_ATTEMPTS)
                .where(SIGN_IN_ATTEMPTS.LAST_FAILURE_AT.lt(oldest))
                .execute();
    }

    private static Condition is(Subject subject) {
        return SIGN_IN_ATTEMPTS.KIND.eq(kind(subject)).and(SIGN_IN_ATTEMPTS.SUBJECT.eq(subject.value()));
    }

    private static String kind(Subject subject) {
        return subject.kind().name().toLowerCase(Locale.ROOT);
    }
}
