package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
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

    @Test
    default void findsByIdWhoeverIsNotDeleted() {
        Scene scene = new Scene(work());
        User user = scene.user();
        User suspended = scene.set(scene.user(), UserStatus.SUSPENDED);
        User deleted = scene.set(scene.user(), UserStatus.DELETED);

        assertThat(findById(user.id())).contains(new Credentials(user, Scene.HASH));
        assertThat(findById(suspended.id())).contains(new Credentials(suspended, Scene.HASH));
        assertThat(findById(deleted.id())).isEmpty();
        assertThat(find(deleted.email().value())).isEmpty();
        assertThat(findById(new UserId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void setsAPasswordThatWasChosen() {
        User user = new Scene(work()).user();
        PasswordHash chosen = new PasswordHash("$test$chosen");
        Instant at = Instant.parse("2026-11-24T10:20:30.123456Z");

        User now = work().in(Scene.system(), tx -> tx.credentials().changePassword(user.id(), chosen, at));

        assertThat(now.activity().passwordChangedAt()).isEqualTo(at);
        assertThat(now.revision().version()).isEqualTo(2);
        assertThat(findById(user.id())).contains(new Credentials(now, chosen));
    }

    @Test
    default void setsThePasswordOfWhoHadNone() {
        NewUser invited = new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), false, null, Profile.EMPTY);
        new Scene(work()).add(invited);
        PasswordHash chosen = new PasswordHash("$test$chosen");

        work().run(Scene.system(), tx -> tx.credentials().changePassword(invited.id(), chosen, tx.now()));

        assertThat(findById(invited.id()).orElseThrow().password()).isEqualTo(chosen);
    }

    @Test
    default void replacesAHashByAStrongerOneOfTheSamePasswordAlone() {
        User user = new Scene(work()).user();
        PasswordHash stronger = new PasswordHash("$test$stronger");
        PasswordHash late = new PasswordHash("$test$late");

        work().run(Scene.system(), tx -> tx.credentials().upgradePassword(user.id(), Scene.HASH, stronger));
        assertThat(findById(user.id()).orElseThrow().password()).isEqualTo(stronger);
        work().run(Scene.system(), tx -> tx.credentials().upgradePassword(user.id(), Scene.HASH, late));

        Credentials now = findById(user.id()).orElseThrow();
        assertThat(now.password()).isEqualTo(stronger);
        assertThat(now.user().activity().passwordChangedAt())
                .as("nobody chose another password")
                .isEqualTo(user.activity().passwordChangedAt());
    }

    @Test
    default void tellsTheAuditTrailThatAPasswordChangedAndNeverItsHash() {
        User user = new Scene(work()).user();
        PasswordHash chosen = new PasswordHash("$test$chosen-and-secret");
        work().run(Scene.system(), tx -> tx.credentials().changePassword(user.id(), chosen, tx.now()));

        List<Activity> history = work().in(
                        Scene.system(),
                        tx -> tx.activities().list("users", user.id().toString(), Page.Request.first()))
                .items();

        assertThat(history.get(0).changes())
                .containsEntry("passwordHash", new FieldChange("[secret]", "[secret]"))
                .containsKey("passwordChangedAt");
        assertThat(history.toString()).doesNotContain("chosen-and-secret").doesNotContain(Scene.HASH.value());
    }

    private Optional<Credentials> findById(UserId id) {
        return work().in(Scene.system(), tx -> tx.credentials().findById(id));
    }

    private Optional<Credentials> find(String login) {
        return work().in(Scene.system(), tx -> tx.credentials().find(new Login(login)));
    }
}
