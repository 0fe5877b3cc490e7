package dev.groundwork.persistence.account;

import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.ops.Tables.MAIL_OUTBOX;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.account.Letter;
import dev.groundwork.application.account.MailOutbox;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.audit.JooqActivityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Letters in {@code ops.mail_outbox}. */
public final class JooqMailOutbox implements MailOutbox {
    private static final String VERIFY_ADDRESS = "verify-address";
    private static final String VERIFY_AGAIN = "verify-again";
    private static final String ADDRESS_IN_USE = "address-in-use";
    private static final String RESET_PASSWORD = "reset-password";
    private static final String INVITATION = "invitation";
    private static final String PASSWORD_CHANGED = "password-changed";
    private static final String ADDRESS_CHANGE_ASKED = "address-change-asked";

    private static final String WANTED = "wanted";

    private static final Field<UserId> ADDRESSEE =
            field(select(USERS.UUID).from(USERS).where(USERS.ID.eq(MAIL_OUTBOX.USER_ID)));

    private static final Comparator<Record> LONGEST_DUE_FIRST = Comparator.comparing(
                    (Record row) -> row.get(MAIL_OUTBOX.NEXT_ATTEMPT_AT))
            .thenComparing(row -> row.get(MAIL_OUTBOX.ID));

    private final Unit unit;

