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

class ImportedAccountTest {
    private static final String HASH = "$2b$12$of-a-sort";

    @Test
    void readsAHashWhereAPasswordWouldStand() {
        ImportedAccount account = parse(Map.of(
                "email",
                "ada@example.org",
                "passwordHash",
                HASH,
                "status",
                "suspended",
                "roles",
                List.of("admin", "admin"),
                "emailVerified",
                true));

        assertThat(account.password()).hasToString("PasswordHash[masked]");
        assertThat(account.status()).isEqualTo(UserStatus.SUSPENDED);
        assertThat(account.roles()).containsExactly(RoleName.ADMIN);
        assertThat(account.emailVerified()).isTrue();
        assertThat(ImportedAccount.MEMBERS).contains("passwordHash", "username").doesNotContain("password");
    }

    @Test
    void needsNothingButAnAddress() {
        ImportedAccount account = parse(Map.of("email", "ada@example.org"));

        assertThat(account.password()).isNull();
        assertThat(account.status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(account.emailVerified()).isFalse();
    }

    @Test
    void refusesAHashThatNobodyCouldVerifyAndDoesNotRepeatIt() {
        for (String hash : List.of("secret-in-clear", "$6$secret")) {
            assertThatThrownBy(() -> parse(Map.of("email", "nobody", "passwordHash", hash)))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(((Refusal.Invalid) refused.refusal()).violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly("/email", "/passwordHash");
                        assertThat(refused.refusal().toString()).doesNotContain("secret");
                    });
        }
    }

    private static ImportedAccount parse(Map<String, Object> members) {
        return ImportedAccount.parse(
                Input.of(members),
                hash -> hash.value().equals(HASH),
                new PasswordPolicy(PasswordPolicy.DEFAULT_MIN_LENGTH, List.of()),
                LocalDate.of(2026, 1, 1));
    }
}
