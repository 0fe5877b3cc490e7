package dev.groundwork.persistence.session;

import static dev.groundwork.persistence.schema.app.Tables.PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.ROLE_PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static dev.groundwork.persistence.schema.app.Tables.USER_SESSIONS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.groundwork.application.session.SessionStore;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.persistence.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.SelectField;

/** Sessions in {@code app.user_sessions}. */
public final class JooqSessionStore implements SessionStore {
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private static final SelectField<Session> SESSION = row(
                    USER_SESSIONS.SESSION_ID,
                    field(select(USERS.UUID).from(USERS).where(USERS.ID.eq(USER_SESSIONS.USER_ID))),
                    USER_SESSIONS.MODE,
                    USER_SESSIONS.DEVICE_INFO,
                    USER_SESSIONS.IP_ADDRESS,
                    USER_SESSIONS.USER_AGENT,
                    USER_SESSIONS.CREATED_AT,
                    USER_SESSIONS.LAST_ACTIVITY,
                    USER_SESSIONS.EXPIRES_AT)
            .mapping(Session::new);

    private final Unit unit;

    public JooqSessionStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Session add(NewSession session) {
        return unit.sql()
                .insertInto(USER_SESSIONS)
                .set(USER_SESSIONS.SESSION_ID, session.handle())
                .set(USER_SESSIONS.USER_ID, select(USERS.ID).from(USERS).where(USERS.UUID.eq(session.user())))
                .set(USER_SESSIONS.MODE, session.mode())
                .set(USER_SESSIONS.IP_ADDRESS, unit.actor().origin().ipAddress())
                .set(USER_SESSIONS.USER_AGENT, unit.actor().origin().userAgent())
                .set(USER_SESSIONS.DEVICE_INFO, session.device())
                .set(USER_SESSIONS.EXPIRES_AT, session.expiresAt())
                .returningResult(SESSION)
                .fetchSingle()
                .value1();
    }

    @Override
    public Optional<Authority> findAuthority(SessionHandle handle) {
        return unit.sql()
                .select(SESSION, USERS.STATUS, permissions())
                .from(USER_SESSIONS)
                .join(USERS)
                .on(USERS.ID.eq(USER_SESSIONS.USER_ID))
                .where(USER_SESSIONS.SESSION_ID.eq(handle), USER_SESSIONS.IS_ACTIVE.isTrue())
                .fetchOptional(mapping(
                        (session, status, permissions) -> new Authority(session, status, permissions, unit.now())));
    }

    private Field<Permissions> permissions() {
        return multiset(select(PERMISSIONS.NAME, ROLES.NAME, USER_ROLES.EXPIRES_AT)
                        .from(USER_ROLES)
                        .join(ROLES)
                        .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                        .join(ROLE_PERMISSIONS)
                        .on(ROLE_PERMISSIONS.ROLE_ID.eq(ROLES.ID))
                        .join(PERMISSIONS)
                        .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
                        .where(
                                USER_ROLES.USER_ID.eq(USER_SESSIONS.USER_ID),
                                USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(unit.now()))))
                .convertFrom(held -> new Permissions(held.map(mapping(HeldPermission::new))));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        unit.sql()
                .update(USER_SESSIONS)
                .set(USER_SESSIONS.LAST_ACTIVITY, at)
                .where(USER_SESSIONS.SESSION_ID.eq(handle), USER_SESSIONS.LAST_ACTIVITY.le(at.minus(TOUCHED_EVERY)))
                .execute();
    }
}
