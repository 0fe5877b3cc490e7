package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static dev.groundwork.application.stage.Stage.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.contract.Refusals;
import dev.groundwork.application.contract.Together;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Change;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleChange;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Roles and what they hold. */
class RolesTest {
    private static final RoleName CLERK = new RoleName("clerk");
    private static final Permission MADE = new Permission("reports:print");

    private final Stage stage = new Stage();
    private final Roles roles = stage.groundwork().roles();
    private final Actor.User admin = stage.administrator();
    private final RoleName manager = stage.role("manager", Permission.ROLES_MANAGE, Permission.ROLES_READ);
    private final User holder = stage.person("manager@example.org", manager);
    private final Actor.User managing = stage.as(holder);

    @Test
    void makesChangesAndRemovesARole() {
        Role made = roles.create(admin, new NewRole(CLERK, "Files", List.of(Permission.AUDIT_READ)));
        assertThat(roles.find(admin, CLERK)).isEqualTo(made);

        Role changed = roles.change(
                admin,
                CLERK,
                new RoleChange(
                        Change.to(new RoleName("archivist")),
                        Change.to(null),
                        Change.to(List.of(Permission.USERS_READ, Permission.USERS_READ))),
                made.revision().version());

        assertThat(changed.name()).isEqualTo(new RoleName("archivist"));
        assertThat(changed.description()).isNull();
        assertThat(changed.permissions()).containsExactly(Permission.USERS_READ);
        Stage.refused(Refusal.NotFound.class, () -> roles.find(admin, CLERK));
        Stage.refused(Refusal.Stale.class, () -> roles.remove(admin, new RoleName("archivist"), 1L));
        roles.remove(admin, new RoleName("archivist"), changed.revision().version());
        Stage.refused(Refusal.NotFound.class, () -> roles.find(admin, new RoleName("archivist")));
    }

    @Test
    void takesARemovedRoleFromEverybody() {
        roles.create(admin, new NewRole(CLERK, null, List.of(Permission.AUDIT_READ)));
        User ada = stage.person("ada@example.org", CLERK);

        roles.remove(admin, CLERK, null);

        assertThat(stage.as(ada).may(Permission.AUDIT_READ, stage.now())).isFalse();
        roles.create(admin, new NewRole(CLERK, null, List.of(Permission.AUDIT_READ)));
        assertThat(stage.as(ada).may(Permission.AUDIT_READ, stage.now())).isFalse();
    }

