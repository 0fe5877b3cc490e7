package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.GrantStore} promises. */
public interface GrantStoreContract extends StoreContract {
    /** When the grants of these tests end. */
    Instant END = Instant.parse("2100-01-01T00:00:00Z");

    @Test
    default void countsActiveVerifiedAccountsWithTheRoleAdmin() {
        int before = count(END.minusMillis(1));
        Scene scene = new Scene(work());
        grant(scene.user().id(), null, null);
        grant(scene.unverified(Profile.EMPTY).id(), null, null);

        assertThat(count(END.minusMillis(1))).isEqualTo(before + 1);
    }

    @Test
    default void countsAGrantUntilBeforeItsEnd() {
        int before = count(END.minusMillis(1));
        int after = count(END);
        grant(new Scene(work()).user().id(), null, END);

        assertThat(count(END.minusMillis(1))).isEqualTo(before + 1);
        assertThat(count(END)).isEqualTo(after);
    }

    @Test
    default void replacesAGrantThatIsThere() {
        UserId user = new Scene(work()).user().id();
        int before = count(END);
        grant(user, null, END);
        grant(user, null, null);

        assertThat(count(END)).isEqualTo(before + 1);
    }

    @Test
    default void letsOneOfTwentyMakeTheNextAdministrator() {
        int before = count(END.minusMillis(1));
        Scene scene = new Scene(work());

        List<Boolean> made = Together.run(number -> {
            User user = scene.user();
            return work().in(Scene.system(), tx -> {
                tx.grants().lockAdministrators();
                boolean first = tx.grants().countAdministrators(END.minusMillis(1)) == before;
                if (first) {
                    tx.grants().grant(user.id(), RoleName.ADMIN, null, END);
                }
                return first;
            });
        });

        assertThat(made).containsOnlyOnce(true);
    }

    @Test
    default void entersGrantsIntoTheAuditTrail() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        UserId by = scene.user().id();
        grant(user, by, null);
        grant(user, by, END);

