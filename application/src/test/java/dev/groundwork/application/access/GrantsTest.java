package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static dev.groundwork.application.stage.Stage.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Explanation;
import dev.groundwork.domain.access.Explanation.ByMembership;
import dev.groundwork.domain.access.Explanation.ByRole;
import dev.groundwork.domain.access.Explanation.NearMiss;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.NewAdministrator;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.AccountChange;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who gives which role to whom, and why somebody may do something. */
class GrantsTest {
    private final Stage stage = new Stage();
    private final Groundwork groundwork = stage.groundwork();
    private final Grants grants = groundwork.grants();
    private final RoleName auditor = stage.role("auditor", Permission.AUDIT_READ);
    private final RoleName assigner = stage.role("assigner", Permission.ROLES_ASSIGN);
    private final User root = stage.person("root@example.org", RoleName.ADMIN);
    private final User eve = stage.person("eve@example.org");

    @Test
    void givesARoleAndTakesIt() {
        Actor.User admin = stage.as(root);

        Grants.Granted granted = grants.grant(admin, eve.id(), auditor, null);

        assertThat(granted.created()).isTrue();
        assertThat(granted.grant().assignedBy()).isEqualTo(root.person());
        assertThat(grants.own(stage.as(eve))).containsExactly(new HeldPermission(Permission.AUDIT_READ, auditor, null));
        grants.revoke(admin, eve.id(), auditor);
        assertThat(grants.own(stage.as(eve))).isEmpty();
        Stage.refused(Refusal.NotFound.class, () -> grants.revoke(admin, eve.id(), auditor));
    }

    @Test
    void replacesAnOldOrExpiredGrant() {
        Actor.User admin = stage.as(root);
        Instant end = stage.now().plusSeconds(60);
        grants.grant(admin, eve.id(), auditor, end);
        stage.pass(Duration.ofMinutes(1));
        assertThat(grants.own(stage.as(eve))).isEmpty();

        Grants.Granted again = grants.grant(admin, eve.id(), auditor, null);

        assertThat(again.created()).isFalse();
        assertThat(again.grant().expiresAt()).isNull();
        assertThat(grants.list(admin, eve.id())).extracting(Grant::role).containsExactly(auditor, RoleName.USER);
    }

    @Test
    void givesNothingThatHasEndedAlready() {
        Actor.User admin = stage.as(root);

        Stage.invalidAt("/expiresAt", () -> grants.grant(admin, eve.id(), auditor, stage.now()));
    }

