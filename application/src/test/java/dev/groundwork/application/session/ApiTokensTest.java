package dev.groundwork.application.session;

import static dev.groundwork.application.stage.Stage.ORIGIN;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.session.Introspection.Active;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ApiToken;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.NewApiToken;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.Ssn;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a script may do as its owner (R34), and what other services are told of a token (RFC 7662). */
class ApiTokensTest {
    private final Stage stage = new Stage();
    private final Groundwork groundwork = stage.groundwork();
    private final RoleName clerk = stage.role("clerk", Permission.AUDIT_READ, Permission.USERS_READ);
    private final User ada = stage.person("ada@example.org", clerk);
    private final Actor.User session = stage.as(ada);

    @Test
    void isItsOwnerNarrowedToWhatItCarries() {
        ApiTokens.Made made = make(ProjectReach.READ, Permission.AUDIT_READ);
        Actor.User actor = byToken(made.secret());

        assertThat(actor.id()).isEqualTo(ada.id());
        assertThat(actor.session()).isEqualTo(made.token().handle());
        assertThat(actor.may(Permission.AUDIT_READ, stage.now())).isTrue();
        assertThat(actor.may(Permission.USERS_READ, stage.now())).isFalse();
        assertThat(actor.reach().account()).isFalse();
        assertThat(actor.reach().projects()).isEqualTo(ProjectReach.READ);
        assertThat(groundwork.accounts().me(actor).id()).isEqualTo(ada.id());
        assertThat(groundwork.grants().own(actor))
                .containsExactly(new HeldPermission(Permission.AUDIT_READ, clerk, null));
    }

    @Test
    void neverHoldsMoreThanItsOwnerDoesAtThatMoment() {
        String secret = make(ProjectReach.NONE, Permission.AUDIT_READ, Permission.ROLES_MANAGE)
                .secret();
        assertThat(byToken(secret).may(Permission.ROLES_MANAGE, stage.now())).isFalse();

        groundwork.grants().revoke(Stage.OPERATOR, ada.id(), clerk);
        assertThat(byToken(secret).may(Permission.AUDIT_READ, stage.now())).isFalse();

        stage.grant(ada, clerk, stage.now().plusSeconds(60));
        Actor.User actor = byToken(secret);
        assertThat(actor.may(Permission.AUDIT_READ, stage.now().plusSeconds(59)))
                .isTrue();
        assertThat(actor.may(Permission.AUDIT_READ, stage.now().plusSeconds(60)))
                .isFalse();
    }

    @Test
    void doesAsAnAdministratorNoMoreThanItCarries() {
        User root = stage.person("root@example.org", RoleName.ADMIN);
        User eve = stage.person("eve@example.org");
        Actor.User narrow = byToken(
                make(stage.as(root), ProjectReach.NONE, Permission.ROLES_ASSIGN).secret());

        Stage.refused(Refusal.Forbidden.class, () -> groundwork.grants().grant(narrow, eve.id(), clerk, null));
        Stage.refused(Refusal.Forbidden.class, () -> groundwork.users().endSessions(narrow, eve.id(), null));
        assertThat(groundwork.grants().list(narrow, eve.id())).hasSize(1);
    }

