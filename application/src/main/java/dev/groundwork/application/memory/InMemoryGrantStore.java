package dev.groundwork.application.memory;

import dev.groundwork.application.access.GrantStore;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Instant at = unit.stamp();
        StoredGrant.Grantee key = new StoredGrant.Grantee(
                tables.users.get(user).user().id(), tables.roles.get(role).name());
        Optional<StoredGrant> before = tables.grants.find(key);
        Revision revision = before.map(old -> unit.nextRevision(old.revision())).orElseGet(unit::firstRevision);
        StoredGrant grant = new StoredGrant(key, by, at, expiresAt, revision);
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

    @Override
    public int countLastingAdministrators() {
        Tables tables = unit.asService();
        return (int) tables.grants.rows().stream()
                .filter(grant -> grant.key().role().equals(RoleName.ADMIN) && grant.expiresAt() == null)
                .map(grant -> tables.users.get(grant.key().user()).user())
                .filter(user -> user.isActive() && user.emailVerified())
                .count();
    }

    @Override
    public boolean revoke(UserId user, RoleName role) {
        Tables tables = unit.asService();
        StoredGrant.Grantee key = new StoredGrant.Grantee(user, role);
        return tables.grants
                .find(key)
                .map(grant -> {
                    tables.grants.remove(key);
                    unit.logDelete(TABLE, key.toString(), grant.recorded());
                    return true;
                })
                .orElse(false);
    }

    @Override
    public List<Grant> list(UserId user) {
        return unit.asService().grants.rows().stream()
                .filter(grant -> grant.key().user().equals(user))
                .sorted(Comparator.comparing(grant -> grant.key().role().value()))
                .map(this::shown)
                .toList();
    }

    @Override
    public Optional<Grant> find(UserId user, RoleName role) {
        return unit.asService().grants.find(new StoredGrant.Grantee(user, role)).map(this::shown);
    }

    @Override
    public Permissions permissionsOf(UserId user, Instant now) {
        return unit.asService().permissionsOf(user, now);
    }

    @Override
    public Map<RoleName, Grant> grantsOf(UserId user, Permission permission) {
        Tables tables = unit.asService();
        Map<RoleName, Grant> found = new LinkedHashMap<>();
        list(user).stream()
                .filter(grant -> tables.roles.get(grant.role()).permissions().contains(permission))
                .forEach(grant -> found.put(grant.role(), grant));
        return found;
    }

    private Grant shown(StoredGrant grant) {
        UserId by = grant.by();
        return new Grant(
                grant.key().role(),
                by == null ? null : unit.tables().person(by),
                grant.assignedAt(),
                grant.expiresAt(),
                grant.revision());
    }
}
