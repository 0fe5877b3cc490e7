package dev.groundwork.persistence;

import static dev.groundwork.persistence.schema.app.Tables.PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.ROLES;
import static dev.groundwork.persistence.schema.app.Tables.ROLE_PERMISSIONS;
import static dev.groundwork.persistence.schema.app.Tables.USER_ROLES;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permissions;
import java.time.Instant;
import org.jooq.Field;

/** What somebody's grants allow, as every store reads it that needs it. */
public final class HeldPermissions {
    private HeldPermissions() {}

    /** Of the user with this numeric id; grants that have ended at {@code now} are left out. */
    public static Field<Permissions> of(Field<Long> user, Instant now) {
        return multiset(select(PERMISSIONS.NAME, ROLES.NAME, USER_ROLES.EXPIRES_AT)
                        .from(USER_ROLES)
                        .join(ROLES)
                        .on(ROLES.ID.eq(USER_ROLES.ROLE_ID))
                        .join(ROLE_PERMISSIONS)
                        .on(ROLE_PERMISSIONS.ROLE_ID.eq(ROLES.ID))
                        .join(PERMISSIONS)
                        .on(PERMISSIONS.ID.eq(ROLE_PERMISSIONS.PERMISSION_ID))
                        .where(
                                USER_ROLES.USER_ID.eq(user),
                                USER_ROLES.EXPIRES_AT.isNull().or(USER_ROLES.EXPIRES_AT.gt(now))))
                .convertFrom(held -> new Permissions(held.map(mapping(HeldPermission::new))));
    }
}
