package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.access.GrantStore;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who has which role, in {@code app.user_roles}. */
public final class JooqGrantStore implements GrantStore {
    private final Unit unit;

    public JooqGrantStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void grant(UserId user, RoleName role, @Nullable UserId by, @Nullable Instant expiresAt) {
        var giver = USERS.as("giver");
        int granted = unit.sql()
                .insertInto(
                        USER_ROLES,
                        USER_ROLES.USER_ID,
                        USER_ROLES.ROLE_ID,
                        USER_ROLES.ASSIGNED_BY,
                        USER_ROLES.ASSIGNED_AT,
                        USER_ROLES.EXPIRES_AT)
                .select(select(
                                USERS.ID,
                                ROLES.ID,
                                field(select(giver.ID).from(giver).where(giver.UUID.eq(by))),
                                val(unit.now(), USER_ROLES.ASSIGNED_AT),
                                val(expiresAt, USER_ROLES.EXPIRES_AT))
                        .from(USERS, ROLES)
                        .where(USERS.UUID.eq(user), ROLES.NAME.eq(role)))
                .onConflict(USER_ROLES.USER_ID, USER_ROLES.ROLE_ID)
                .doUpdate()
                .set(USER_ROLES.ASSIGNED_BY, excluded(USER_ROLES.ASSIGNED_BY))
                .set(USER_ROLES.ASSIGNED_AT, excluded(USER_ROLES.ASSIGNED_AT))
                .set(USER_ROLES.EXPIRES_AT, excluded(USER_ROLES.EXPIRES_AT))
                .execute();
        if (granted == 0) {
            throw new IllegalStateException("no such user or role: " + user + ", " + role);
        }
    }

    /** The role's own row: locked against others who ask the same, and not against those who merely grant it. */
    @Override
    public void lockAdministrators() {
        unit.sql()
                .select(ROLES.ID)
                .from(ROLES)
                .where(ROLES.NAME.eq(RoleName.ADMIN))
                .forNoKeyUpdate()
                .fetch();
    }

    @Override
    public int countAdministrators(Instant now) {
        return unit.sql()
                .select(count())
                .from(USER_ROLES)
                .join(ROLES)
                .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                .join(USERS)
                .on(USERS.ID.eq(USER_ROLES.USER_ID))
                .where(
                        ROLES.NAME.eq(RoleName.ADMIN),
                        USERS.STATUS.eq(UserStatus.ACTIVE),
                        USERS.EMAIL_VERIFIED.isTrue(),
                        USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(now)))
                .fetchSingle()
                .value1();
    }
}