    @Test
    void letsNobodyGiveToOrTakeFromARoleWhatTheyDoNotHold() {
        RoleName powerful = stage.role("powerful", Permission.AUDIT_READ);

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> roles.create(managing, new NewRole(CLERK, null, List.of(Permission.AUDIT_READ))),
                () -> roles.addPermission(managing, manager, Permission.AUDIT_READ, null),
                () -> roles.change(managing, manager, permissions(Permission.AUDIT_READ), null),
                () -> roles.change(managing, powerful, permissions(), null),
                () -> roles.removePermission(managing, powerful, Permission.AUDIT_READ, null),
                () -> roles.remove(managing, powerful, null),
                () -> roles.removePermission(managing, made(), null))) {
            Stage.refused(Refusal.Forbidden.class, use);
        }
        assertThat(roles.find(managing, powerful).permissions()).containsExactly(Permission.AUDIT_READ);
    }

    @Test
    void letsNobodyKeepInARoleWhatTheyHoldOnlyForATime() {
        stage.grant(
                holder,
                stage.role("auditor", Permission.AUDIT_READ),
                stage.now().plusSeconds(600));
        Actor.User actor = stage.as(holder);

        Stage.refused(Refusal.Forbidden.class, () -> roles.addPermission(actor, manager, Permission.AUDIT_READ, null));
        Stage.refused(
                Refusal.Forbidden.class,
                () -> roles.change(
                        actor,
                        manager,
                        permissions(Permission.AUDIT_READ, Permission.ROLES_MANAGE, Permission.ROLES_READ),
                        null));
        stage.pass(Duration.ofMinutes(10));
        assertThat(stage.as(holder).may(Permission.AUDIT_READ, stage.now())).isFalse();
    }

    @Test
    void keepsTheSystemsRoles() {
        for (RoleName name : List.of(RoleName.ADMIN, RoleName.USER)) {
            Stage.refused(Refusal.Conflict.class, () -> roles.remove(admin, name, null));
            Stage.refused(
                    Refusal.Conflict.class,
                    () -> roles.change(
                            admin, name, new RoleChange(Change.to(CLERK), Change.none(), Change.none()), null));
        }
        Stage.refused(
                Refusal.Conflict.class,
                () -> roles.removePermission(admin, RoleName.ADMIN, Permission.AUDIT_READ, null));
        Stage.refused(Refusal.Conflict.class, () -> roles.change(admin, RoleName.ADMIN, permissions(), null));
        assertThat(roles.addPermission(admin, RoleName.USER, Permission.METRICS_READ, null)
                        .role()
                        .permissions())
                .containsExactly(Permission.METRICS_READ);
    }

    @Test
    void givesAdministratorsWhatIsMadeLater() {
        made();

        assertThat(stage.by(stage.signIn("root@example.org")).may(MADE, stage.now()))
                .isTrue();
        assertThat(roles.find(admin, RoleName.ADMIN).permissions()).contains(MADE);
    }

    @Test
    void takesARemovedPermissionFromEveryRole() {
        made();
        roles.create(admin, new NewRole(CLERK, null, List.of(MADE)));
        long before = roles.find(admin, CLERK).revision().version();

        roles.removePermission(admin, MADE, null);

        assertThat(roles.find(admin, CLERK).permissions()).isEmpty();
        assertThat(roles.find(admin, CLERK).revision().version()).isGreaterThan(before);
        assertThat(roles.find(admin, RoleName.ADMIN).permissions()).doesNotContain(MADE);
        Stage.refused(Refusal.NotFound.class, () -> roles.removePermission(admin, MADE, null));
    }

    @Test
    void keepsThePermissionsThatTheServerAsksFor() {
        for (Permission permission : Permission.OF_THE_SERVER) {
            Stage.refused(Refusal.Conflict.class, () -> roles.removePermission(admin, permission, null));
        }
    }

    @Test
    void saysWhatIsTakenOrMissing() {
        assertThatThrownBy(() -> roles.create(admin, new NewRole(manager, null, List.of())))
                .satisfies(Refusals.areConflictsAt("/name"));
        assertThatThrownBy(() -> roles.createPermission(admin, new PermissionEntry(Permission.AUDIT_READ, null)))
                .satisfies(Refusals.areConflictsAt("/name"));
        Stage.invalidAt("/permissions", () -> roles.create(admin, new NewRole(CLERK, null, List.of(MADE))));
        Stage.refused(Refusal.NotFound.class, () -> roles.addPermission(admin, manager, MADE, null));
        Stage.refused(
                Refusal.NotFound.class, () -> roles.removePermission(admin, manager, Permission.AUDIT_READ, null));
        Stage.refused(Refusal.Stale.class, () -> roles.addPermission(admin, manager, Permission.AUDIT_READ, 7L));
    }

    @Test
    void makesOneOfTwentyRolesOfOneName() {
        assertThat(Together.run(
                        20,
                        number ->
                                catchThrowable(() -> roles.create(admin, new NewRole(CLERK, null, List.of()))) == null))
                .containsOnlyOnce(true);
    }

    @Test
    void losesNoPermissionOfThoseThatAreAddedAtOnce() {
        roles.create(admin, new NewRole(CLERK, null, List.of()));
        List<Permission> wanted = Permission.OF_THE_SERVER.subList(0, 10);

        Together.run(10, number -> roles.addPermission(admin, CLERK, wanted.get(number), null));

        assertThat(roles.find(admin, CLERK).permissions()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void asksForThePermissionsToReadAndToManage() {
        Actor.User reader = stage.as(stage.person("r@example.org", stage.role("reader", Permission.ROLES_READ)));
        Actor.User plain = stage.as(stage.person("p@example.org"));

        assertThat(roles.list(reader, Page.Request.first()).items()).hasSize(4);
        assertThat(roles.listPermissions(reader, Page.Request.first()).items()).hasSameSizeAs(Permission.OF_THE_SERVER);
        Stage.refused(Refusal.Forbidden.class, () -> roles.create(reader, new NewRole(CLERK, null, List.of())));
        Stage.refused(Refusal.Forbidden.class, () -> roles.list(plain, Page.Request.first()));
        Stage.refused(
                Refusal.Unauthenticated.class, () -> roles.list(new Actor.Anonymous(ORIGIN), Page.Request.first()));
        assertThat(roles.create(OPERATOR, new NewRole(CLERK, null, List.of(Permission.AUDIT_READ))))
                .isNotNull();
    }

    private Permission made() {
        roles.createPermission(admin, new PermissionEntry(MADE, "Prints reports"));
        return MADE;
    }

    private static RoleChange permissions(Permission... permissions) {
        return new RoleChange(Change.none(), Change.<@Nullable String>none(), Change.to(List.of(permissions)));
    }
}
