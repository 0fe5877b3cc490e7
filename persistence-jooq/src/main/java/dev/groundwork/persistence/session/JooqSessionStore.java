package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.REFRESH_TOKENS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_SESSIONS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.session.SessionStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.HeldPermissions;
import dev.groundwork.persistence.Keyset;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Prepared;
import dev.groundwork.persistence.Unit;
import dev.groundwork.persistence.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Sessions in {@code app.user_sessions}. */
public final class JooqSessionStore implements SessionStore {
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private static final Field<UserId> OWNER =
            field(select(USERS.UUID).from(USERS).where(USERS.ID.eq(USER_SESSIONS.USER_ID)));

    static final List<Field<?>> COLUMNS = List.of(
            USER_SESSIONS.SESSION_ID,
            OWNER,
            USER_SESSIONS.MODE,
            USER_SESSIONS.DEVICE_INFO,
            USER_SESSIONS.IP_ADDRESS,
            USER_SESSIONS.USER_AGENT,
            USER_SESSIONS.CREATED_AT,
            USER_SESSIONS.LAST_ACTIVITY,
            USER_SESSIONS.EXPIRES_AT);

    private static final Prepared ADD = Prepared.returning(
            COLUMNS,
            insertInto(
                            USER_SESSIONS,
                            USER_SESSIONS.SESSION_ID,
                            USER_SESSIONS.USER_ID,
                            USER_SESSIONS.MODE,
                            USER_SESSIONS.IP_ADDRESS,
                            USER_SESSIONS.USER_AGENT,
                            USER_SESSIONS.DEVICE_INFO,
                            USER_SESSIONS.EXPIRES_AT)
                    .values(
                            param("handle", USER_SESSIONS.SESSION_ID),
                            field(select(USERS.ID).from(USERS).where(USERS.UUID.eq(param("user", USERS.UUID)))),
                            param("mode", USER_SESSIONS.MODE),
                            param("address", USER_SESSIONS.IP_ADDRESS),
                            param("agent", USER_SESSIONS.USER_AGENT),
                            param("device", USER_SESSIONS.DEVICE_INFO),
                            param("end", USER_SESSIONS.EXPIRES_AT))
                    .returningResult(COLUMNS));

    private final Unit unit;

    public JooqSessionStore(Unit unit) {
        this.unit = unit;
    }

    /** The session of a row with {@link #COLUMNS}. */
    static Session session(Values row) {
        return new Session(
                row.get(USER_SESSIONS.SESSION_ID),
                row.get(OWNER),
                row.get(USER_SESSIONS.MODE),
                row.get(USER_SESSIONS.DEVICE_INFO),
                row.get(USER_SESSIONS.IP_ADDRESS),
                row.get(USER_SESSIONS.USER_AGENT),
                row.get(USER_SESSIONS.CREATED_AT),
                row.get(USER_SESSIONS.LAST_ACTIVITY),
                row.get(USER_SESSIONS.EXPIRES_AT));
    }

    @Override
    public Session add(NewSession session) {
        return ADD.find(
                        unit,
                        val(session.handle(), USER_SESSIONS.SESSION_ID),
                        val(session.user(), USERS.UUID),
                        val(session.mode(), USER_SESSIONS.MODE),
                        val(unit.actor().origin().ipAddress(), USER_SESSIONS.IP_ADDRESS),
                        val(unit.actor().origin().userAgent(), USER_SESSIONS.USER_AGENT),
                        val(session.device(), USER_SESSIONS.DEVICE_INFO),
                        val(session.expiresAt(), USER_SESSIONS.EXPIRES_AT))
                .map(JooqSessionStore::session)
                .orElseThrow();
    }

    @Override
    public Optional<Authority> findAuthority(SessionHandle handle) {
        var permissions = HeldPermissions.of(USER_SESSIONS.USER_ID, unit.now());
        return unit.sql()
                .select(COLUMNS)
                .select(USERS.STATUS, permissions)
                .from(USER_SESSIONS)
                .join(USERS)
                .on(USERS.ID.eq(USER_SESSIONS.USER_ID))
                .where(USER_SESSIONS.SESSION_ID.eq(handle), USER_SESSIONS.IS_ACTIVE.isTrue())
                .fetchOptional(row ->
                        new Authority(session(row::get), row.get(USERS.STATUS), row.get(permissions), unit.now()));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        unit.sql()
                .update(USER_SESSIONS)
                .set(USER_SESSIONS.LAST_ACTIVITY, at)
                .where(USER_SESSIONS.SESSION_ID.eq(handle), USER_SESSIONS.LAST_ACTIVITY.le(at.minus(TOUCHED_EVERY)))
                .execute();
    }

    @Override
    public Page<Session> list(UserId user, Instant now, Page.Request page) {
        Keyset order = Keyset.descending("sessions of " + user, USER_SESSIONS.LAST_ACTIVITY, USER_SESSIONS.ID);
        return order.page(
                page,
                unit.sql()
                        .select(COLUMNS)
                        .select(USER_SESSIONS.ID)
                        .from(USER_SESSIONS)
                        .where(
                                USER_SESSIONS.USER_ID.eq(Persons.idOf(user)),
                                USER_SESSIONS.IS_ACTIVE.isTrue(),
                                USER_SESSIONS.EXPIRES_AT.gt(now),
                                order.from(page))
                        .orderBy(order.order())
                        .limit(Keyset.rows(page))
                        .fetch(),
                row -> session(row::get));
    }

    @Override
    public boolean end(UserId user, SessionHandle handle) {
        return end(USER_SESSIONS.USER_ID.eq(Persons.idOf(user)).and(USER_SESSIONS.SESSION_ID.eq(handle)));
    }

    @Override
    public void endAll(UserId user, @Nullable SessionHandle except) {
        Condition others = except == null ? noCondition() : USER_SESSIONS.SESSION_ID.ne(except);
        end(USER_SESSIONS.USER_ID.eq(Persons.idOf(user)).and(others));
    }

    /** The sessions' rows first, which is where a refresh waits, or is waited for. */
    private boolean end(Condition meant) {
        List<SessionHandle> ended = unit.sql()
                .update(USER_SESSIONS)
                .set(USER_SESSIONS.IS_ACTIVE, false)
                .set(USER_SESSIONS.REVOKED_AT, unit.now())
                .where(meant, USER_SESSIONS.IS_ACTIVE.isTrue())
                .returningResult(USER_SESSIONS.SESSION_ID)
                .fetch(row -> row.value1());
        if (!ended.isEmpty()) {
            unit.sql()
                    .update(REFRESH_TOKENS)
                    .set(REFRESH_TOKENS.IS_REVOKED, true)
                    .set(REFRESH_TOKENS.REVOKED_AT, unit.now())
                    .where(REFRESH_TOKENS.SESSION_ID.in(ended), REFRESH_TOKENS.IS_REVOKED.isFalse())
                    .execute();
        }
        return !ended.isEmpty();
    }
}
