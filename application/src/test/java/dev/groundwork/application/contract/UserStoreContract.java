package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.UserStore} promises. */
public interface UserStoreContract extends StoreContract {

    @Test
    default void addsAnActiveAccountAsItWasGiven() {
        Profile profile = wholeProfile(Fresh.username());
        NewUser user = Scene.newUser(true, profile);

        User added = new Scene(work()).add(user).orElseThrow();

        assertThat(added.id()).isEqualTo(user.id());
        assertThat(added.email()).isEqualTo(user.email());
        assertThat(added.emailVerified()).isTrue();
        assertThat(added.profile()).isEqualTo(profile);
        assertThat(added.status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(added.activity().lastLoginAt()).isNull();
        assertThat(added.activity().passwordChangedAt()).isNotNull();
        assertThat(added.revision().version()).isEqualTo(1);
        assertThat(added.revision().updatedAt()).isEqualTo(added.revision().createdAt());
        assertThat(find(user.id())).isEqualTo(added);
    }

    @Test
    default void addsAnAccountWithoutAPassword() {
        NewUser invited = new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), false, null, Profile.EMPTY);

        User added = new Scene(work()).add(invited).orElseThrow();

        assertThat(added.activity().passwordChangedAt()).isNull();
    }

    @Test
    default void givesEveryAccountTheRoleUserFromTheStart() {
        User user = new Scene(work()).user();

        assertThat(history("user_roles", user.id() + ":user"))
                .singleElement()
                .satisfies(activity -> assertThat(activity.changes())
                        .containsEntry("user", new FieldChange(null, user.id().toString()))
                        .containsEntry("role", new FieldChange(null, "user")));
    }

    @Test
    default void findsAnAddressInAnyCase() {
        User user = new Scene(work()).user();
        EmailAddress shouted = new EmailAddress(user.email().value().toUpperCase(Locale.ROOT));

        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().findByEmail(shouted)))
                .contains(user);
        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().findByEmail(Fresh.email())))
                .isEmpty();
    }

    @Test
    default void findsNobodyWhereNobodyIs() {
        UserId nobody = new UserId(UUID.randomUUID());

        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().find(nobody)))
                .isEmpty();
        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().findForUpdate(nobody)))
                .isEmpty();
    }

    @Test
    default void addsNoSecondAccountWithTheSameAddressInAnotherCase() {
        User user = new Scene(work()).user();
        EmailAddress shouted = new EmailAddress(user.email().value().toUpperCase(Locale.ROOT));
        NewUser second = new NewUser(new UserId(UUID.randomUUID()), shouted, true, Scene.HASH, Profile.EMPTY);

        assertThat(new Scene(work()).add(second)).isEmpty();
        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().find(second.id())))
                .isEmpty();
    }

    @Test
    default void addsOneOfTwentyAccountsWithOneAddress() {
        EmailAddress email = Fresh.email();

        List<Boolean> added = Together.run(number -> new Scene(work())
                .add(new NewUser(new UserId(UUID.randomUUID()), email, false, Scene.HASH, Profile.EMPTY))
                .isPresent());

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    default void countsAVerifiedAccountsNameAsTakenInAnyCase() {
        Username name = Fresh.username();
        new Scene(work()).add(Scene.newUser(true, Scene.named(name)));

        assertThat(isTaken(name)).isTrue();
        assertThat(isTaken(new Username(name.value().toUpperCase(Locale.ROOT)))).isTrue();
        assertThat(isTaken(Fresh.username())).isFalse();
    }

    @Test
    default void countsAnUnverifiedAccountsNameAsFree() {
        Username name = Fresh.username();
        new Scene(work()).unverified(Scene.named(name));

        assertThat(isTaken(name)).isFalse();
        assertThat(new Scene(work()).add(Scene.newUser(true, Scene.named(name))))
                .isPresent();
    }

    @Test
    default void refusesAVerifiedAccountUnderAnothersName() {
        Username name = Fresh.username();
        new Scene(work()).add(Scene.newUser(true, Scene.named(name)));

        assertThatThrownBy(() -> new Scene(work()).add(Scene.newUser(true, Scene.named(name))))
                .satisfies(Refusals.areConflictsAt("/username"));
    }

    @Test
    default void makesAnUnverifiedAccountAnewUnderItsId() {
        User before = new Scene(work()).unverified(wholeProfile(Fresh.username()));
        PasswordHash other = new PasswordHash("$test$another");
        Profile profile = Scene.named(Fresh.username());

        User anew = work().in(Scene.system(), tx -> tx.users().replaceUnverified(before.id(), other, profile));

        assertThat(anew.id()).isEqualTo(before.id());
        assertThat(anew.email()).isEqualTo(before.email());
        assertThat(anew.profile()).isEqualTo(profile);
        assertThat(anew.revision().version()).isEqualTo(2);
        assertThat(find(before.id())).isEqualTo(anew);
        assertThat(work().<Optional<Credentials>>in(
                                Scene.system(),
                                tx -> tx.credentials()
                                        .find(new Login(before.email().value()))))
                .hasValueSatisfying(found -> assertThat(found.password()).isEqualTo(other));
    }

    @Test
    default void isOvertakenWhereTheAccountIsVerifiedOrGoneByNow() {
        User verified = new Scene(work()).user();

        assertThat(failureOfReplacing(verified.id())).isInstanceOf(Overtaken.class);
        assertThat(failureOfReplacing(new UserId(UUID.randomUUID()))).isInstanceOf(Overtaken.class);
        assertThat(find(verified.id())).isEqualTo(verified);
    }

    @Test
    default void verifiesAnAccountUnderTheAddressThatWasProven() {
        User before = new Scene(work()).unverified(Scene.named(Fresh.username()));
        EmailAddress proven = Fresh.email();

        User verified = work().in(Scene.system(), tx -> tx.users().verify(before.id(), proven));

        assertThat(verified.emailVerified()).isTrue();
        assertThat(verified.email()).isEqualTo(proven);
        assertThat(verified.profile()).isEqualTo(before.profile());
        assertThat(find(before.id())).isEqualTo(verified);
        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().findByEmail(before.email())))
                .isEmpty();
    }

    @Test
    default void dropsANameThatAnotherHasByTheTimeOfVerification() {
        Username name = Fresh.username();
        User late = new Scene(work()).unverified(wholeProfile(name));
        new Scene(work()).add(Scene.newUser(true, Scene.named(name)));

        User verified = work().in(Scene.system(), tx -> tx.users().verify(late.id(), late.email()));

        assertThat(verified.profile()).isEqualTo(late.profile().withUsername(null));
    }

    @Test
    default void leavesANameToOneOfTwentyThatAreVerifiedAtOnce() {
        Username name = Fresh.username();
        Scene scene = new Scene(work());

        List<User> verified = Together.run(number -> {
            User user = scene.unverified(Scene.named(name));
            return work().in(Scene.system(), tx -> tx.users().verify(user.id(), user.email()));
        });

        assertThat(verified).allMatch(User::emailVerified);
        assertThat(verified)
                .filteredOn(user -> user.profile().username() != null)
                .hasSize(1);
    }

    @Test
    default void replacesAProfile() {
        User user = new Scene(work()).user();
        Profile profile = wholeProfile(Fresh.username());

        User changed = changeProfile(user, profile);

        assertThat(changed.profile()).isEqualTo(profile);
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(changed.revision().createdAt()).isEqualTo(user.revision().createdAt());
        assertThat(changed.revision().updatedAt()).isAfter(user.revision().updatedAt());
        assertThat(find(user.id())).isEqualTo(changed);
        assertThat(changeProfile(user, Profile.EMPTY).profile()).isEqualTo(Profile.EMPTY);
    }

    @Test
    default void keepsTheVersionWhereNothingReallyChanged() {
        User user = changeProfile(new Scene(work()).user(), wholeProfile(Fresh.username()));

        assertThat(changeProfile(user, user.profile())).isEqualTo(user);
        assertThat(history("users", user.id().toString())).hasSize(2);
    }

    @Test
    default void refusesAProfileUnderAnothersNameInAnyCase() {
        Username name = Fresh.username();
        new Scene(work()).add(Scene.newUser(true, Scene.named(name)));
        User user = new Scene(work()).user();
        Username shouted = new Username(name.value().toUpperCase(Locale.ROOT));

        assertThatThrownBy(() -> changeProfile(user, Scene.named(shouted)))
                .satisfies(Refusals.areConflictsAt("/username"));
        assertThat(find(user.id())).isEqualTo(user);
    }

    @Test
    default void letsSomebodyWriteTheirOwnNameAnotherWay() {
        Username name = Fresh.username();
        User user = changeProfile(new Scene(work()).user(), Scene.named(name));
        Username shouted = new Username(name.value().toUpperCase(Locale.ROOT));

        assertThat(changeProfile(user, Scene.named(shouted)).profile().username())
                .isEqualTo(shouted);
    }

    @Test
    default void givesAFreeNameToOneOfTwentyThatWantIt() {
        Username name = Fresh.username();
        Scene scene = new Scene(work());

        List<Boolean> had = Together.run(number -> {
            User user = scene.user();
            Throwable refused = catchThrowable(() -> changeProfile(user, Scene.named(name)));
            if (refused != null) {
                assertThat(refused).satisfies(Refusals.areConflictsAt("/username"));
            }
            return refused == null;
        });

        assertThat(had).containsOnlyOnce(true);
    }

    @Test
    default void showsPeopleTheirOwnAccountAndNoOther() {
        Scene scene = new Scene(work());
        User user = scene.user();
        Actor.User stranger = Scene.actor(scene.user());

        assertThat(work().<Optional<User>>in(Scene.actor(user), tx -> tx.users().find(user.id())))
                .contains(user);
        assertThat(work().<Optional<User>>in(stranger, tx -> tx.users().find(user.id())))
                .isEmpty();
        assertThat(work().<Optional<User>>in(stranger, tx -> tx.users().findForUpdate(user.id())))
                .isEmpty();
        assertThat(work().<Optional<User>>in(Scene.nobody(), tx -> tx.users().find(user.id())))
                .isEmpty();
        assertThat(work().<Optional<User>>asService(stranger, tx -> tx.users().find(user.id())))
                .contains(user);
    }

    @Test
    default void letsNobodyChangeAnothersProfile() {
        Scene scene = new Scene(work());
        User user = scene.user();
        Actor.User stranger = Scene.actor(scene.user());

        assertThatThrownBy(() ->
                        work().run(stranger, tx -> tx.users().changeProfile(user.id(), Scene.named(Fresh.username()))))
                .isInstanceOf(RuntimeException.class);
        assertThat(find(user.id())).isEqualTo(user);
    }

    @Test
    default void entersANewAccountIntoTheAuditTrailWithoutItsPassword() {
        Profile profile = wholeProfile(Fresh.username());
        User user = new Scene(work()).add(Scene.newUser(true, profile)).orElseThrow();

        assertThat(history("users", user.id().toString())).singleElement().satisfies(activity -> {
            assertThat(activity.action()).isEqualTo("INSERT");
            assertThat(activity.at()).isEqualTo(user.revision().createdAt());
            assertThat(activity.changes())
                    .containsEntry("email", new FieldChange(null, user.email().value()))
                    .containsEntry("username", new FieldChange(null, String.valueOf(profile.username())))
                    .containsEntry("passwordHash", new FieldChange(null, "[secret]"))
                    .containsEntry("emailVerified", new FieldChange(null, true))
                    .containsEntry("dateOfBirth", new FieldChange(null, "1815-12-10"))
                    .containsEntry("status", new FieldChange(null, "active"))
                    .doesNotContainKeys("id", "version", "createdAt", "updatedAt", "emailCanonical");
            assertThat(activity.toString()).doesNotContain(Scene.HASH.value());
        });
    }

    @Test
    default void entersOnlyWhatChangedIntoTheAuditTrail() {
        User user = new Scene(work()).user();

        User changed = changeProfile(
                user, new Profile(null, "Ada", null, null, null, null, new Preferences("Europe/Vienna", "en")));

        Activity newest = history("users", user.id().toString()).get(0);
        assertThat(newest.action()).isEqualTo("UPDATE");
        assertThat(newest.at()).isEqualTo(changed.revision().updatedAt());
        assertThat(newest.changes()).containsOnlyKeys("firstName", "timezone");
        assertThat(newest.changes())
                .containsEntry("firstName", new FieldChange(null, "Ada"))
                .containsEntry("timezone", new FieldChange("UTC", "Europe/Vienna"));
    }

    private static Profile wholeProfile(Username username) {
        return new Profile(
                username,
                "Ada",
                "Lovelace née Byron",
                "https://pictures.example/ada.png",
                "+44 20 7946 0000",
                LocalDate.of(1815, 12, 10),
                new Preferences("Europe/London", "en-GB"));
    }

    private User find(UserId id) {
        return work().in(Scene.system(), tx -> tx.users().find(id)).orElseThrow();
    }

    private boolean isTaken(Username name) {
        return work().<Boolean>in(Scene.system(), tx -> tx.users().isTaken(name));
    }

    private User changeProfile(User user, Profile profile) {
        return work().in(Scene.actor(user), tx -> tx.users().changeProfile(user.id(), profile));
    }

    private Throwable failureOfReplacing(UserId id) {
        return work().in(
                        Scene.system(),
                        tx -> catchThrowable(() -> tx.users().replaceUnverified(id, Scene.HASH, Profile.EMPTY)));
    }

    private List<Activity> history(String resourceType, String resourceId) {
        return work().in(Scene.system(), tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items();
    }
}