    @Test
    void letsNobodyGiveWhatTheyDoNotHold() {
        Actor.User clerk = stage.as(stage.person("clerk@example.org", assigner));

        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(clerk, eve.id(), auditor, null));
        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(clerk, eve.id(), RoleName.ADMIN, null));
        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(clerk, clerk.id(), RoleName.ADMIN, null));
        assertThat(grants.grant(clerk, eve.id(), assigner, null)).isNotNull();
    }

    @Test
    void letsNobodyGiveForLongerThanTheyHold() {
        User clerk = stage.person("clerk@example.org", assigner);
        Instant end = stage.now().plusSeconds(600);
        stage.grant(clerk, auditor, end);
        Actor.User actor = stage.as(clerk);

        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(actor, eve.id(), auditor, null));
        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(actor, eve.id(), auditor, end.plusMillis(1)));
        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(actor, clerk.id(), auditor, null));
        assertThat(grants.grant(actor, eve.id(), auditor, end).grant().expiresAt())
                .isEqualTo(end);
        stage.pass(Duration.ofMinutes(10));
        Stage.refused(
                Refusal.Forbidden.class,
                () -> grants.grant(
                        stage.as(clerk), eve.id(), auditor, stage.now().plusSeconds(1)));
    }

    @Test
    void letsNobodyTouchWhoHoldsMore() {
        Actor.User clerk = stage.as(stage.person("clerk@example.org", assigner));
        stage.grant(eve, auditor, null);

        Stage.refused(Refusal.Forbidden.class, () -> grants.grant(clerk, eve.id(), assigner, null));
        Stage.refused(Refusal.Forbidden.class, () -> grants.revoke(clerk, root.id(), RoleName.ADMIN));
    }

    @Test
    void asksForThePermissionToAssign() {
        Actor.User plain = stage.as(eve);

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> grants.list(plain, eve.id()),
                () -> grants.grant(plain, eve.id(), RoleName.USER, null),
                () -> grants.revoke(plain, root.id(), RoleName.ADMIN),
                () -> grants.explain(plain, eve.id(), Permission.AUDIT_READ, null))) {
            Stage.refused(Refusal.Forbidden.class, use);
        }
        Actor nobody = new Actor.Anonymous(ORIGIN);
        Stage.refused(Refusal.Unauthenticated.class, () -> grants.list(nobody, eve.id()));
        Stage.refused(Refusal.Unauthenticated.class, () -> grants.own(nobody));
        Actor system = new Actor.SystemActor("mail-delivery", ORIGIN);
        Stage.refused(Refusal.Unauthenticated.class, () -> grants.grant(system, eve.id(), RoleName.ADMIN, null));
    }

    @Test
    void knowsNeitherStrangersNorStrangeRoles() {
        Actor.User admin = stage.as(root);
        stage.set(eve, UserStatus.DELETED);

        Stage.refused(Refusal.NotFound.class, () -> grants.grant(admin, new UserId(UUID.randomUUID()), auditor, null));
        Stage.refused(Refusal.NotFound.class, () -> grants.grant(admin, eve.id(), auditor, null));
        Stage.refused(Refusal.NotFound.class, () -> grants.list(admin, eve.id()));
        Stage.refused(Refusal.NotFound.class, () -> grants.grant(admin, root.id(), new RoleName("nothing"), null));
    }

    @Test
    void leavesEveryAccountTheRoleUserWithoutAnEnd() {
        Actor.User admin = stage.as(root);

        Stage.refused(Refusal.Conflict.class, () -> grants.revoke(admin, eve.id(), RoleName.USER));
        Stage.refused(
                Refusal.Conflict.class,
                () -> grants.grant(admin, eve.id(), RoleName.USER, stage.now().plusSeconds(60)));
    }

    @Test
    void keepsTheLastAdministratorWhateverWouldUnmakeThem() {
        stage.grant(eve, RoleName.ADMIN, stage.now().plus(Duration.ofDays(1)));
        Actor.User admin = stage.as(root);
        Actor.User temporary = stage.as(eve);
        Instant soon = stage.now().plusSeconds(60);

        List<ThrowingCallable> attempts = List.of(
                () -> grants.revoke(admin, root.id(), RoleName.ADMIN),
                () -> grants.revoke(OPERATOR, root.id(), RoleName.ADMIN),
                () -> grants.revoke(temporary, root.id(), RoleName.ADMIN),
                () -> grants.grant(admin, root.id(), RoleName.ADMIN, soon),
                () -> groundwork.users().change(admin, root.id(), status(UserStatus.SUSPENDED), null),
                () -> groundwork.users().change(temporary, root.id(), status(UserStatus.INACTIVE), null),
                () -> groundwork.users().change(OPERATOR, root.id(), unproven(), null),
                () -> groundwork.users().delete(temporary, root.id(), null),
                () -> groundwork.users().deleteOwn(admin, Stage.PASSWORD, null));
        for (ThrowingCallable attempt : attempts) {
            Stage.refused(Refusal.Conflict.class, attempt);
        }
        assertThat(stage.by(stage.signIn("root@example.org")).may(Permission.ROLES_ASSIGN, stage.now()))
                .isTrue();
    }

    @Test
    void letsAnAdministratorGoWhereAnotherStays() {
        stage.grant(eve, RoleName.ADMIN, null);

        groundwork.users().deleteOwn(stage.as(root), Stage.PASSWORD, null);

        Stage.refused(Refusal.Conflict.class, () -> groundwork.users().deleteOwn(stage.as(eve), Stage.PASSWORD, null));
    }

    @Test
    void countsNoAdministratorWhoMayNotSignIn() {
        stage.grant(stage.add("u@example.org", false, UserStatus.ACTIVE), RoleName.ADMIN, null);
        stage.grant(stage.add("s@example.org", true, UserStatus.SUSPENDED), RoleName.ADMIN, null);

        Stage.refused(Refusal.Conflict.class, () -> grants.revoke(OPERATOR, root.id(), RoleName.ADMIN));
    }

    @Test
    void keepsOneOfTwoAdministratorsWhoRemoveEachOtherAtOnce() {
        for (int round = 0; round < 10; round++) {
            Stage fresh = new Stage();
            User one = fresh.person("one@example.org", RoleName.ADMIN);
            User other = fresh.person("other@example.org", RoleName.ADMIN);
            List<Actor.User> actors = List.of(fresh.as(one), fresh.as(other));

            List<Boolean> removed = Together.run(
                    2,
                    number -> catchThrowable(() -> fresh.groundwork()
                                    .grants()
                                    .revoke(
                                            actors.get(number),
                                            actors.get(1 - number).id(),
                                            RoleName.ADMIN))
                            == null);

            assertThat(removed).containsOnlyOnce(true);
        }
    }

    @Test
    void keepsOneOfTwentyAdministratorsWhoLeaveAtOnce() {
        List<Actor.User> leavers = new ArrayList<>(List.of(stage.as(root)));
        for (int i = 1; i < 20; i++) {
            leavers.add(stage.as(stage.person("admin" + i + "@example.org", RoleName.ADMIN)));
        }

        List<Boolean> gone = Together.run(
                20,
                number -> catchThrowable(() -> groundwork.users().deleteOwn(leavers.get(number), Stage.PASSWORD, null))
                        == null);

        assertThat(gone).containsOnlyOnce(false);
    }

    @Test
    void asksForNoAdministratorBeforeThereIsOne() {
        Stage fresh = new Stage();
        User ada = fresh.person("ada@example.org");
        User bob = fresh.person("bob@example.org");

        fresh.groundwork().users().change(OPERATOR, bob.id(), status(UserStatus.SUSPENDED), null);
        fresh.groundwork().users().deleteOwn(fresh.as(ada), Stage.PASSWORD, null);

        assertThat(fresh.now(ada).isDeleted()).isTrue();
    }

    @Test
    void opensTheSetUpWhileNobodyHoldsTheRoleAdmin() {
        Stage fresh = new Stage();
        Setup setup = fresh.groundwork().setup();
        String link = setup.open().orElseThrow();
        User ada = fresh.person("ada@example.org");
        Instant end = fresh.now().plusSeconds(60);
        fresh.groundwork().grants().grant(OPERATOR, ada.id(), RoleName.ADMIN, end);
        NewAdministrator wanted = new NewAdministrator(new EmailAddress("first@example.org"), Stage.PASSWORD);

        assertThat(setup.open()).isEmpty();
        assertThat(setup.isOpen(ORIGIN, link)).isFalse();
        Stage.refused(Refusal.Conflict.class, () -> setup.createAdministrator(ORIGIN, link, wanted));
        assertThat(setup.ensureAdministrator(wanted)).isEmpty();

        fresh.pass(Duration.ofMinutes(1));
        assertThat(setup.isOpen(ORIGIN, link)).isTrue();
        Stage.invalidAt("/token", () -> setup.createAdministrator(ORIGIN, "gws_guess", wanted));
        User first = setup.createAdministrator(ORIGIN, link, wanted);

        assertThat(fresh.as(first).may(Permission.ROLES_ASSIGN, fresh.now())).isTrue();
        assertThat(setup.isOpen(ORIGIN, link)).isFalse();
        Stage.refused(Refusal.Conflict.class, () -> setup.createAdministrator(ORIGIN, link, wanted));
    }

    @Test
    void makesOneFirstAdministratorUnderARaceOfTwenty() {
        Stage fresh = new Stage();
        String link = fresh.groundwork().setup().open().orElseThrow();

        List<Boolean> made = Together.run(
                20,
                number -> catchThrowable(() -> fresh.groundwork()
                                .setup()
                                .createAdministrator(
                                        ORIGIN,
                                        link,
                                        new NewAdministrator(
                                                new EmailAddress("admin" + number + "@example.org"), Stage.PASSWORD)))
                        == null);

        assertThat(made).containsOnlyOnce(true);
    }

    @Test
    void explainsByWhichRoleAndUntilWhen() {
        Instant end = stage.now().plusSeconds(60);
        stage.grant(eve, auditor, end);

        assertThat(explain(Permission.AUDIT_READ, null))
                .isEqualTo(new Explanation(true, List.of(new ByRole(auditor, end)), List.of()));
    }

    @Test
    void explainsThatAGrantHasExpired() {
        Instant end = stage.now().plusSeconds(60);
        stage.grant(eve, auditor, end);
        stage.pass(Duration.ofMinutes(1));

        Explanation explanation = explain(Permission.AUDIT_READ, null);

        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.nearMisses()).singleElement().satisfies(miss -> {
            assertThat(miss.way()).isEqualTo(new ByRole(auditor, end));
            assertThat(miss.reason()).contains("expired");
        });
    }

    @Test
    void explainsThatAnAccountMayNotActAtAll() {
        stage.grant(eve, auditor, null);
        stage.set(eve, UserStatus.SUSPENDED);

        Explanation explanation = explain(Permission.AUDIT_READ, null);

        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.because()).isEmpty();
        assertThat(explanation.nearMisses())
                .containsExactly(new NearMiss(new ByRole(auditor, null), "The account is suspended."));
    }

    @Test
    void explainsNothingWhereThereIsNothing() {
        assertThat(explain(Permission.AUDIT_READ, null)).isEqualTo(new Explanation(false, List.of(), List.of()));
        assertThat(explain(new Permission("made:up"), null)).isEqualTo(new Explanation(false, List.of(), List.of()));
    }

    @Test
    void explainsAMembersRightsInAProject() {
        ProjectId project = groundwork
                .projects()
                .create(stage.as(eve), NewProject.named("Engine"))
                .id();
        Permission right = new Permission("tasks:create");

        assertThat(explain(right, project))
                .isEqualTo(new Explanation(true, List.of(new ByMembership("owner")), List.of()));
        assertThat(grants.explain(stage.as(root), root.id(), right, project).allowed())
                .as("no member")
                .isFalse();
        Stage.refused(Refusal.NotFound.class, () -> explain(right, new ProjectId(UUID.randomUUID())));
    }

    @Test
    void takesNoPermissionOfARolesForARightInAProject() {
        Permission right = new Permission("tasks:create");
        groundwork.roles().createPermission(OPERATOR, new PermissionEntry(right, null));
        stage.grant(eve, stage.role("maker", right), null);
        ProjectId others = groundwork
                .projects()
                .create(stage.as(root), NewProject.named("Engine"))
                .id();

        assertThat(explain(right, others).allowed()).isFalse();
        assertThat(explain(right, null).allowed()).isTrue();
    }

    @Test
    void explainsWhatTheAdministrationOfProjectsLetsDo() {
        ProjectId project = groundwork
                .projects()
                .create(stage.as(root), NewProject.named("Engine"))
                .id();
        RoleName steward = stage.role("steward", Permission.PROJECTS_ADMINISTER);
        Instant end = stage.now().plusSeconds(60);
        stage.grant(eve, steward, end);

        assertThat(explain(new Permission("project:delete"), project))
                .isEqualTo(new Explanation(true, List.of(new ByRole(steward, end)), List.of()));
        Explanation update = explain(new Permission("project:update"), project);
        assertThat(update.allowed()).isFalse();
        assertThat(update.nearMisses()).extracting(NearMiss::way).containsExactly(new ByRole(steward, end));
        assertThat(explain(new Permission("tasks:create"), project))
                .isEqualTo(new Explanation(false, List.of(), List.of()));
        stage.pass(Duration.ofMinutes(1));
        assertThat(explain(new Permission("project:delete"), project).allowed()).isFalse();
    }

    @Test
    void explainsThatAProjectIsArchived() {
        ProjectId project = groundwork
                .projects()
                .create(stage.as(eve), NewProject.named("Engine"))
                .id();
        stage.work()
                .run(
                        new Actor.SystemActor("test", Origin.internal("r")),
                        tx -> tx.projects().release(eve.id()));

        Explanation explanation = explain(new Permission("tasks:create"), project);

        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.nearMisses())
                .containsExactly(new NearMiss(new ByMembership("owner"), "The project is archived."));
    }

    private Explanation explain(Permission permission, @Nullable ProjectId project) {
        return grants.explain(stage.as(root), eve.id(), permission, project);
    }

    private AccountChange status(UserStatus status) {
        return new AccountChange(nothing(), Change.none(), Change.to(status), Change.none());
    }

    private AccountChange unproven() {
        return new AccountChange(nothing(), Change.none(), Change.none(), Change.to(false));
    }

    private ProfileChange nothing() {
        return ProfileChange.parse(Input.of(Map.of()), groundwork.accounts().today());
    }
}
