package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.NewRole;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.PermissionEntry;
import dev.groundwork.domain.access.Role;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.RoleStore} promises. */
public interface RoleStoreContract extends StoreContract {

    @Test
    default void bringsTheRolesAndPermissionsOfTheServer() {
        Role admin = find(RoleName.ADMIN).orElseThrow();
        Role user = find(RoleName.USER).orElseThrow();

        assertThat(admin.isSystem()).isTrue();
        assertThat(admin.permissions()).containsAll(Permission.OF_THE_SERVER);
        assertThat(user.isSystem()).isTrue();
        assertThat(missing(Permission.OF_THE_SERVER)).isEmpty();
    }

    @Test
    default void addsARoleAsItWasGiven() {
        NewRole wanted = new NewRole(
                name(), "Zwei\nZeilen", List.of(Permission.USERS_READ, Permission.AUDIT_READ, Permission.USERS_READ));

        Role added = add(wanted).orElseThrow();

        assertThat(added.name()).isEqualTo(wanted.name());
        assertThat(added.description()).isEqualTo("Zwei\nZeilen");
        assertThat(added.isSystem()).isFalse();
        assertThat(added.permissions()).containsExactly(Permission.AUDIT_READ, Permission.USERS_READ);
        assertThat(find(wanted.name())).contains(added);
    }

