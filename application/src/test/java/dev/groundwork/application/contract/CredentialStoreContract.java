package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.CredentialStore} promises. */
public interface CredentialStoreContract extends StoreContract {

    @Test
    default void findsAnAccountBesideItsPasswordByItsAddressInAnyCase() {
        User user = new Scene(work()).user();

        assertThat(find(user.email().value().toUpperCase(Locale.ROOT))).contains(new Credentials(user, Scene.HASH));
    }

    @Test
    default void findsAVerifiedAccountByItsNameInAnyCase() {
        Username name = Fresh.username();
        User user =
                new Scene(work()).add(Scene.newUser(true, Scene.named(name))).orElseThrow();

        assertThat(find(name.value().toUpperCase(Locale.ROOT))).contains(new Credentials(user, Scene.HASH));
    }

    @Test
    default void findsAnUnverifiedAccountByItsAddressAndNotByItsName() {
        Username name = Fresh.username();
        User user = new Scene(work()).unverified(Scene.named(name));

        assertThat(find(user.email().value())).contains(new Credentials(user, Scene.HASH));
        assertThat(find(name.value())).isEmpty();
    }

    @Test
    default void findsNobodyByAnUnknownLogin() {
        assertThat(find(Fresh.email().value())).isEmpty();
        assertThat(find(Fresh.username().value())).isEmpty();
        assertThat(find("%")).isEmpty();
        assertThat(find("")).isEmpty();
    }

    @Test
    default void hasNoPasswordWhereNoneWasChosen() {
        NewUser invited = new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), false, null, Profile.EMPTY);
        new Scene(work()).add(invited);

        assertThat(find(invited.email().value()))
                .hasValueSatisfying(found -> assertThat(found.password()).isNull());
    }

    @Test
    default void findsByIdForAChange() {
        User user = new Scene(work()).user();

        assertThat(work().<Optional<Credentials>>in(
                                Scene.system(), tx -> tx.credentials().findForUpdate(user.id())))
                .contains(new Credentials(user, Scene.HASH));
        assertThat(work().<Optional<Credentials>>in(
                                Scene.system(), tx -> tx.credentials().findForUpdate(new UserId(UUID.randomUUID()))))
                .isEmpty();
    }

    @Test
    default void notesASignInWithoutChangingTheAccountsVersionOrTheAuditTrail() {
        User user = new Scene(work()).user();
        Instant at = Instant.parse("2026-11-24T10:20:30.123456Z");

        work().run(Scene.system(), tx -> tx.credentials().recordSignIn(user.id(), at));

        User now = work().in(Scene.system(), tx -> tx.users().find(user.id())).orElseThrow();
        assertThat(now.activity().lastLoginAt()).isEqualTo(at);
        assertThat(now.revision()).isEqualTo(user.revision());
        assertThat(work().<Page<Activity>>in(
                                Scene.system(),
                                tx -> tx.activities().list("users", user.id().toString(), Page.Request.first()))
                        .items())
                .hasSize(1);
    }

    private Optional<Credentials> find(String login) {
        return work().in(Scene.system(), tx -> tx.credentials().find(new Login(login)));
    }
}
