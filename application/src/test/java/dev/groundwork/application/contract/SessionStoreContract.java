package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwork.application.session.SessionStore.NewSession;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.session.SessionMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.session.SessionStore} promises. */
public interface SessionStoreContract extends StoreContract {
    /** When the sessions of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00.123456Z");

    @Test
    default void addsASessionThatCameFromWhereItsActorDid() {
        User user = new Scene(work()).user();
        Origin origin = new Origin("2001:db8::7", "Browser/1.0", Fresh.word());
        JsonObject device = JsonObject.copyOf(Map.of("model", "Größe 1", "tags", List.of("a", true)));
        NewSession wanted = new NewSession(Fresh.handle(), user.id(), SessionMode.COOKIE, device, END);

        Session added = work().in(
                        new Actor.SystemActor("contract", origin),
                        tx -> tx.sessions().add(wanted));

        assertThat(added.handle()).isEqualTo(wanted.handle());
        assertThat(added.user()).isEqualTo(user.id());
        assertThat(added.mode()).isEqualTo(SessionMode.COOKIE);
        assertThat(added.device()).isEqualTo(device);
        assertThat(added.ipAddress()).isEqualTo("2001:db8::7");
        assertThat(added.userAgent()).isEqualTo("Browser/1.0");
        assertThat(added.expiresAt()).isEqualTo(END);
        assertThat(added.lastActivity()).isCloseTo(added.createdAt(), within(1, ChronoUnit.SECONDS));
        assertThat(authority(added.handle()).session()).isEqualTo(added);
    }

    @Test
    default void addsASessionOfWhichNobodyKnowsWhereItCameFrom() {
        User user = new Scene(work()).user();
        Actor.SystemActor inside = new Actor.SystemActor("contract", Origin.internal(Fresh.word()));

        Session added = work().in(inside, tx -> tx.sessions().add(newSession(user.id())));

        assertThat(added.ipAddress()).isNull();
        assertThat(added.userAgent()).isNull();
    }

    @Test
    default void findsAllThatDecidesWhetherASessionCounts() {
        User user = new Scene(work()).user();
        Session session = add(user.id());

        Instant before = work().in(Scene.system(), tx -> tx.now());
        Authority authority = authority(session.handle());

        assertThat(authority.session()).isEqualTo(session);
        assertThat(authority.status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(authority.permissions()).isEqualTo(Permissions.NONE);
        assertThat(authority.readAt()).isAfterOrEqualTo(before);
    }

    @Test
    default void findsEveryPermissionOfAnAdministratorAndWhenItEnds() {
        User user = new Scene(work()).user();
        Session session = add(user.id());
        grantAdmin(user.id(), END);

        assertThat(authority(session.handle()).permissions().held())
                .containsAll(Permission.OF_THE_SERVER.stream()
                        .map(permission -> new HeldPermission(permission, RoleName.ADMIN, END))
                        .toList());
    }

    @Test
    default void leavesOutGrantsThatHaveEnded() {
        User user = new Scene(work()).user();
        Session session = add(user.id());
        grantAdmin(user.id(), work().in(Scene.system(), tx -> tx.now()).minusSeconds(1));

        assertThat(authority(session.handle()).permissions()).isEqualTo(Permissions.NONE);
    }

    @Test
    default void findsNothingUnderAnUnknownHandle() {
        assertThat(work().<Optional<Authority>>in(
                                Scene.system(), tx -> tx.sessions().findAuthority(Fresh.handle())))
                .isEmpty();
    }

    @Test
    default void notesUseAtMostOnceAMinute() {
        Session session = add(new Scene(work()).user().id());
        Instant soon = session.createdAt().plusSeconds(30);
        Instant late = session.createdAt().plusSeconds(120);

        touch(session, soon);
        assertThat(authority(session.handle()).session().lastActivity()).isEqualTo(session.lastActivity());
        touch(session, late);
        assertThat(authority(session.handle()).session().lastActivity()).isEqualTo(late);
        touch(session, soon);
        assertThat(authority(session.handle()).session().lastActivity())
                .as("never back")
                .isEqualTo(late);
    }

    @Test
    default void listsTheSessionsThatCountTheLastUsedFirst() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        Session one = add(user);
        Session two = add(user);
        Session ended = add(user);
        add(scene.user().id());
        touch(one, one.createdAt().plusSeconds(120));
        end(user, ended.handle());

        assertThat(list(user, END.minusNanos(1000), Page.Request.first()).items())
                .extracting(Session::handle)
                .containsExactly(one.handle(), two.handle());
        assertThat(list(user, END, Page.Request.first()).items()).isEmpty();
    }

    @Test
    default void listsSessionsPageByPageThoughTheyComeAndGo() {
        UserId user = new Scene(work()).user().id();
        List<SessionHandle> handles = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Session session = add(user);
            touch(session, session.createdAt().plusSeconds(1000 - 100L * i));
            handles.add(session.handle());
        }
        Instant now = END.minusSeconds(1);

        Page<Session> first = list(user, now, new Page.Request(2, null));
        assertThat(first.items()).extracting(Session::handle).containsExactly(handles.get(0), handles.get(1));
        Session fresh = add(user);
        touch(fresh, fresh.createdAt().plusSeconds(5000));
        end(user, handles.get(1));
        end(user, handles.get(2));
        Page<Session> second = list(user, now, new Page.Request(2, first.next()));

        assertThat(second.items()).extracting(Session::handle).containsExactly(handles.get(3), handles.get(4));
        assertThat(second.next()).isNull();
    }

    @Test
    default void listsEachSessionOnceThoughAllWereUsedAtTheSameMoment() {
        UserId user = new Scene(work()).user().id();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sessions.add(add(user));
        }
        Instant used = sessions.getLast().createdAt().plusSeconds(600);
        sessions.forEach(session -> touch(session, used));

        List<SessionHandle> listed = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<Session> page = list(user, END.minusSeconds(1), new Page.Request(1, after));
            page.items().forEach(session -> listed.add(session.handle()));
            after = page.next();
        } while (after != null);

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        sessions.stream().map(Session::handle).toList());
    }

    @Test
    default void endsASessionOfItsUsersOnce() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        Session session = add(user);

        assertThat(end(scene.user().id(), session.handle()))
                .as("a stranger's try")
                .isFalse();
        assertThat(authority(session.handle())).isNotNull();
        assertThat(end(user, session.handle())).isTrue();
        assertThat(work().<Optional<Authority>>in(
                                Scene.system(), tx -> tx.sessions().findAuthority(session.handle())))
                .isEmpty();
        assertThat(end(user, session.handle())).isFalse();
        assertThat(end(user, Fresh.handle())).isFalse();
    }

    @Test
    default void endsASessionForOneOfTwenty() {
        UserId user = new Scene(work()).user().id();
        Session session = add(user);

        assertThat(Together.run(number -> end(user, session.handle()))).containsOnlyOnce(true);
    }

    @Test
    default void endsEverySessionOfOneUserButOne() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        Session kept = add(user);
        add(user);
        add(user);
        Session strangers = add(scene.user().id());

        endAll(user, kept.handle());
        assertThat(list(user, END.minusSeconds(1), Page.Request.first()).items())
                .extracting(Session::handle)
                .containsExactly(kept.handle());
        endAll(user, strangers.handle());
        assertThat(list(user, END.minusSeconds(1), Page.Request.first()).items())
                .isEmpty();
        assertThat(authority(strangers.handle())).isNotNull();
    }

    @Test
    default void entersTheEndOfASessionAndOfItsTokensIntoTheAuditTrail() {
        UserId user = new Scene(work()).user().id();
        Session session = add(user);
        work().run(Scene.system(), tx -> tx.refreshTokens().addFirst(session.handle(), Fresh.token(), END));
        end(user, session.handle());

        Activity ended = newest("user_sessions", session.handle().value());
        assertThat(ended.action()).isEqualTo("UPDATE");
        assertThat(ended.changes())
                .containsEntry("isActive", new FieldChange(true, false))
                .containsKey("revokedAt");
        assertThat(newest("refresh_tokens", session.handle() + ":0").changes())
                .containsEntry("isRevoked", new FieldChange(false, true));
    }

    @Test
    default void entersSessionsIntoTheAuditTrailAndTheirUseNot() {
        User user = new Scene(work()).user();
        Session session = add(user.id());
        touch(session, session.createdAt().plusSeconds(120));

        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities()
                                .list("user_sessions", session.handle().value(), Page.Request.first()))
                .items();

        assertThat(history).singleElement().satisfies(activity -> {
            assertThat(activity.action()).isEqualTo("INSERT");
            assertThat(activity.changes())
                    .containsEntry("user", new FieldChange(null, user.id().toString()))
                    .containsEntry("mode", new FieldChange(null, "token"))
                    .containsEntry("isActive", new FieldChange(null, true));
        });
    }

    private static NewSession newSession(UserId user) {
        return new NewSession(Fresh.handle(), user, SessionMode.TOKEN, JsonObject.EMPTY, END);
    }

    private Session add(UserId user) {
        return work().in(Scene.system(), tx -> tx.sessions().add(newSession(user)));
    }

    private Authority authority(SessionHandle handle) {
        return work().in(Scene.system(), tx -> tx.sessions().findAuthority(handle))
                .orElseThrow();
    }

    private Page<Session> list(UserId user, Instant now, Page.Request request) {
        return work().in(Scene.system(), tx -> tx.sessions().list(user, now, request));
    }

    private boolean end(UserId user, SessionHandle handle) {
        return work().<Boolean>in(Scene.system(), tx -> tx.sessions().end(user, handle));
    }

    private void endAll(UserId user, SessionHandle except) {
        work().run(Scene.system(), tx -> tx.sessions().endAll(user, except));
    }

    private Activity newest(String resourceType, String resourceId) {
        return work().in(Scene.system(), tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items()
                .get(0);
    }

    private void touch(Session session, Instant at) {
        work().run(Scene.system(), tx -> tx.sessions().touch(session.handle(), at));
    }

    private void grantAdmin(UserId user, Instant expiresAt) {
        work().run(Scene.system(), tx -> tx.grants().grant(user, RoleName.ADMIN, null, expiresAt));
    }
}
