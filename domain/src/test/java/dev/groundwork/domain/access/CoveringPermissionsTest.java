package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoveringPermissionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(60);
    private static final Permissions LASTING = of(Permission.AUDIT_READ, null);
    private static final Permissions ENDING = of(Permission.AUDIT_READ, END);

    @Test
    void includesUntilBeforeTheEnd() {
        assertThat(ENDING.include(Permission.AUDIT_READ, END.minusNanos(1))).isTrue();
        assertThat(ENDING.include(Permission.AUDIT_READ, END)).isFalse();
        assertThat(LASTING.include(Permission.AUDIT_READ, Instant.MAX)).isTrue();
        assertThat(LASTING.include(Permission.USERS_READ, NOW)).isFalse();
    }

    @Test
    void includesWhatOneOfTwoGrantsStillBrings() {
        Permissions both = new Permissions(
                List.of(ENDING.held().get(0), new HeldPermission(Permission.AUDIT_READ, RoleName.ADMIN, null)));

        assertThat(both.include(Permission.AUDIT_READ, END)).isTrue();
    }

    @Test
    void coversWhatItIncludesAtThatMoment() {
        assertThat(LASTING.cover(ENDING, NOW)).isTrue();
        assertThat(ENDING.cover(LASTING, NOW)).isTrue();
        assertThat(ENDING.cover(LASTING, END)).isFalse();
        assertThat(Permissions.NONE.cover(ENDING, END))
                .as("what has ended weighs nothing")
                .isTrue();
        assertThat(Permissions.NONE.cover(ENDING, NOW)).isFalse();
        assertThat(LASTING.cover(Permissions.NONE, NOW)).isTrue();
        assertThat(LASTING.cover(of(Permission.USERS_READ, null), NOW)).isFalse();
    }

    @Test
    void keepsWhatACredentialCarriesWithItsEnd() {
        Permissions both = new Permissions(
                List.of(ENDING.held().get(0), new HeldPermission(Permission.USERS_READ, RoleName.ADMIN, null)));

        assertThat(both.narrowedTo(Set.of(Permission.AUDIT_READ, Permission.ROLES_READ)))
                .isEqualTo(ENDING);
        assertThat(both.narrowedTo(Set.of())).isEqualTo(Permissions.NONE);
    }

    private static Permissions of(Permission permission, @Nullable Instant end) {
        return new Permissions(List.of(new HeldPermission(permission, new RoleName("auditor"), end)));
    }
}
