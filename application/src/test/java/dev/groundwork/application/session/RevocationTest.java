package dev.groundwork.application.session;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.UserCache;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.Session;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was taken back counts on the next request here, whatever the caches hold, and soon on every other node (R03, R14, R15). */
class RevocationTest {
    private static final Password FRESH = new Password("another quite long sentence");

    /** Keeps the first copy for ever and hears of nothing. */
    private static final class DeafSessionCache implements SessionCache {
        private final Map<SessionHandle, Authority> copies = new ConcurrentHashMap<>();

        @Override
        public Optional<Authority> find(SessionHandle handle) {
            return Optional.ofNullable(copies.get(handle));
        }

        @Override
        public Optional<Authority> get(SessionHandle handle, Instant oldest, Supplier<Optional<Authority>> loader) {
            Optional<Authority> copy =
                    find(handle).filter(found -> found.readAt().isAfter(oldest));
            return copy.isPresent() ? copy : load(handle, loader);
        }

        private Optional<Authority> load(SessionHandle handle, Supplier<Optional<Authority>> loader) {
            Optional<Authority> read = loader.get();
            read.ifPresent(authority -> copies.putIfAbsent(handle, authority));
            return read;
        }

        @Override
        public void fill(Authority authority) {
            copies.putIfAbsent(authority.session().handle(), authority);
        }

        @Override
        public void invalidate(SessionHandle handle) {
            // on purpose
        }
    }

    /** Keeps the first copy for ever and hears of nothing. */
    private static final class DeafUserCache implements UserCache {
        private final Map<UserId, User> copies = new ConcurrentHashMap<>();

        @Override
        public Optional<User> find(UserId id) {
            return Optional.ofNullable(copies.get(id));
        }

        @Override
        public User get(UserId id, Supplier<User> loader) {
            return copies.computeIfAbsent(id, unknown -> loader.get());
        }

        @Override
        public void fill(User user) {
            copies.putIfAbsent(user.id(), user);
        }

        @Override
        public boolean invalidate(UserId id, long version) {
            return false;
        }
    }

    /** Has nothing and keeps nothing, as one that can't be reached. */
    private static final class LostSessionCache implements SessionCache {
        @Override
        public Optional<Authority> find(SessionHandle handle) {
            return Optional.empty();
        }

        @Override
        public Optional<Authority> get(SessionHandle handle, Instant oldest, Supplier<Optional<Authority>> loader) {
            return loader.get();
        }

        @Override
        public void fill(Authority authority) {
            // on purpose
        }

        @Override
        public void invalidate(SessionHandle handle) {
            // on purpose
        }
    }

    private interface Revocation {
        void revoke(Stage stage, User person, SignedIn.WithTokens signedIn);
    }

    private static final Map<String, Revocation> REVOCATIONS = Map.ofEntries(
            Map.entry(
                    "its end",
                    (stage, ada, signedIn) -> stage.groundwork()
                            .sessions()
                            .end(stage.as(ada), signedIn.session().handle())),
            Map.entry(
                    "the end of the others",
                    (stage, ada, signedIn) -> stage.groundwork().sessions().endOthers(stage.as(ada))),
            Map.entry(
                    "a sign-out by refresh token",
                    (stage, ada, signedIn) -> stage.groundwork().sessions().logOut(ORIGIN, signedIn.refreshToken())),
            Map.entry(
                    "an administrator",
                    (stage, ada, signedIn) -> stage.groundwork().users().endSessions(Stage.OPERATOR, ada.id(), null)),
            Map.entry("a suspension", (stage, ada, signedIn) -> change(stage, ada, UserStatus.SUSPENDED)),
            Map.entry("inactivity", (stage, ada, signedIn) -> change(stage, ada, UserStatus.INACTIVE)),
            Map.entry(
                    "a deletion",
                    (stage, ada, signedIn) -> stage.groundwork().users().delete(Stage.OPERATOR, ada.id(), null)),
            Map.entry(
                    "the person's own deletion",
                    (stage, ada, signedIn) -> stage.groundwork().users().deleteOwn(stage.as(ada), PASSWORD, null)),
            Map.entry(
                    "an address that is not proven any more",
                    (stage, ada, signedIn) -> stage.groundwork()
                            .users()
                            .change(
                                    Stage.OPERATOR,
                                    ada.id(),
                                    new AccountChange(nothing(stage), Change.none(), Change.none(), Change.to(false)),
                                    null)),
            Map.entry(
                    "a changed password",
                    (stage, ada, signedIn) -> stage.groundwork().passwords().change(stage.as(ada), PASSWORD, FRESH)),
            Map.entry("a reset", (stage, ada, signedIn) -> {
                stage.groundwork().passwords().forgot(ORIGIN, ada.email());
                stage.groundwork()
                        .passwords()
                        .reset(ORIGIN, stage.tokenMailedTo(ada.email().value()), FRESH);
            }),
            Map.entry("a refresh token that came back", (stage, ada, signedIn) -> {
                String second = stage.groundwork()
                        .refreshing()
                        .refresh(ORIGIN, signedIn.refreshToken())
                        .refreshToken();
                stage.groundwork().refreshing().refresh(ORIGIN, second);
                Stage.refused(
                        Refusal.Unauthenticated.class,
                        () -> stage.groundwork().refreshing().refresh(ORIGIN, signedIn.refreshToken()));
            }));