    @Test
    void touchesNothingOfItsOwnersAccount() {
        User root = stage.person("root@example.org", RoleName.ADMIN);
        stage.person("other@example.org", RoleName.ADMIN);
        Actor.User holder = stage.as(root);
        groundwork.ssns().put(holder, Ssn.parse("123-45-6789"));
        Actor.User token = byToken(make(holder, ProjectReach.WRITE, Permission.OF_THE_SERVER.toArray(Permission[]::new))
                .secret());
        ProfileChange nothing =
                ProfileChange.parse(Input.of(Map.of()), groundwork.accounts().today());
        AccountChange renamed = new AccountChange(
                ProfileChange.parse(
                        Input.of(Map.of("firstName", "X")),
                        groundwork.accounts().today()),
                Change.none(),
                Change.none(),
                Change.none());
        AccountChange moved = new AccountChange(
                nothing, Change.to(new EmailAddress("thief@example.org")), Change.none(), Change.to(true));
        var users = groundwork.users();

        List<ThrowingCallable> attempts = List.of(
                () -> users.change(token, root.id(), renamed, null),
                () -> users.change(token, root.id(), moved, null),
                () -> users.delete(token, root.id(), null),
                () -> users.endSessions(token, root.id(), null),
                () -> users.sessions(token, root.id(), Page.Request.first()),
                () -> groundwork.recovery().sendLink(token, root.id()),
                () -> users.deleteOwn(token, PASSWORD, null),
                () -> groundwork.grants().grant(token, root.id(), RoleName.ADMIN, null),
                () -> groundwork.grants().revoke(token, root.id(), RoleName.ADMIN),
                () -> groundwork.ssns().read(token, root.id()),
                () -> groundwork.ssns().own(token),
                () -> groundwork.ssns().put(token, Ssn.parse("987-65-4321")),
                () -> groundwork.ssns().remove(token),
                () -> groundwork.sessions().list(token, Page.Request.first()),
                () -> groundwork.sessions().end(token, holder.session()),
                () -> groundwork.sessions().endOthers(token),
                () -> groundwork.apiTokens().list(token, Page.Request.first()),
                () -> groundwork.apiTokens().end(token, token.session()),
                () -> make(token, ProjectReach.WRITE));
        for (ThrowingCallable attempt : attempts) {
            Stage.refused(Refusal.Forbidden.class, attempt);
        }
        assertThat(stage.now(root)).isEqualTo(groundwork.accounts().me(holder));
    }

    @Test
    void reachesIntoProjectsAsFarAsItWasMadeTo() {
        Project project = groundwork.projects().create(session, NewProject.named("Engine"));
        Project open = groundwork
                .projects()
                .create(session, new NewProject("Open", null, Visibility.PUBLIC, JsonObject.EMPTY));
        Actor.User none = byToken(make(ProjectReach.NONE).secret());
        Actor.User read = byToken(make(ProjectReach.READ).secret());
        Actor.User write = byToken(make(ProjectReach.WRITE).secret());

        Stage.refused(Refusal.NotFound.class, () -> groundwork.projects().find(none, project.id()));
        assertThat(groundwork.projects().find(none, open.id())).isEqualTo(open);
        assertThat(groundwork.projects().find(read, project.id())).isEqualTo(project);
        for (Actor.User actor : List.of(none, read)) {
            Stage.refused(
                    Refusal.Forbidden.class,
                    () -> groundwork.tasks().create(actor, open.id(), NewTask.titled("Write")));
            Stage.refused(Refusal.Forbidden.class, () -> groundwork.projects().create(actor, NewProject.named("Mine")));
        }
        assertThat(groundwork.tasks().create(write, project.id(), NewTask.titled("Write")))
                .isNotNull();
        assertThat(groundwork.projects().create(write, NewProject.named("Mine")))
                .isNotNull();
    }

    @Test
    void isDeadAtOnceWithItsEndItsDeletionAndItsOwnersStatus() {
        ApiTokens.Made ended = make(ProjectReach.NONE);
        String lasting = make(ProjectReach.NONE).secret();
        assertThat(byToken(ended.secret())).isNotNull();

        groundwork.apiTokens().end(session, ended.token().handle());
        assertDead(ended.secret());
        assertThat(byToken(lasting)).isNotNull();
        Stage.refused(
                Refusal.NotFound.class,
                () -> groundwork.apiTokens().end(session, ended.token().handle()));

        stage.set(ada, UserStatus.SUSPENDED);
        assertDead(lasting);
        stage.set(ada, UserStatus.ACTIVE);
        stage.pass(Duration.ofDays(90).minusMillis(1));
        assertThat(byToken(lasting)).isNotNull();
        stage.pass(Duration.ofMillis(1));
        assertDead(lasting);
    }

    @Test
    void endsForGoodWithASuspension() {
        String secret = make(ProjectReach.NONE).secret();
        ProfileChange nothing =
                ProfileChange.parse(Input.of(Map.of()), groundwork.accounts().today());
        for (UserStatus status : List.of(UserStatus.SUSPENDED, UserStatus.ACTIVE)) {
            groundwork
                    .users()
                    .change(
                            Stage.OPERATOR,
                            ada.id(),
                            new AccountChange(nothing, Change.none(), Change.to(status), Change.none()),
                            null);
        }

        assertDead(secret);
    }

