package dev.groundwork.application.access;

import static dev.groundwork.application.stage.Stage.OPERATOR;
import static dev.groundwork.application.stage.Stage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.Imports.Outcome;
import dev.groundwork.application.stage.Stage;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.ImportedAccount;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Accounts from elsewhere. */
class ImportsTest {
    private final Stage stage = new Stage();
    private final Imports imports = stage.groundwork().imports();
    private final PasswordHash hash = stage.ports().passwordHasher().hash(PASSWORD);

    @Test
    void makesAccountsThatSignInWithThePasswordsTheyHad() {
        assertThat(imports.add(OPERATOR, List.of(account("ada@example.org"), account("eve@example.org"))))
                .containsExactly(Outcome.CREATED, Outcome.CREATED);

        assertThat(stage.signIn("ada@example.org")).isNotNull();
        assertThat(stage.mailsTo("ada@example.org")).isEmpty();
        assertThat(stage.history(stage.find("ada@example.org").orElseThrow()))
                .anySatisfy(it -> assertThat(it.action()).isEqualTo("INSERT"));
    }

    @Test
    void findsWhatWasImportedBeforeWhateverBecameOfIt() {
        ImportedAccount ada = account("ada@example.org");
        ImportedAccount eve = account("eve@example.org");
        imports.add(OPERATOR, List.of(ada, eve));
        stage.set(stage.find("eve@example.org").orElseThrow(), UserStatus.DELETED);

        assertThat(imports.add(OPERATOR, List.of(account("ADA@example.org"), eve, account("joe@example.org"))))
                .containsExactly(Outcome.THERE_ALREADY, Outcome.THERE_ALREADY, Outcome.CREATED);
        assertThat(stage.find("eve@example.org")).isEmpty();
    }

    @Test
    void tellsWhatIsSomebodyElses() {
        User ada = stage.person("ada@example.org");
        Username name = new Username("joe");
        imports.add(OPERATOR, List.of(account("joe@example.org", name, List.of())));

        assertThat(imports.add(
                        OPERATOR, List.of(account("ada@example.org"), account("other@example.org", name, List.of()))))
                .containsExactly(Outcome.ADDRESS_TAKEN, Outcome.USERNAME_TAKEN);
        assertThat(stage.find("ada@example.org")).hasValue(ada);
        assertThat(stage.find("other@example.org")).isEmpty();
    }

    @Test
    void givesRolesToWhoIsMadeAndToNobodyElse() {
        imports.add(OPERATOR, List.of(account("ada@example.org")));

        imports.add(
                OPERATOR,
                List.of(
                        account("ada@example.org", null, List.of(RoleName.ADMIN)),
                        account("root@example.org", null, List.of(RoleName.ADMIN))));

        assertThat(rolesOf("ada@example.org")).containsExactly(RoleName.USER);
        assertThat(rolesOf("root@example.org")).containsExactly(RoleName.ADMIN, RoleName.USER);
    }

    @Test
    void needsWhatMakingAndGivingNeed() {
        Actor.User plain = stage.as(stage.person("plain@example.org"));
        Actor.User maker = stage.as(stage.person("maker@example.org", stage.role("maker", Permission.USERS_CREATE)));

        Stage.refused(Refusal.Forbidden.class, () -> imports.add(plain, List.of(account("x@example.org"))));
        Stage.refused(
                Refusal.Forbidden.class,
                () -> imports.add(maker, List.of(account("x@example.org", null, List.of(RoleName.ADMIN)))));
        Stage.invalidAt(
                "/roles",
                () -> imports.add(
                        OPERATOR, List.of(account("x@example.org", null, List.of(new RoleName("nobody-has-it"))))));
        assertThat(stage.find("x@example.org")).isEmpty();
    }

    private List<RoleName> rolesOf(String email) {
        return stage
                .groundwork()
                .grants()
                .list(OPERATOR, stage.find(email).orElseThrow().id())
                .stream()
                .map(grant -> grant.role())
                .toList();
    }

    private ImportedAccount account(String email) {
        return account(email, null, List.of());
    }

    private ImportedAccount account(String email, @Nullable Username name, List<RoleName> roles) {
        return new ImportedAccount(
                new EmailAddress(email), hash, Profile.EMPTY.withUsername(name), UserStatus.ACTIVE, roles, true);
    }
}
