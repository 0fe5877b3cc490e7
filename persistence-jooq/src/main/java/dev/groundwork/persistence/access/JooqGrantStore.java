package dev.groundwork.persistence.access;

import static dev.groundwork.persistence.schema.app.Tables.PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.ROLE_PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.USERS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.groundwork.application.access.GrantStore;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.persistence.HeldPermissions;
import dev.groundwork.persistence.Persons;
import dev.groundwork.persistence.Unit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
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
        return count(USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(now)));
    }

    @Override
    public int countLastingAdministrators() {
        return count(USER_ROLES.EXPIRES_AT.isNull());
    }

    private int count(Condition holding) {
        return unit.sql()
                .select(DSL.count())
                .from(USER_ROLES)
                .join(ROLES)
                .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                .join(USERS)
                .on(USERS.ID.eq(USER_ROLES.USER_ID))
                .where(
                        ROLES.NAME.eq(RoleName.ADMIN),
                        USERS.STATUS.eq(UserStatus.ACTIVE),
                        USERS.EMAIL_VERIFIED.isTrue(),
                        holding)
                .fetchSingle()
                .value1();
    }

    @Override
    public boolean revoke(UserId user, RoleName role) {
        return unit.sql()
                        .deleteFrom(USER_ROLES)
                        .where(
                                USER_ROLES.USER_ID.eq(Persons.idOf(user)),
                                USER_ROLES.ROLE_ID.eq(
                                        select(ROLES.ID).from(ROLES).where(ROLES.NAME.eq(role))))
                        .execute()
                > 0;
    }

    @Override
    public List<Grant> list(UserId user) {
        return grants(user, noCondition());
    }

    @Override
    public Optional<Grant> find(UserId user, RoleName role) {
        return grants(user, ROLES.NAME.eq(role)).stream().findFirst();
    }

    @Override
    public Map<RoleName, Grant> grantsOf(UserId user, Permission permission) {
        Map<RoleName, Grant> found = new LinkedHashMap<>();
        grants(
                        user,
                        exists(selectOne()
                                .from(ROLE_PERMISSIONS)
                                .join(PERMISSIONS)
                                .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
                                .where(ROLE_PERMISSIONS.ROLE_ID.eq(ROLES.ID), PERMISSIONS.NAME.eq(permission))))
                .forEach(grant -> found.put(grant.role(), grant));
        return found;
    }

    private List<Grant> grants(UserId user, Condition meant) {
        return unit.sql()
                .select(
                        ROLES.NAME,
                        Persons.person(USER_ROLES.ASSIGNED_BY),
                        USER_ROLES.ASSIGNED_AT,
                        USER_ROLES.EXPIRES_AT,
                        row(USER_ROLES.CREATED_AT, USER_ROLES.UPDATED_AT, USER_ROLES.VERSION)
                                .mapping(Revision::new))
                .from(USER_ROLES)
                .join(ROLES)
                .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                .where(USER_ROLES.USER_ID.eq(Persons.idOf(user)), meant)
                .orderBy(ROLES.NAME)
                .fetch(mapping(Grant::new));
    }

    @Override
    public Permissions permissionsOf(UserId user, Instant now) {
        return unit.sql()
                .select(HeldPermissions.of(USERS.ID, now))
                .from(USERS)
                .where(USERS.UUID.eq(user))
                .fetchOptional(found -> found.value1())
                .orElse(Permissions.NONE);
    }
}
