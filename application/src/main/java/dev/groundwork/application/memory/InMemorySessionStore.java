package dev.groundwork.application.memory;

import dev.groundwork.application.session.SessionStore;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemorySessionStore implements SessionStore {
    private static final String TABLE = "user_sessions";
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
        StoredSession row = new StoredSession(added, null);
        tables.sessions.put(added.handle(), row);
        unit.logInsert(TABLE, added.handle().value(), null, row.recorded(), at);
        return added;
    }

    @Override
    public Optional<Authority> findAuthority(SessionHandle handle) {
        Tables tables = unit.asService();
        return tables.sessions
                .find(handle)
                .filter(StoredSession::isActive)
                .map(StoredSession::session)
                .map(session -> new Authority(
                        session,
                        tables.users.get(session.user()).user().status(),
                        tables.permissionsOf(session.user(), unit.stamp()),
                        unit.stamp()));
    }

    @Override
    public void touch(SessionHandle handle, Instant at) {
        Table<SessionHandle, StoredSession> sessions = unit.asService().sessions;
        sessions.find(handle)
                .filter(row -> !row.session().lastActivity().plus(TOUCHED_EVERY).isAfter(at))
                .ifPresent(row -> sessions.put(handle, row.touched(at)));
    }

    @Override
    public Page<Session> list(UserId user, Instant now, Page.Request page) {
        List<Session> alive = unit.asService().sessions.rows().stream()
                .filter(StoredSession::isActive)
                .map(StoredSession::session)
                .filter(session -> session.user().equals(user) && session.isAliveAt(now))
                .toList();
        return Paging.page(
                alive,
                page,
                List.of(
                        new Paging.Column<>(session -> Columns.sortable(session.lastActivity()), true),
                        new Paging.Column<>(session -> session.handle().value(), false)));
    }

    @Override
    public boolean end(UserId user, SessionHandle handle) {
        return unit.asService()
                .sessions
                .find(handle)
                .filter(row -> row.isActive() && row.session().user().equals(user))
                .map(row -> {
                    revoke(row);
                    return true;
                })
                .orElse(false);
    }

    @Override
    public void endAll(UserId user, @Nullable SessionHandle except) {
        List.copyOf(unit.asService().sessions.rows()).stream()
                .filter(row -> row.isActive() && row.session().user().equals(user))
                .filter(row -> !row.session().handle().equals(except))
                .forEach(this::revoke);
    }

    private void revoke(StoredSession row) {
        Tables tables = unit.asService();
        Instant at = unit.stamp();
        StoredSession revoked = row.revoked(at);
        tables.sessions.put(row.session().handle(), revoked);
        unit.logUpdate(TABLE, row.session().handle().value(), null, row.recorded(), revoked.recorded(), at);
        List.copyOf(tables.refreshTokens.rows()).stream()
                .filter(token -> token.session().handle().equals(row.session().handle()) && token.revokedAt() == null)
                .forEach(token -> {
                    RefreshToken dead = token.revoked(at);
                    tables.refreshTokens.put(token.token(), dead);
                    unit.logUpdate("refresh_tokens", token.name(), null, token.recorded(), dead.recorded(), at);
                });
    }
}
