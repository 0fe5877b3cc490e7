package dev.groundwork.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.PasswordPolicy;
import dev.groundwork.domain.account.UserStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewAccountTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
    private static final PasswordPolicy POLICY = new PasswordPolicy(15, List.of("Groundwork"));

    @Test
    void isActiveUnprovenAndInvitedWhereNobodySaysOtherwise() {
        NewAccount account = parse(Map.of("email", "ada@example.org"));

        assertThat(account.password()).isNull();
        assertThat(account.status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(account.emailVerified()).isFalse();
        assertThat(account.roles()).isEmpty();
    }

    @Test
    void countsARoleOnce() {
        assertThat(parse(Map.of("email", "ada@example.org", "roles", List.of("admin", "user", "admin")))
                        .roles())
                .containsExactly(RoleName.ADMIN, RoleName.USER);
    }

    @Test
    void refusesAPasswordThatIsLittleMoreThanThePersonsOwnWords() {
        assertInvalid(Map.of("email", "ada@example.org", "password", "ada@example.org1"), "/password");
        assertInvalid(
                Map.of("email", "ada@example.org", "username", "lovelace.of.london", "password", "Lovelace.Of.London7"),
                "/password");
    }

    @Test
    void refusesEverythingThatIsWrongAtOnce() {
        assertInvalid(
                Map.of("password", "short", "status", "deleted", "roles", List.of("Admin"), "emailVerified", 1),
                "/email",
                "/password",
                "/status",
                "/roles/0",
                "/emailVerified");
    }

    private static NewAccount parse(Map<String, Object> members) {
        return NewAccount.parse(Input.of(members), POLICY, TODAY);
    }

    private static void assertInvalid(Map<String, Object> members, String... pointers) {
        assertThatThrownBy(() -> parse(members))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly(pointers));
    }
}