    @Test
    void isEndedByItsOwnerAlone() {
        ApiTokens.Made made = make(ProjectReach.NONE);
        Actor.User eve = stage.as(stage.person("eve@example.org"));

        Stage.refused(
                Refusal.NotFound.class,
                () -> groundwork.apiTokens().end(eve, made.token().handle()));
        assertThat(groundwork.apiTokens().list(eve, Page.Request.first()).items())
                .isEmpty();
        assertThat(byToken(made.secret())).isNotNull();
    }

    @Test
    void isListedWithoutItsSecretAndWithItsLastUse() {
        ApiTokens.Made made = make(ProjectReach.NONE);
        assertThat(made.secret()).startsWith("gwk_").hasSize(4 + 43);
        assertThat(made.toString()).doesNotContain(made.secret());
        byToken(made.secret());

        assertThat(groundwork.apiTokens().list(session, Page.Request.first()).items())
                .singleElement()
                .satisfies(token -> assertThat(token.lastUsedAt()).isEqualTo(stage.now()));
    }

    @Test
    void isNoAccessTokenAndNoAccessTokenIsOne() {
        String secret = make(ProjectReach.NONE).secret();
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");

        Stage.refused(Refusal.Unauthenticated.class, () -> groundwork.sessions().byAccessToken(secret, ORIGIN));
        for (String nothing : List.of("", "gwk_", signedIn.accessToken(), signedIn.refreshToken(), secret + "A")) {
            assertDead(nothing);
        }
    }

    @Test
    void isTheMakersOnlyWhereSomebodyIsSignedIn() {
        Stage.refused(Refusal.Unauthenticated.class, () -> make(new Actor.Anonymous(ORIGIN), ProjectReach.NONE));
    }

    @Test
    void tellsWhoMayAskWhatATokenIsWorth() {
        Actor.User asker = stage.as(stage.person("gate@example.org", stage.role("gate", Permission.TOKENS_INTROSPECT)));
        SignedIn.WithTokens signedIn = stage.signIn("ada@example.org");
        ApiTokens.Made made = make(ProjectReach.NONE, Permission.AUDIT_READ);
        Introspection introspection = groundwork.introspection();

        assertThat(introspection.introspect(asker, signedIn.accessToken()))
                .contains(new Active(
                        ada.id(),
                        null,
                        signedIn.session().handle().value(),
                        List.of(Permission.AUDIT_READ, Permission.USERS_READ),
                        stage.now(),
                        stage.now().plus(Duration.ofMinutes(10))));
        assertThat(introspection.introspect(asker, made.secret())).hasValueSatisfying(active -> {
            assertThat(active.permissions()).containsExactly(Permission.AUDIT_READ);
            assertThat(active.session()).isEqualTo(made.token().handle().value());
            assertThat(active.expiresAt()).isEqualTo(made.token().expiresAt());
        });
        for (String nothing : List.of("", "gwa_", "gwk_", signedIn.refreshToken())) {
            assertThat(introspection.introspect(asker, nothing)).isEmpty();
        }
        Stage.refused(Refusal.Forbidden.class, () -> introspection.introspect(session, signedIn.accessToken()));
        Stage.refused(
                Refusal.Unauthenticated.class,
                () -> introspection.introspect(new Actor.Anonymous(ORIGIN), signedIn.accessToken()));

        groundwork.users().endSessions(Stage.OPERATOR, ada.id(), null);
        stage.set(ada, UserStatus.SUSPENDED);
        assertThat(introspection.introspect(asker, signedIn.accessToken())).isEmpty();
        assertThat(introspection.introspect(asker, made.secret())).isEmpty();
    }

    private ApiTokens.Made make(ProjectReach projects, Permission... permissions) {
        return make(session, projects, permissions);
    }

    private ApiTokens.Made make(Actor actor, ProjectReach projects, Permission... permissions) {
        NewApiToken content = new NewApiToken(
                "script",
                new ApiToken.Scope(Set.of(permissions), projects),
                stage.now().plus(Duration.ofDays(90)));
        return groundwork.apiTokens().create(actor, content);
    }

    private Actor.User byToken(String secret) {
        return groundwork.apiTokens().byToken(secret, ORIGIN);
    }

    private void assertDead(String secret) {
        Stage.refused(Refusal.Unauthenticated.class, () -> byToken(secret));
    }
}
