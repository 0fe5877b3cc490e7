package dev.groundwork.application.memory;

import dev.groundwork.application.session.SessionStore;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

final class InMemorySessionStore implements SessionStore {
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);

    private final Unit unit;

    InMemorySessionStore(Unit unit) {
        this.unit = unit;
    }

    @Override
    public Session add(NewSession session) {
        Tables tables = unit.asService();
        if (tables.sessions.contains(session.handle())) {
            throw new IllegalStateException("there is such a session already");
        }
        Origin origin = unit.actor().origin();
        Instant at = unit.stamp();
        Session added = new Session(
                session.handle(),
                tables.users.get(session.user()).user().id(),
                session.mode(),
                session.device(),
                origin.ipAddress(),
                origin.userAgent(),
                at,
                at,
                session.expiresAt());
        tables.sessions.put(added.handle(), added);
        unit.logInsert("user_sessions", added.handle().value(), null, recorded(added), at);
        return added;
    }

    @Override
    public Optional<Authority> findAuthority(SessionHandle handle) {
        Tables tables = unit.asService();
        return tables.sessions
                .find(handle)
                .map(session -> new Authority(
                        session,
                        tables.users.get(session.user()).user().status(),
                        permissions(tables, session.user()),
                        unit.stamp()));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        Table<SessionHandle, Session> sessions = unit.asService().sessions;
        sessions.find(handle)
                .filter(session -> !session.lastActivity().plus(TOUCHED_EVERY).isAfter(at))
                .ifPresent(session -> sessions.put(handle, touched(session, at)));
    }

    /** Of the roles that are there so far only {@code admin} brings permissions: all of them. */
    private Permissions permissions(Tables tables, UserId user) {
        return tables.grants
                .find(new Grant.Grantee(user, RoleName.ADMIN))
                .filter(grant -> grant.holdsAt(unit.stamp()))
                .map(grant -> new Permissions(Permission.OF_THE_SERVER.stream()
                        .map(permission -> new HeldPermission(permission, RoleName.ADMIN, grant.expiresAt()))
                        .toList()))
                .orElse(Permissions.NONE);
    }

    private static Session touched(Session session, Instant at) {
        return new Session(
                session.handle(),
                session.user(),
                session.mode(),
                session.device(),
                session.ipAddress(),
                session.userAgent(),
                session.createdAt(),
                at,
                session.expiresAt());
    }

    private static Columns recorded(Session session) {
        return new Columns()
                .with("user", session.user())
                .with("mode", session.mode())
                .with("ipAddress", session.ipAddress())
                .with("userAgent", session.userAgent())
                .with("deviceInfo", session.device())
                .with("isActive", true)
                .with("expiresAt", session.expiresAt())
                .with("revokedAt", null);
    }
}