        List<Activity> history = work().in(
                        Scene.system(), tx -> tx.activities().list("user_roles", user + ":admin", Page.Request.first()))
                .items();

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(1).changes())
                .containsEntry("user", new FieldChange(null, user.toString()))
                .containsEntry("role", new FieldChange(null, "admin"))
                .containsEntry("assignedBy", new FieldChange(null, by.toString()));
        assertThat(history.get(0).changes()).containsKey("expiresAt").doesNotContainKeys("user", "role", "assignedBy");
    }

    @Test
    default void countsWhoHoldsTheRoleAdminForGood() {
        Scene scene = new Scene(work());
        int before = countLasting();
        int beyond = count(END);
        User lasting = scene.user();
        grant(lasting.id(), null, null);
        grant(scene.user().id(), null, END);
        grant(scene.unverified(Profile.EMPTY).id(), null, null);
        assertThat(countLasting()).isEqualTo(before + 1);

        scene.set(lasting, UserStatus.SUSPENDED);
        assertThat(countLasting()).isEqualTo(before);
        assertThat(count(END)).isEqualTo(beyond);
    }

    @Test
    default void takesARoleOnce() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        RoleName role = scene.role();
        give(user, role, END);

        assertThat(revoke(user, role)).isTrue();
        assertThat(find(user, role)).isEmpty();
        assertThat(revoke(user, role)).isFalse();
        assertThat(work().in(
                                Scene.system(),
                                tx -> tx.activities().list("user_roles", user + ":" + role, Page.Request.first()))
                        .items())
                .extracting(Activity::action)
                .containsExactly("DELETE", "INSERT");
    }

    @Test
    default void showsGrantsByRoleThoseThatHaveEndedToo() {
        Scene scene = new Scene(work());
        User user = scene.user();
        User by = scene.user();
        RoleName role = scene.role();
        Instant past = Instant.parse("2001-01-01T00:00:00.123456Z");
        work().run(Scene.system(), tx -> tx.grants().grant(user.id(), role, by.id(), past));

        List<Grant> grants = work().in(Scene.system(), tx -> tx.grants().list(user.id()));

        assertThat(grants).extracting(Grant::role).containsExactly(role, RoleName.USER);
        Grant grant = grants.get(0);
        assertThat(grant.assignedBy()).isEqualTo(by.person());
        assertThat(grant.expiresAt()).isEqualTo(past);
        assertThat(grant.revision().version()).isEqualTo(1);
        assertThat(grants.get(1).assignedBy()).isNull();
        assertThat(grants.get(1).expiresAt()).isNull();
        assertThat(find(user.id(), role)).contains(grant);
        assertThat(find(user.id(), RoleName.ADMIN)).isEmpty();
    }

    @Test
    default void raisesTheVersionOfAGrantThatIsReplaced() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        RoleName role = scene.role();
        give(user, role, END);
        Grant before = find(user, role).orElseThrow();

        give(user, role, null);

        Grant now = find(user, role).orElseThrow();
        assertThat(now.expiresAt()).isNull();
        assertThat(now.assignedAt()).isAfterOrEqualTo(before.assignedAt());
        assertThat(now.revision().version()).isEqualTo(2);
        assertThat(now.revision().updatedAt()).isAfter(before.revision().updatedAt());
    }

    @Test
    default void tellsWhatTheGrantsThatHoldAllowWithTheirEnds() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        RoleName one = scene.role(Permission.AUDIT_READ, Permission.USERS_READ);
        RoleName other = scene.role(Permission.AUDIT_READ);
        give(user, one, END);
        give(user, other, null);

        assertThat(permissionsOf(user, END.minusMillis(1)))
                .containsExactlyInAnyOrder(
                        new HeldPermission(Permission.AUDIT_READ, one, END),
                        new HeldPermission(Permission.USERS_READ, one, END),
                        new HeldPermission(Permission.AUDIT_READ, other, null));
        assertThat(permissionsOf(user, END)).containsExactly(new HeldPermission(Permission.AUDIT_READ, other, null));
    }

    @Test
    default void tellsWhichGrantsBringAPermissionThoseThatHaveEndedToo() {
        Scene scene = new Scene(work());
        UserId user = scene.user().id();
        RoleName lasting = scene.role(Permission.AUDIT_READ);
        RoleName ended = scene.role(Permission.AUDIT_READ);
        RoleName without = scene.role(Permission.USERS_READ);
        give(user, lasting, null);
        give(user, ended, Instant.parse("2001-01-01T00:00:00Z"));
        give(user, without, null);

        Map<RoleName, Grant> found = work().in(Scene.system(), tx -> tx.grants().grantsOf(user, Permission.AUDIT_READ));

        assertThat(found).containsOnlyKeys(lasting, ended);
        assertThat(found).containsEntry(lasting, find(user, lasting).orElseThrow());
        assertThat(work().<Map<RoleName, Grant>>in(
                                Scene.system(), tx -> tx.grants().grantsOf(user, Permission.ROLES_READ)))
                .isEmpty();
    }

    @Test
    default void letsOneOfTwoAdministratorsWhoUnmakeEachOtherStay() {
        Scene scene = new Scene(work());
        int others = countLasting();
        List<User> two = List.of(scene.user(), scene.user());
        two.forEach(user -> grant(user.id(), null, null));

        List<Boolean> unmade = Together.run(
                2,
                number -> work().<Boolean>in(Scene.system(), tx -> {
                    tx.grants().lockAdministrators();
                    boolean another = tx.grants().countLastingAdministrators() > others + 1;
                    if (another) {
                        tx.grants().revoke(two.get(number).id(), RoleName.ADMIN);
                    }
                    return another;
                }));

        assertThat(unmade).containsOnlyOnce(true);
        assertThat(countLasting()).isEqualTo(others + 1);
    }

    private void give(UserId user, RoleName role, @Nullable Instant expiresAt) {
        work().run(Scene.system(), tx -> tx.grants().grant(user, role, null, expiresAt));
    }

    private boolean revoke(UserId user, RoleName role) {
        return work().<Boolean>in(Scene.system(), tx -> tx.grants().revoke(user, role));
    }

    private Optional<Grant> find(UserId user, RoleName role) {
        return work().in(Scene.system(), tx -> tx.grants().find(user, role));
    }

    private List<HeldPermission> permissionsOf(UserId user, Instant now) {
        return work().in(Scene.system(), tx -> tx.grants().permissionsOf(user, now))
                .held();
    }

    private int countLasting() {
        return work().<Integer>in(Scene.system(), tx -> tx.grants().countLastingAdministrators());
    }

    private void grant(UserId user, @Nullable UserId by, @Nullable Instant expiresAt) {
        work().run(Scene.system(), tx -> tx.grants().grant(user, RoleName.ADMIN, by, expiresAt));
    }

    private int count(Instant now) {
        return work().<Integer>in(Scene.system(), tx -> tx.grants().countAdministrators(now));
    }
}