    @TestFactory
    Stream<DynamicTest> endsASession() {
        return REVOCATIONS.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest("by " + one.getKey(), () -> {
                    for (SessionCache cache : List.of(new DeafSessionCache(), new LostSessionCache())) {
                        Stage stage =
                                new Stage(ports -> ports.withSessionCache(cache).withUserCache(new DeafUserCache()));
                        User ada = stage.person("ada@example.org");
                        Groundwork other = stage.anotherNode();
                        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");
                        String token = signedIn.accessToken();
                        assertThat(stage.by(signedIn).id()).isEqualTo(ada.id());
                        assertThat(other.sessions().byAccessToken(token, ORIGIN).id())
                                .isEqualTo(ada.id());

                        one.getValue().revoke(stage, ada, signedIn);

                        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(signedIn));
                        stage.pass(Duration.ofMillis(800));
                        Stage.refused(
                                Refusal.Unauthenticated.class,
                                () -> other.sessions().byAccessToken(token, ORIGIN));
                        Stage.refused(
                                Refusal.Unauthenticated.class,
                                () -> stage.anotherNode().sessions().byAccessToken(token, ORIGIN));
                        Stage.refused(
                                Refusal.Unauthenticated.class,
                                () -> other.refreshing().refresh(ORIGIN, signedIn.refreshToken()));
                    }
                }));
    }

    @Test
    void takesAPermissionAwayWithTheGrantOrWithTheRolesPermission() {
        Stage stage = new Stage(ports -> ports.withSessionCache(new DeafSessionCache()));
        RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
        User ada = stage.person("ada@example.org", auditor);
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");
        assertThat(stage.by(signedIn).may(Permission.AUDIT_READ, stage.now())).isTrue();

        stage.groundwork().grants().revoke(Stage.OPERATOR, ada.id(), auditor);
        assertThat(stage.by(signedIn).may(Permission.AUDIT_READ, stage.now())).isFalse();

        stage.groundwork().grants().grant(Stage.OPERATOR, ada.id(), auditor, null);
        assertThat(stage.by(signedIn).may(Permission.AUDIT_READ, stage.now())).isTrue();

        stage.groundwork().roles().removePermission(Stage.OPERATOR, auditor, Permission.AUDIT_READ, null);
        assertThat(stage.by(signedIn).may(Permission.AUDIT_READ, stage.now())).isFalse();
    }

    @Test
    void endsAPermissionWithItsGrantWhateverACopySays() {
        Stage stage = new Stage();
        User ada = stage.person("ada@example.org");
        stage.grant(
                ada, stage.role("auditor", Permission.AUDIT_READ), stage.now().plusMillis(500));
        Actor.User actor = stage.as(ada);

        assertThat(actor.may(Permission.AUDIT_READ, stage.now().plusMillis(499)))
                .isTrue();
        assertThat(actor.may(Permission.AUDIT_READ, stage.now().plusMillis(500)))
                .isFalse();
    }

    @Test
    void believesNoCopyThatWasReadInTheFuture() {
        DeafSessionCache cache = new DeafSessionCache();
        Stage stage = new Stage(ports -> ports.withSessionCache(cache));
        User ada = stage.person("ada@example.org");
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");
        Authority honest = stage.work()
                .in(
                        new Actor.SystemActor("test", ORIGIN),
                        tx -> tx.sessions().findAuthority(signedIn.session().handle()))
                .orElseThrow();
        cache.fill(new Authority(
                honest.session(),
                honest.status(),
                honest.permissions(),
                stage.now().plus(Duration.ofHours(1))));
        Groundwork other = stage.anotherNode();

        stage.groundwork().users().endSessions(Stage.OPERATOR, ada.id(), null);
        stage.pass(Duration.ofSeconds(1));

        Stage.refused(
                Refusal.Unauthenticated.class, () -> other.sessions().byAccessToken(signedIn.accessToken(), ORIGIN));
    }

    @Test
    void letsASessionThatWasEndedOnAnotherNodeLeaveNothingBehind() {
        Stage stage = new Stage();
        RoleName root = RoleName.ADMIN;
        User ada = stage.person("ada@example.org", root);
        stage.person("eve@example.org", root);
        Actor.User copy = stage.as(ada);
        stage.anotherNode().users().endSessions(Stage.OPERATOR, ada.id(), null);

        NewApiToken content = new NewApiToken(
                "left behind",
                new ApiToken.Scope(Set.of(), ProjectReach.WRITE),
                stage.now().plus(Duration.ofDays(90)));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().apiTokens().create(copy, content));
        User other = stage.person("mallory@example.org");
        Stage.refused(
                Refusal.Unauthenticated.class, () -> stage.groundwork().grants().grant(copy, other.id(), root, null));
    }

    @Test
    void letsNobodyWhoWasSuspendedOnAnotherNodeUseTheTimeThatIsLeft() {
        Stage stage = new Stage();
        User ada = stage.person("ada@example.org", RoleName.ADMIN);
        Actor.User copy = stage.as(ada);
        stage.set(ada, UserStatus.SUSPENDED);
        User other = stage.person("mallory@example.org");

        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().grants().grant(copy, other.id(), RoleName.ADMIN, null));
    }

    @Test
    void listsAndEndsOnesOwnSessionsAndNobodyElses() {
        Stage stage = new Stage();
        User ada = stage.person("ada@example.org");
        User eve = stage.person("eve@example.org");
        SignedIn.WithTokens older = stage.signIn("ada@example.org");
        stage.pass(Duration.ofMinutes(5));
        Actor.User actor = stage.as(ada);
        SignedIn.WithTokens others = stage.signIn("eve@example.org");
        Sessions sessions = stage.groundwork().sessions();

        assertThat(sessions.list(actor, Page.Request.first()).items())
                .extracting(Session::handle)
                .containsExactly(actor.session(), older.session().handle());
        Stage.refused(
                Refusal.NotFound.class,
                () -> sessions.end(actor, others.session().handle()));
        assertThat(stage.by(others).id()).isEqualTo(eve.id());
        sessions.end(actor, older.session().handle());
        Stage.refused(
                Refusal.NotFound.class,
                () -> sessions.end(actor, older.session().handle()));
        sessions.end(actor, actor.session());
        assertThat(stage.groundwork()
                        .sessions()
                        .list(stage.as(ada), Page.Request.first())
                        .items())
                .hasSize(1);
    }

    @Test
    void keepsTheSessionThatEndsTheOthers() {
        Stage stage = new Stage();
        stage.person("ada@example.org");
        SignedIn.WithTokens other = stage.signIn("ada@example.org");
        SignedIn.WithTokens mine = stage.signIn("ada@example.org");

        stage.groundwork().sessions().endOthers(stage.by(mine));

        assertThat(stage.by(mine)).isNotNull();
        assertThat(stage.groundwork().refreshing().refresh(ORIGIN, mine.refreshToken()))
                .isNotNull();
        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(other));
    }

    @Test
    void doesNothingWhereATokenThatNobodyKnowsSignsOut() {
        Stage stage = new Stage();
        stage.groundwork().sessions().logOut(ORIGIN, "gwr_nothing");
        stage.groundwork().sessions().logOut(ORIGIN, "");
    }

    @Test
    void bringsBackNothingWhereASuspensionIsLifted() {
        Stage stage = new Stage();
        User ada = stage.person("ada@example.org");
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");
        stage.groundwork().passwords().forgot(ORIGIN, new EmailAddress("ada@example.org"));
        String link = stage.tokenMailedTo("ada@example.org");

        change(stage, ada, UserStatus.SUSPENDED);
        change(stage, ada, UserStatus.ACTIVE);

        Stage.refused(Refusal.Unauthenticated.class, () -> stage.by(signedIn));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> stage.groundwork().refreshing().refresh(ORIGIN, signedIn.refreshToken()));
        Stage.invalidAt("/token", () -> stage.groundwork().passwords().reset(ORIGIN, link, FRESH));
        assertThat(stage.signIn("ada@example.org")).isNotNull();
    }

    private static void change(Stage stage, User user, UserStatus status) {
        stage.groundwork()
                .users()
                .change(
                        Stage.OPERATOR,
                        user.id(),
                        new AccountChange(nothing(stage), Change.none(), Change.to(status), Change.none()),
                        null);
    }

    private static ProfileChange nothing(Stage stage) {
        return ProfileChange.parse(
                Input.of(Map.of()), stage.groundwork().accounts().today());
    }
}
