package dev.groundwork.application.memory;

import dev.groundwork.application.access.GrantStore;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryGrantStore implements GrantStore {
    private static final String TABLE = "user_roles";

    private final Unit unit;

    InMemoryGrantStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public void grant(UserId user, RoleName role, @Nullable UserId by, @Nullable Instant expiresAt) {
        Tables tables = unit.asService();
        requireRole(role);
        Instant at = unit.stamp();
        Grant grant = new Grant(new Grant.Grantee(tables.users.get(user).user().id(), role), by, at, expiresAt);
        Optional<Grant> before = tables.grants.find(grant.key());
        tables.grants.put(grant.key(), grant);
        String id = grant.key().toString();
        before.ifPresentOrElse(
                old -> unit.logUpdate(TABLE, id, null, old.recorded(), grant.recorded(), at),
                () -> unit.logInsert(TABLE, id, null, grant.recorded(), at));
    }

    @Override
    public void lockAdministrators() {
        // units run one after another: nobody else does anything until this one ends
        unit.asService();
    }

    @Override
    public int countAdministrators(Instant now) {
        Tables tables = unit.asService();
        return (int) tables.grants.rows().stream()
                .filter(grant -> grant.key().role().equals(RoleName.ADMIN) && grant.holdsAt(now))
                .map(grant -> tables.users.get(grant.key().user()).user())
                .filter(user -> user.isActive() && user.emailVerified())
                .map(User::id)
                .count();
    }

    private static void requireRole(RoleName role) {
        if (!role.equals(RoleName.ADMIN) && !role.equals(RoleName.USER)) {
            throw new IllegalStateException("there is no role " + role);
        }
    }
}
