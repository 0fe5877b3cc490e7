package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Refusals;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    private static final Instant END = Instant.parse("2026-11-24T12:00:00Z");
    private static final Permission READ = new Permission("reports:read");
    private static final RoleName ROLE = new RoleName("reporter");

    @Test
    void aGrantHoldsUntilTheInstantOfItsEndAndNotAtIt() {
        HeldPermission held = new HeldPermission(READ, ROLE, END);
        assertThat(held.holdsAt(END.minusNanos(1))).isTrue();
        assertThat(held.holdsAt(END)).isFalse();
    }

    @Test
    void aGrantWithoutAnEndHoldsForEver() {
        assertThat(new HeldPermission(READ, ROLE, null).holdsAt(Instant.MAX)).isTrue();
    }

    @Test
    void anEndedGrantDoesNotHideOneThatHolds() {
        Permissions permissions = new Permissions(List.of(
                new HeldPermission(READ, ROLE, END),
                new HeldPermission(READ, new RoleName("chief"), END.plusSeconds(1))));
        assertThat(permissions.include(READ, END)).isTrue();
        assertThat(permissions.include(READ, END.plusSeconds(1))).isFalse();
    }

    @Test
    void holdsNothingThatWasNotGranted() {
        Permissions permissions = new Permissions(List.of(new HeldPermission(READ, ROLE, null)));
        assertThat(permissions.include(new Permission("reports:write"), END)).isFalse();
        assertThat(Permissions.NONE.include(READ, END)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users:read-ssn", "a:b", "0:1"})
    void aPermissionIsAResourceAndAnAction(String name) {
        assertThat(Permission.parse(name).toString()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "users", "users:", ":read", "Users:read", "users:read:all", "users read", "-a:b", "users:*"})
    void refusesWhatIsNoPermission(String name) {
        assertThat(Refusals.reasonOf(() -> Permission.parse(name))).startsWith("must be resource:action");
        assertThatThrownBy(() -> new Permission(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachHalfOfAPermissionHasAtMost49Characters() {
        assertThat(Permission.parse("a".repeat(49) + ":" + "b".repeat(49)).name())
                .hasSize(99);
        assertThat(Refusals.violationsOf(() -> Permission.parse("a".repeat(50) + ":b")))
                .hasSize(1);
    }

    @Test
    void theServerAsksForEachOfItsPermissionsOnce() {
        assertThat(Permission.OF_THE_SERVER).hasSize(18).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "a", "team_lead-2"})
    void takesARolesName(String name) {
        assertThat(RoleName.parse(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "2nd", "_x", "a b", "ä"})
    void refusesWhatIsNoRolesName(String name) {
        assertThat(Refusals.reasonOf(() -> RoleName.parse(name))).contains("start with a letter");
        assertThatThrownBy(() -> new RoleName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRolesNameHasAtMost50Characters() {
        assertThat(RoleName.parse("a".repeat(50)).value()).hasSize(50);
        assertThat(Refusals.violationsOf(() -> RoleName.parse("a".repeat(51)))).hasSize(1);
    }
}