    @Test
    default void addsOneOfTwentyRolesOfOneName() {
        RoleName name = name();

        List<Boolean> added =
                Together.run(number -> add(new NewRole(name, null, List.of())).isPresent());

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    default void changesNameAndDescriptionAndKeepsTheRest() {
        Role role = role(Permission.AUDIT_READ);
        UserId holder = new Scene(work()).user().id();
        grant(holder, role.name());
        RoleName renamed = name();

        Role changed = change(role.name(), renamed, "Now so").orElseThrow();

        assertThat(changed.name()).isEqualTo(renamed);
        assertThat(changed.description()).isEqualTo("Now so");
        assertThat(changed.permissions()).isEqualTo(role.permissions());
        assertThat(changed.revision().version()).isGreaterThan(role.revision().version());
        assertThat(find(renamed)).contains(changed);
        assertThat(find(role.name())).isEmpty();
        assertThat(rolesOf(holder)).containsExactlyInAnyOrder(renamed, RoleName.USER);
    }

    @Test
    default void keepsTheVersionWhereNothingReallyChanged() {
        Role role = role(Permission.AUDIT_READ);

        assertThat(change(role.name(), role.name(), role.description())).contains(role);
        assertThat(setPermissions(role.name(), Permission.AUDIT_READ)).isEqualTo(role);
    }

    @Test
    default void changesNoNameIntoOneThatIsTaken() {
        Role role = role();
        Role other = role();

        assertThat(change(role.name(), other.name(), "X")).isEmpty();
        assertThat(find(role.name())).contains(role);
        assertThat(find(other.name())).contains(other);
    }

    @Test
    default void setsThePermissionsAndRaisesTheVersion() {
        Role role = role(Permission.AUDIT_READ, Permission.USERS_READ);

        Role changed = setPermissions(role.name(), Permission.USERS_READ, Permission.ROLES_READ);

        assertThat(changed.permissions()).containsExactly(Permission.ROLES_READ, Permission.USERS_READ);
        assertThat(changed.revision().version()).isGreaterThan(role.revision().version());
        assertThat(find(role.name())).contains(changed);
        assertThat(setPermissions(role.name()).permissions()).isEmpty();
    }

    @Test
    default void losesNoPermissionOfTwentyThatAreAddedAtOnce() {
        Role role = role();
        List<Permission> wanted = new ArrayList<>();
        for (int i = 0; i < Together.THREADS; i++) {
            wanted.add(permission());
        }

        Together.run(number -> work().<Role>in(Scene.system(), tx -> {
            Role now = tx.roles().findForUpdate(role.name()).orElseThrow();
            Set<Permission> more = new HashSet<>(now.permissions());
            more.add(wanted.get(number));
            return tx.roles().setPermissions(role.name(), more);
        }));

        assertThat(find(role.name()).orElseThrow().permissions()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    default void removesARoleAndTakesItFromEverybody() {
        Role role = role(Permission.AUDIT_READ);
        UserId holder = new Scene(work()).user().id();
        grant(holder, role.name());

        work().run(Scene.system(), tx -> tx.roles().remove(role.name()));

        assertThat(find(role.name())).isEmpty();
        assertThat(rolesOf(holder)).containsExactly(RoleName.USER);
        assertThat(history("user_roles", holder + ":" + role.name())).containsExactly("DELETE", "INSERT");
        assertThat(history("role_permissions", role.name() + ":audit:read")).containsExactly("DELETE", "INSERT");
        assertThat(history("roles", role.name().value())).first().isEqualTo("DELETE");
    }

    @Test
    default void addsAPermissionThatAdministratorsHoldFromThenOn() {
        Permission permission = new Permission(Fresh.word() + ":use");
        long before = find(RoleName.ADMIN).orElseThrow().revision().version();

        assertThat(addPermission(permission)).isTrue();

        assertThat(find(RoleName.ADMIN).orElseThrow().permissions()).contains(permission);
        assertThat(find(RoleName.ADMIN).orElseThrow().revision().version()).isGreaterThan(before);
        assertThat(addPermission(permission)).isFalse();
        assertThat(missing(List.of(permission, new Permission("nobody:made-it"), Permission.AUDIT_READ)))
                .containsExactly(new Permission("nobody:made-it"));
    }

    @Test
    default void addsAPermissionForOneOfTwenty() {
        Permission permission = new Permission(Fresh.word() + ":use");

        assertThat(Together.run(number -> addPermission(permission))).containsOnlyOnce(true);
    }

    @Test
    default void removesAPermissionAndTakesItFromEveryRole() {
        Permission permission = permission();
        Role role = role(permission, Permission.AUDIT_READ);

        assertThat(removePermission(permission)).isTrue();

        assertThat(find(role.name()).orElseThrow().permissions()).containsExactly(Permission.AUDIT_READ);
        assertThat(find(RoleName.ADMIN).orElseThrow().permissions()).doesNotContain(permission);
        assertThat(missing(List.of(permission))).containsExactly(permission);
        assertThat(removePermission(permission)).isFalse();
        assertThat(history("role_permissions", role.name() + ":" + permission)).containsExactly("DELETE", "INSERT");
    }

    @Test
    default void findsAPermissionUntilItIsRemoved() {
        Permission permission = permission();

        assertThat(findPermission(permission)).contains(new PermissionEntry(permission, "For a test"));
        removePermission(permission);
        assertThat(findPermission(permission)).isEmpty();
    }

    @Test
    default void listsRolesByNamePageByPageThoughRolesComeAndGo() {
        String prefix = "r" + Fresh.word() + "-";
        for (String end : List.of("a", "b", "c", "d", "e")) {
            add(new NewRole(new RoleName(prefix + end), null, List.of()));
        }

        Page<Role> first = roles(new Page.Request(2, positionBefore(prefix)));
        assertThat(first.items()).extracting(role -> role.name().value()).containsExactly(prefix + "a", prefix + "b");
        work().run(Scene.system(), tx -> tx.roles().remove(new RoleName(prefix + "b")));
        work().run(Scene.system(), tx -> tx.roles().remove(new RoleName(prefix + "c")));
        add(new NewRole(new RoleName(prefix + "aa"), null, List.of()));

        assertThat(roles(new Page.Request(2, first.next())).items())
                .extracting(role -> role.name().value())
                .containsExactly(prefix + "d", prefix + "e");
    }

    @Test
    default void listsEveryPermissionOnceByName() {
        permission();
        List<Permission> all = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page.Request request = new Page.Request(7, after);
            Page<PermissionEntry> page =
                    work().in(Scene.system(), tx -> tx.roles().listPermissions(request));
            page.items().forEach(entry -> all.add(entry.permission()));
            after = page.next();
        } while (after != null);

        assertThat(all).doesNotHaveDuplicates().containsAll(Permission.OF_THE_SERVER);
        assertThat(all.stream().map(Permission::name)).isSorted();
    }

    @Test
    default void entersARoleIntoTheAuditTrail() {
        Role role = role(Permission.AUDIT_READ);

        assertThat(activities("roles", role.name().value()))
                .singleElement()
                .satisfies(activity -> assertThat(activity.changes())
                        .containsEntry("name", new FieldChange(null, role.name().value())));
        assertThat(activities("role_permissions", role.name() + ":audit:read"))
                .singleElement()
                .satisfies(activity -> assertThat(activity.changes())
                        .containsEntry("role", new FieldChange(null, role.name().value()))
                        .containsEntry("permission", new FieldChange(null, "audit:read")));
    }

    private static RoleName name() {
        return new RoleName("r" + Fresh.word());
    }

    private Role role(Permission... permissions) {
        return add(new NewRole(name(), null, List.of(permissions))).orElseThrow();
    }

    private Optional<Role> add(NewRole role) {
        return work().in(Scene.system(), tx -> tx.roles().add(role));
    }

    private Optional<Role> find(RoleName name) {
        return work().in(Scene.system(), tx -> tx.roles().find(name));
    }

    private Optional<Role> change(RoleName role, RoleName name, @Nullable String description) {
        return work().in(Scene.system(), tx -> tx.roles().change(role, name, description));
    }

    private Role setPermissions(RoleName role, Permission... permissions) {
        return work().in(Scene.system(), tx -> tx.roles().setPermissions(role, Set.of(permissions)));
    }

    private Permission permission() {
        Permission permission = new Permission(Fresh.word() + ":use");
        addPermission(permission);
        return permission;
    }

    private boolean addPermission(Permission permission) {
        return work().<Boolean>in(
                        Scene.system(), tx -> tx.roles().addPermission(new PermissionEntry(permission, "For a test")));
    }

    private Optional<PermissionEntry> findPermission(Permission permission) {
        return work().in(Scene.system(), tx -> tx.roles().findPermission(permission));
    }

    private boolean removePermission(Permission permission) {
        return work().<Boolean>in(Scene.system(), tx -> tx.roles().removePermission(permission));
    }

    private List<Permission> missing(List<Permission> permissions) {
        return work().in(Scene.system(), tx -> tx.roles().missing(permissions));
    }

    private Page<Role> roles(Page.Request request) {
        return work().in(Scene.system(), tx -> tx.roles().list(request));
    }

    /** The position of the last role before those of a test. */
    private @Nullable String positionBefore(String prefix) {
        @Nullable String after = null;
        while (true) {
            Page<Role> page = roles(new Page.Request(1, after));
            if (page.items().isEmpty() || page.items().get(0).name().value().startsWith(prefix)) {
                return after;
            }
            after = page.next();
        }
    }

    private void grant(UserId user, RoleName role) {
        work().run(Scene.system(), tx -> tx.grants().grant(user, role, null, null));
    }

    private List<RoleName> rolesOf(UserId user) {
        return work().<List<Grant>>in(Scene.system(), tx -> tx.grants().list(user)).stream()
                .map(Grant::role)
                .toList();
    }

    private List<String> history(String resourceType, String resourceId) {
        return activities(resourceType, resourceId).stream()
                .map(Activity::action)
                .toList();
    }

    private List<Activity> activities(String resourceType, String resourceId) {
        return work().in(Scene.system(), tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items();
    }
}
