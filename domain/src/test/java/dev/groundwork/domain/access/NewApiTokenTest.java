package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewApiTokenTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void carriesNothingAndCountsForNinetyDaysWhereNobodySaysOtherwise() {
        NewApiToken token = NewApiToken.parse(Input.of(Map.of("name", " script ")), NOW);

        assertThat(token.name()).isEqualTo("script");
        assertThat(token.scope()).isEqualTo(new ApiToken.Scope(Set.of(), ProjectReach.NONE));
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void carriesWhatItIsGiven() {
        NewApiToken token = NewApiToken.parse(
                Input.of(Map.of(
                        "name",
                        "script",
                        "permissions",
                        List.of("audit:read", "audit:read"),
                        "projects",
                        "write",
                        "expiresAt",
                        "2027-03-02T12:00:00Z")),
                NOW);

        assertThat(token.scope()).isEqualTo(new ApiToken.Scope(Set.of(Permission.AUDIT_READ), ProjectReach.WRITE));
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(366)));
    }

    @Test
    void refusesEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> NewApiToken.parse(
                        Input.of(Map.of(
                                "permissions", List.of("audit:read", "Nonsense"),
                                "projects", "all",
                                "expiresAt", "2027-03-02T12:00:00.001Z")),
                        NOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/name", "/permissions/1", "/projects", "/expiresAt"));
        assertThatThrownBy(() ->
                        NewApiToken.parse(Input.of(Map.of("name", "script", "expiresAt", "2026-03-01T12:00:00Z")), NOW))
                .isInstanceOf(Refused.class);
    }

    @Test
    void makesItsOwnerNarrowed() {
        Permissions owner = new Permissions(List.of(
                new HeldPermission(Permission.AUDIT_READ, RoleName.ADMIN, null),
                new HeldPermission(Permission.USERS_READ, RoleName.ADMIN, null)));
        ApiToken token = new ApiToken(
                new SessionHandle("A".repeat(22)),
                new UserId(UUID.randomUUID()),
                "script",
                new ApiToken.Scope(Set.of(Permission.AUDIT_READ, Permission.ROLES_READ), ProjectReach.READ),
                NOW,
                null,
                NOW.plusSeconds(60));

        Actor.User actor = token.actor(owner, Origin.internal("r"));

        assertThat(actor.id()).isEqualTo(token.owner());
        assertThat(actor.session()).isEqualTo(token.handle());
        assertThat(actor.may(Permission.AUDIT_READ, NOW)).isTrue();
        assertThat(actor.may(Permission.USERS_READ, NOW)).isFalse();
        assertThat(actor.may(Permission.ROLES_READ, NOW))
                .as("the owner lacks it")
                .isFalse();
        assertThat(actor.reach()).isEqualTo(new Reach(false, ProjectReach.READ));
        assertThatThrownBy(actor::requireAccountHolder).isInstanceOf(Refused.class);
        assertThat(token.isAliveAt(NOW.plusSeconds(60))).isFalse();
    }
}