    public JooqMailOutbox(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void add(Letter letter) {
        unit.sql()
                .insertInto(MAIL_OUTBOX)
                .set(MAIL_OUTBOX.KIND, letter.kind())
                .set(MAIL_OUTBOX.USER_ID, select(USERS.ID).from(USERS).where(USERS.UUID.eq(letter.addressee())))
                .set(MAIL_OUTBOX.ADDRESS, letter.to().value())
                .set(MAIL_OUTBOX.PAYLOAD, payload(letter))
                .set(MAIL_OUTBOX.NEXT_ATTEMPT_AT, unit.now())
                .execute();
    }

    private static JsonObject payload(Letter letter) {
        return letter instanceof Letter.AddressChangeAsked it
                ? JsonObject.copyOf(Map.of(WANTED, it.wanted().value()))
                : JsonObject.EMPTY;
    }

    @Override
    public List<Claim> claim(int max, Instant now, Duration lease) {
        var due = select(MAIL_OUTBOX.ID)
                .from(MAIL_OUTBOX)
                .where(
                        MAIL_OUTBOX.DELIVERED_AT.isNull(),
                        MAIL_OUTBOX.GIVEN_UP_AT.isNull(),
                        MAIL_OUTBOX.NEXT_ATTEMPT_AT.le(now),
                        MAIL_OUTBOX.LEASED_UNTIL.isNull().or(MAIL_OUTBOX.LEASED_UNTIL.le(now)))
                .orderBy(MAIL_OUTBOX.NEXT_ATTEMPT_AT, MAIL_OUTBOX.ID)
                .limit(max)
                .forUpdate()
                .skipLocked();
        return unit
                .sql()
                .update(MAIL_OUTBOX)
                .set(MAIL_OUTBOX.LEASED_BY, unit.actor().origin().requestId())
                .set(MAIL_OUTBOX.LEASED_UNTIL, now.plus(lease))
                .where(MAIL_OUTBOX.ID.in(due))
                .returningResult(
                        MAIL_OUTBOX.NEXT_ATTEMPT_AT,
                        MAIL_OUTBOX.ID,
                        MAIL_OUTBOX.KIND,
                        ADDRESSEE,
                        MAIL_OUTBOX.ADDRESS,
                        MAIL_OUTBOX.PAYLOAD,
                        MAIL_OUTBOX.ATTEMPTS)
                .fetch()
                .stream()
                // RETURNING has no order of its own.
                .sorted(LONGEST_DUE_FIRST)
                .map(row -> new Claim(row.get(MAIL_OUTBOX.ID), letter(row), row.get(MAIL_OUTBOX.ATTEMPTS)))
                .toList();
    }

    private static Letter letter(Record row) {
        EmailAddress to = new EmailAddress(row.get(MAIL_OUTBOX.ADDRESS));
        return switch (row.get(MAIL_OUTBOX.KIND)) {
            case VERIFY_ADDRESS -> new Letter.VerifyAddress(Objects.requireNonNull(row.get(ADDRESSEE)), to);
            case VERIFY_AGAIN -> new Letter.VerifyAgain(to);
            case ADDRESS_IN_USE -> new Letter.AddressInUse(to);
            case RESET_PASSWORD -> new Letter.ResetPassword(to);
            case INVITATION -> new Letter.Invitation(Objects.requireNonNull(row.get(ADDRESSEE)), to);
            case PASSWORD_CHANGED -> new Letter.PasswordChanged(to);
            case ADDRESS_CHANGE_ASKED -> new Letter.AddressChangeAsked(to, wanted(row));
            default -> throw new IllegalArgumentException("no letter is a " + row.get(MAIL_OUTBOX.KIND));
        };
    }

    private static EmailAddress wanted(Record row) {
        return new EmailAddress(
                String.valueOf(row.get(MAIL_OUTBOX.PAYLOAD).members().get(WANTED)));
    }

    @Override
    public void delivered(long id) {
        unit.sql()
                .update(MAIL_OUTBOX)
                .set(MAIL_OUTBOX.DELIVERED_AT, unit.now())
                .setNull(MAIL_OUTBOX.LEASED_BY)
                .setNull(MAIL_OUTBOX.LEASED_UNTIL)
                .where(MAIL_OUTBOX.ID.eq(id))
                .execute();
    }

    @Override
    public void postpone(long id, Instant next, String error) {
        unit.sql()
                .update(MAIL_OUTBOX)
                .set(MAIL_OUTBOX.ATTEMPTS, MAIL_OUTBOX.ATTEMPTS.plus(1))
                .set(MAIL_OUTBOX.NEXT_ATTEMPT_AT, next)
                .set(MAIL_OUTBOX.LAST_ERROR, error)
                .setNull(MAIL_OUTBOX.LEASED_BY)
                .setNull(MAIL_OUTBOX.LEASED_UNTIL)
                .where(MAIL_OUTBOX.ID.eq(id))
                .execute();
    }

    @Override
    public void giveUp(long id, String error) {
        var given = unit.sql()
                .update(MAIL_OUTBOX)
                .set(MAIL_OUTBOX.ATTEMPTS, MAIL_OUTBOX.ATTEMPTS.plus(1))
                .set(MAIL_OUTBOX.GIVEN_UP_AT, unit.now())
                .set(MAIL_OUTBOX.LAST_ERROR, error)
                .setNull(MAIL_OUTBOX.LEASED_BY)
                .setNull(MAIL_OUTBOX.LEASED_UNTIL)
                .where(MAIL_OUTBOX.ID.eq(id))
                .returningResult(ADDRESSEE)
                .fetchSingle();
        @Nullable UserId user = given.value1();
        new JooqActivityStore(unit)
                .record(new Event(
                        "mail.given_up", "users", user == null ? null : user.toString(), Map.of("error", error)));
    }

    @Override
    public int removeDone(Instant delivered, Instant givenUp, int max) {
        return removeEnded(MAIL_OUTBOX.DELIVERED_AT, delivered, max)
                + removeEnded(MAIL_OUTBOX.GIVEN_UP_AT, givenUp, max);
    }

    private int removeEnded(Field<Instant> end, Instant before, int max) {
        var ended = select(MAIL_OUTBOX.ID)
                .from(MAIL_OUTBOX)
                .where(end.lt(before))
                .orderBy(end)
                .limit(max)
                .forUpdate()
                .skipLocked();
        return unit.sql()
                .deleteFrom(MAIL_OUTBOX)
                .where(MAIL_OUTBOX.ID.in(ended))
                .execute();
    }
}
