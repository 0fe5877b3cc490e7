package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.groundwork.application.Overtaken;
import dev.groundwork.application.account.CredentialStore.Credentials;
import dev.groundwork.application.account.UserStore.AccountState;
import dev.groundwork.application.account.UserStore.NewUser;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Grant;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.access.UserQuery;
import dev.groundwork.domain.access.UserQuery.Sort;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.Preferences;
import dev.groundwork.domain.account.Profile;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.Visibility;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.account.UserStore} promises. */
public interface UserStoreContract extends StoreContract {
    /** How everybody begins. */
    Preferences UTC = Profile.EMPTY.preferences();

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
    default void addsOfManyThoseThatNothingStandsInTheWayOf() {
        Username name = Fresh.username();
        User there =
                new Scene(work()).add(Scene.newUser(true, wholeProfile(name))).orElseThrow();
        NewUser free = Scene.newUser(true, wholeProfile(Fresh.username()));
        NewUser bare = new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), false, null, Profile.EMPTY);
        Profile sameName = Scene.named(name);
        NewUser unproven = Scene.newUser(false, sameName);
        List<NewUser> hindered = List.of(
                new NewUser(there.id(), Fresh.email(), true, Scene.HASH, Profile.EMPTY),
                new NewUser(new UserId(UUID.randomUUID()), there.email(), true, Scene.HASH, Profile.EMPTY),
                Scene.newUser(true, sameName));
        List<NewUser> all = new ArrayList<>(hindered);
        all.addAll(List.of(free, bare, unproven));

        Set<UserId> added = addUnhindered(all);

        assertThat(added).containsExactlyInAnyOrder(free.id(), bare.id(), unproven.id());

        assertThat(find(free.id()).profile()).isEqualTo(free.profile());
        assertThat(find(free.id()).activity().passwordChangedAt()).isNotNull();
        assertThat(find(bare.id()).activity().passwordChangedAt()).isNull();
        assertThat(history("users", free.id().toString())).hasSize(1);
        assertThat(history("user_roles", free.id() + ":user")).hasSize(1);
        assertThat(find(there.id())).isEqualTo(there);
        assertThat(addUnhindered(List.of())).isEmpty();
    }

    @Test
    default void addsEachOfManyOnceThoughTwoUnitsBringThemAtOnce() {
        List<NewUser> users = Stream.generate(() -> Scene.newUser(true, wholeProfile(Fresh.username())))
                .limit(20)
                .toList();

        List<Set<UserId>> added = Together.run(4, i -> addUnhindered(users));

        assertThat(added.stream().flatMap(Set::stream))
                .containsExactlyInAnyOrderElementsOf(
                        users.stream().map(NewUser::id).toList());
    }

    @Test
    default void tellsWhichOfManyThereAreTheDeletedIncluded() {
        Scene scene = new Scene(work());
        User there = scene.user();
        User gone = scene.set(scene.user(), UserStatus.DELETED);

        Set<UserId> found = work().in(
                        Scene.system(),
                        tx -> tx.users().findExisting(List.of(there.id(), gone.id(), new UserId(UUID.randomUUID()))));

        assertThat(found).containsExactlyInAnyOrder(there.id(), gone.id());
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

    @Test
    default void addsAnAccountWithTheStatusThatItWasGiven() {
        for (UserStatus status : List.of(UserStatus.INACTIVE, UserStatus.SUSPENDED)) {
            NewUser user =
                    new NewUser(new UserId(UUID.randomUUID()), Fresh.email(), true, Scene.HASH, Profile.EMPTY, status);
            assertThat(new Scene(work()).add(user).orElseThrow().status()).isEqualTo(status);
            assertThat(find(user.id()).status()).isEqualTo(status);
        }
    }

    @Test
    default void leavesAnAccountThatIsMadeAnewTheRoleUserAlone() {
        Scene scene = new Scene(work());
        User user = scene.unverified(Profile.EMPTY);
        RoleName given = scene.role(Permission.AUDIT_READ);
        work().run(Scene.system(), tx -> {
            tx.grants().grant(user.id(), given, null, null);
            tx.grants().grant(user.id(), RoleName.ADMIN, null, null);
            tx.users().replaceUnverified(user.id(), Scene.HASH, Profile.EMPTY);
        });

        assertThat(work().<List<Grant>>in(Scene.system(), tx -> tx.grants().list(user.id())))
                .extracting(Grant::role)
                .containsExactly(RoleName.USER);
        assertThat(history("user_roles", user.id() + ":" + given))
                .extracting(Activity::action)
                .containsExactly("DELETE", "INSERT");
    }

    @Test
    default void replacesAllThatAnAdministratorMayChange() {
        User user = new Scene(work()).user();
        Profile profile = wholeProfile(Fresh.username());
        AccountState state = new AccountState(profile, Fresh.email(), false, UserStatus.INACTIVE);

        User changed = change(user.id(), state);

        assertThat(AccountState.of(changed)).isEqualTo(state);
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(changed.activity()).isEqualTo(user.activity());
        assertThat(find(user.id())).isEqualTo(changed);
        assertThat(change(user.id(), state)).as("nothing really changed").isEqualTo(changed);
    }

    @Test
    default void refusesAnAddressOrANameThatAnotherHas() {
        Scene scene = new Scene(work());
        Username name = Fresh.username();
        User other = scene.add(Scene.newUser(true, Scene.named(name))).orElseThrow();
        User user = scene.user();
        EmailAddress shouted = new EmailAddress(other.email().value().toUpperCase(Locale.ROOT));

        assertThatThrownBy(() -> change(user.id(), new AccountState(Profile.EMPTY, shouted, true, UserStatus.ACTIVE)))
                .satisfies(Refusals.areConflictsAt("/email"));
        assertThatThrownBy(() ->
                        change(user.id(), new AccountState(Scene.named(name), user.email(), true, UserStatus.ACTIVE)))
                .satisfies(Refusals.areConflictsAt("/username"));
        assertThat(change(user.id(), new AccountState(Scene.named(name), user.email(), false, UserStatus.ACTIVE))
                        .profile()
                        .username())
                .as("an unverified account's name does not count")
                .isEqualTo(name);
    }

    @Test
    default void givesAFreeAddressToOneOfTwentyAccountsThatAreMovedThere() {
        Scene scene = new Scene(work());
        EmailAddress wanted = Fresh.email();

        List<Boolean> moved = Together.run(number -> {
            User user = scene.user();
            Throwable refused = catchThrowable(
                    () -> change(user.id(), new AccountState(Profile.EMPTY, wanted, true, UserStatus.ACTIVE)));
            if (refused != null) {
                assertThat(refused).satisfies(Refusals.areConflictsAt("/email"));
            }
            return refused == null;
        });

        assertThat(moved).containsOnlyOnce(true);
    }

    @Test
    default void freesAddressAndNameOfADeletedAccount() {
        Scene scene = new Scene(work());
        Username name = Fresh.username();
        User gone = scene.add(Scene.newUser(true, Scene.named(name))).orElseThrow();
        User deleted = scene.set(gone, UserStatus.DELETED);

        assertThat(deleted.isDeleted()).isTrue();
        assertThat(find(gone.id())).isEqualTo(deleted);
        assertThat(isTaken(name)).isFalse();
        assertThat(work().<Optional<User>>in(Scene.system(), tx -> tx.users().findByEmail(gone.email())))
                .isEmpty();
        NewUser next = new NewUser(new UserId(UUID.randomUUID()), gone.email(), true, Scene.HASH, Scene.named(name));
        assertThat(scene.add(next)).isPresent();
        assertThat(scene.set(scene.user(), UserStatus.DELETED).isDeleted()).isTrue();
    }

    @Test
    default void listsAccountsByStatusRoleAndText() {
        Scene scene = new Scene(work());
        RoleName role = scene.role();
        User active = listed(scene, role, null);
        User suspended = scene.set(listed(scene, role, null), UserStatus.SUSPENDED);
        User deleted = scene.set(listed(scene, role, null), UserStatus.DELETED);
        User ended = scene.user();
        work().run(
                        Scene.system(),
                        tx -> tx.grants().grant(ended.id(), role, null, Instant.parse("2001-01-01T00:00:00Z")));

        assertThat(list(new UserQuery(null, role, null, Sort.CREATED_AT, false)))
                .containsExactly(active, suspended);
        assertThat(list(new UserQuery(UserStatus.SUSPENDED, role, null, Sort.CREATED_AT, false)))
                .containsExactly(suspended);
        assertThat(list(new UserQuery(UserStatus.DELETED, role, null, Sort.CREATED_AT, false)))
                .containsExactly(deleted);
        assertThat(list(new UserQuery(null, new RoleName("nobody-made-it"), null, Sort.CREATED_AT, false)))
                .isEmpty();
    }

    @Test
    default void findsTextAnywhereInAddressOrNamesAndTakesItForWhatItIs() {
        Scene scene = new Scene(work());
        RoleName role = scene.role();
        User percent = listed(scene, role, new Profile(null, "50% Off", "Größe", null, null, null, UTC));
        User underscore = listed(
                scene, role, new Profile(new Username("a_b-" + Fresh.word()), null, null, null, null, null, UTC));
        User backslash = listed(scene, role, new Profile(null, null, "C:\\Ada", null, null, null, UTC));
        User plain = listed(scene, role, new Profile(null, "axb", null, null, null, null, UTC));

        assertThat(searched(role, "%")).containsExactly(percent);
        assertThat(searched(role, "_")).containsExactly(underscore);
        assertThat(searched(role, "A_B-")).containsExactly(underscore);
        assertThat(searched(role, "\\")).containsExactly(backslash);
        assertThat(searched(role, "% OFF")).containsExactly(percent);
        assertThat(searched(role, "GRÖSSE")).isEmpty();
        assertThat(searched(role, "größ")).containsExactly(percent);
        assertThat(searched(role, plain.email().value().substring(3).toUpperCase(Locale.ROOT)))
                .containsExactly(plain);
        assertThat(searched(role, "somebody.")).hasSize(4);
        assertThat(searched(role, "no such text")).isEmpty();
    }

    @Test
    default void sortsAccountsEitherWayAndPutsThoseWithoutAValueLast() {
        Scene scene = new Scene(work());
        RoleName role = scene.role();
        String word = Fresh.word();
        User b = listed(scene, role, Scene.named(new Username("b" + word)));
        User none = listed(scene, role, null);
        User a = listed(scene, role, Scene.named(new Username("A" + word)));
        User alsoNone = listed(scene, role, null);

        assertThat(paged(role, Sort.USERNAME, false)).containsExactly(a, b, none, alsoNone);
        assertThat(paged(role, Sort.USERNAME, true)).containsExactly(b, a, alsoNone, none);
        assertThat(paged(role, Sort.CREATED_AT, false)).containsExactly(b, none, a, alsoNone);
        assertThat(paged(role, Sort.CREATED_AT, true)).containsExactly(alsoNone, a, none, b);
        List<User> byAddress = paged(role, Sort.EMAIL, false);
        assertThat(byAddress.stream().map(user -> user.email().canonical())).isSorted();
        assertThat(paged(role, Sort.EMAIL, true)).containsExactlyElementsOf(byAddress.reversed());
    }

    @Test
    default void sortsAccountsByTheLastSignInAndBreaksTiesByAge() {
        Scene scene = new Scene(work());
        RoleName role = scene.role();
        Instant at = Instant.parse("2026-11-24T10:20:30.123456Z");
        User never = listed(scene, role, null);
        User late = signedIn(listed(scene, role, null), at.plusNanos(1000));
        User one = signedIn(listed(scene, role, null), at);
        User other = signedIn(listed(scene, role, null), at);

        assertThat(paged(role, Sort.LAST_LOGIN_AT, false)).containsExactly(one, other, late, never);
        assertThat(paged(role, Sort.LAST_LOGIN_AT, true)).containsExactly(late, other, one, never);
    }

    @Test
    default void goesOnWhereAPageEndedThoughAccountsComeAndGo() {
        Scene scene = new Scene(work());
        RoleName role = scene.role();
        String word = Fresh.word();
        List<User> users = new ArrayList<>();
        for (String letter : List.of("b", "d", "f", "h")) {
            users.add(listed(scene, role, Scene.named(new Username(letter + word))));
        }
        UserQuery query = new UserQuery(null, role, null, Sort.USERNAME, false);

        Page<User> first = page(query, new Page.Request(2, null));
        assertThat(first.items()).containsExactly(users.get(0), users.get(1));
        listed(scene, role, Scene.named(new Username("a" + word)));
        User between = listed(scene, role, Scene.named(new Username("e" + word)));
        scene.set(users.get(1), UserStatus.DELETED);
        scene.set(users.get(2), UserStatus.DELETED);
        Page<User> second = page(query, new Page.Request(2, first.next()));

        assertThat(second.items()).containsExactly(between, users.get(3));
        assertThat(second.next()).isNull();
    }

    @Test
    default void refusesAPositionThatIsNone() {
        assertThatThrownBy(() -> page(UserQuery.ALL, new Page.Request(2, "no position")))
                .satisfies(Refusals.are(Refusal.Invalid.class));
    }

    @Test
    default void showsColleaguesToEachOtherAndStrangersNot() {
        Scene scene = new Scene(work());
        User user = scene.user();
        User stranger = scene.user();
        scene.project(Scene.actor(user), Visibility.PRIVATE);
        scene.project(Scene.actor(stranger), Visibility.PUBLIC);

        assertThat(colleague(user, user)).contains(user.person());
        assertThat(colleague(user, stranger)).isEmpty();
        assertThat(colleague(stranger, user)).isEmpty();
        assertThat(colleague(scene.user(), user)).isEmpty();
        scene.set(user, UserStatus.DELETED);
        assertThat(colleague(user, user)).isEmpty();
    }

    private Optional<Person> colleague(User person, User reader) {
        return work().in(Scene.system(), tx -> tx.users().findColleague(person.id(), reader.id()));
    }

    /** Told by the role from all the others that are there. */
    private User listed(Scene scene, RoleName role, @Nullable Profile profile) {
        User user = scene.add(Scene.newUser(true, profile == null ? Profile.EMPTY : profile))
                .orElseThrow();
        work().run(Scene.system(), tx -> tx.grants().grant(user.id(), role, null, null));
        return user;
    }

    private User signedIn(User user, Instant at) {
        work().run(Scene.system(), tx -> tx.credentials().recordSignIn(user.id(), at));
        return find(user.id());
    }

    private List<User> searched(RoleName role, String text) {
        return list(new UserQuery(null, role, text, Sort.CREATED_AT, false));
    }

    private List<User> list(UserQuery query) {
        return page(query, Page.Request.first()).items();
    }

    /** One by one, so that each position is tried. */
    private List<User> paged(RoleName role, Sort sort, boolean descending) {
        List<User> users = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<User> page = page(new UserQuery(null, role, null, sort, descending), new Page.Request(1, after));
            users.addAll(page.items());
            after = page.next();
        } while (after != null);
        return users;
    }

    private Page<User> page(UserQuery query, Page.Request request) {
        return work().in(Scene.system(), tx -> tx.users().list(query, request));
    }

    private User change(UserId id, AccountState state) {
        return work().in(Scene.system(), tx -> tx.users().change(id, state));
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

    private Set<UserId> addUnhindered(List<NewUser> users) {
        return work().in(Scene.system(), tx -> tx.users().addUnhindered(users));
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
