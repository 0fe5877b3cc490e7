package dev.groundwork.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountChangeTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    @Test
    void readsWhatIsThereAndLeavesTheRest() {
        AccountChange change = AccountChange.parse(
                Input.of(Map.of("email", "ada@example.org", "status", "suspended", "emailVerified", true)), TODAY);

        assertThat(change.email()).isEqualTo(Change.to(new EmailAddress("ada@example.org")));
        assertThat(change.status()).isEqualTo(Change.to(UserStatus.SUSPENDED));
        assertThat(change.emailVerified()).isEqualTo(Change.to(true));
        assertThat(change.profile().firstName()).isEqualTo(Change.none());
        assertThat(AccountChange.parse(Input.of(Map.of()), TODAY).status()).isEqualTo(Change.none());
    }

    @Test
    void refusesEverythingThatIsWrongAtOnce() {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("email", null);
        input.put("status", "deleted");
        input.put("emailVerified", "yes");
        input.put("dateOfBirth", "2026-03-02");

        assertThatThrownBy(() -> AccountChange.parse(Input.of(input), TODAY))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/email", "/status", "/emailVerified", "/dateOfBirth"));
    }

    @Test
    void understandsWhatItSaysItDoes() {
        assertThat(AccountChange.MEMBERS).containsAll(ProfileChange.MEMBERS).contains("email", "status");
        assertThat(AccountChange.MEMBERS).doesNotContain("password", "roles", "id");
    }
}
