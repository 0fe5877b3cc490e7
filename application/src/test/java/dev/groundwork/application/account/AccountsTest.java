package dev.groundwork.application.account;

import static dev.groundwork.application.World.ORIGIN;
import static dev.groundwork.application.World.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.CountingWork;
import dev.groundwork.application.World;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.ProfileChange;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.Username;
import dev.groundwork.domain.audit.Activity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private final World world = new World();
    private final Accounts accounts = world.groundwork().accounts();

    @Test
    void mailsALinkBelowTheConfiguredBaseToWhoRegisters() {
        accounts.register(ORIGIN, world.registration("ada@example.org"));

        assertThat(world.mailsTo("ada@example.org")).singleElement().satisfies(mail -> {
            assertThat(mail.text()).contains("https://app.example/verify-email?token=gwv_");
            assertThat(mail.html()).contains("https://app.example/verify-email?token=gwv_");
        });
    }

    @Test
    void makesAnAccountThatIsUnverifiedUntilItsLinkIsUsed() {
        accounts.register(ORIGIN, world.registration("ada@example.org", "firstName", "Ada"));
        assertThat(find("ada@example.org")).hasValueSatisfying(user -> {
            assertThat(user.emailVerified()).isFalse();
            assertThat(user.profile().firstName()).isEqualTo("Ada");
        });

        User verified = accounts.verifyEmail(ORIGIN, world.tokenMailedTo("ada@example.org"));

        assertThat(verified.emailVerified()).isTrue();
        assertThat(find("ada@example.org")).contains(verified);
    }

    @Test
    void tellsOnlyTheMailboxThatAnAddressHasAnAccount() {
        world.verified("ada@example.org");

        assertThatCode(() -> accounts.register(
                        ORIGIN, world.registration("ADA@example.org", "password", "another long sentence")))
                .doesNotThrowAnyException();

        List<Mail> mails = world.mailsTo("ada@example.org");
        assertThat(mails).hasSize(2);
        assertThat(mails.get(1).subject()).contains("already have an account");
        assertThat(mails.get(1).text()).doesNotContain("token");
        assertThat(world.signIn("ada@example.org", PASSWORD, "token").user().email())
                .as("the password that was there")
                .isEqualTo(new EmailAddress("ada@example.org"));
    }

    @Test
    void believesTheLatestRegistrationOfAnUnverifiedAddress() {
        accounts.register(ORIGIN, world.registration("ada@example.org", "firstName", "Mallory"));
        String first = world.tokenMailedTo("ada@example.org");
        UserId id = find("ada@example.org").orElseThrow().id();

        accounts.register(
                ORIGIN, world.registration("ada@example.org", "firstName", "Ada", "password", "the owner's own words"));

        assertThatThrownBy(() -> accounts.verifyEmail(ORIGIN, first)).satisfies(Refusals.areInvalidAt("/token"));
        User verified = accounts.verifyEmail(ORIGIN, world.tokenMailedTo("ada@example.org"));
        assertThat(verified.id()).isEqualTo(id);
        assertThat(verified.profile().firstName()).isEqualTo("Ada");
        assertThat(world.signIn("ada@example.org", "the owner's own words", "token")
                        .user())
                .isNotNull();
        assertThatThrownBy(() -> world.signIn("ada@example.org", PASSWORD, "token"))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void refusesAUsernameThatAVerifiedAccountHas() {
        world.verified("ada@example.org", "username", "ada");

        assertThatThrownBy(() -> accounts.register(ORIGIN, world.registration("eve@example.org", "username", "ADA")))
                .satisfies(Refusals.areConflictsAt("/username"));

        assertThat(world.mailsTo("eve@example.org")).isEmpty();
    }

    @Test
    void leavesAUsernameToWhoVerifiesFirst() {
        accounts.register(ORIGIN, world.registration("ada@example.org", "username", "ada"));
        accounts.register(ORIGIN, world.registration("eve@example.org", "username", "ada"));

        User first = accounts.verifyEmail(ORIGIN, world.tokenMailedTo("eve@example.org"));
        User second = accounts.verifyEmail(ORIGIN, world.tokenMailedTo("ada@example.org"));

        assertThat(first.profile().username()).isEqualTo(new Username("ada"));
        assertThat(second.profile().username()).isNull();
    }

    @Test
    void registersOneAccountForAnAddressInTwentySpellingsAtOnce() {
        String[] spellings = {"ada@example.org", "ADA@example.org", "Ada@Example.org", "adA@EXAMPLE.ORG"};

        IntStream.range(0, 20)
                .parallel()
                .forEach(number -> accounts.register(ORIGIN, world.registration(spellings[number % 4])));

        assertThat(find("ada@example.org")).isPresent();
        User user = find("ada@example.org").orElseThrow();
        assertThat(world.history("users", user.id().toString()))
                .extracting(Activity::action)
                .containsOnlyOnce("INSERT");
    }

    @Test
    void entersWhoRegisteredFromWhere() {
        accounts.register(ORIGIN, world.registration("ada@example.org"));

        User user = find("ada@example.org").orElseThrow();
        assertThat(world.history("users", user.id().toString())).singleElement().satisfies(activity -> {
            assertThat(activity.actor()).isEqualTo(new Activity.BySystem("registration"));
            assertThat(activity.source()).isEqualTo(new Activity.Source(null, ORIGIN));
        });
    }

    @Test
    void usesALinkOnce() {
        accounts.register(ORIGIN, world.registration("ada@example.org"));
        String token = world.tokenMailedTo("ada@example.org");
        accounts.verifyEmail(ORIGIN, token);

        assertThatThrownBy(() -> accounts.verifyEmail(ORIGIN, token)).satisfies(Refusals.areInvalidAt("/token"));
    }

    @Test
    void takesALinkForADayAndNotLonger() {
        accounts.register(ORIGIN, world.registration("ada@example.org"));
        accounts.register(ORIGIN, world.registration("eve@example.org"));
        String adas = world.tokenMailedTo("ada@example.org");
        String eves = world.tokenMailedTo("eve@example.org");

        world.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(accounts.verifyEmail(ORIGIN, adas).emailVerified()).isTrue();
        world.clock().advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> accounts.verifyEmail(ORIGIN, eves)).satisfies(Refusals.areInvalidAt("/token"));
    }

    @Test
    void refusesALinkThatNobodySent() {
        for (String token : List.of("", "gwv_", "gwv_" + "A".repeat(43))) {
            assertThatThrownBy(() -> accounts.verifyEmail(ORIGIN, token)).satisfies(Refusals.areInvalidAt("/token"));
        }
    }

    @Test
    void voidsTheOldLinkWithANewOne() {
        accounts.register(ORIGIN, world.registration("ada@example.org"));
        String first = world.tokenMailedTo("ada@example.org");

        accounts.resendVerification(ORIGIN, new EmailAddress("Ada@example.org"));

        String second = world.tokenMailedTo("ada@example.org");
        assertThatThrownBy(() -> accounts.verifyEmail(ORIGIN, first)).satisfies(Refusals.areInvalidAt("/token"));
        assertThat(accounts.verifyEmail(ORIGIN, second).emailVerified()).isTrue();
    }

    @Test
    void sendsNoNewLinkToWhoIsUnknownOrVerified() {
        world.verified("ada@example.org");

        accounts.resendVerification(ORIGIN, new EmailAddress("ada@example.org"));
        accounts.resendVerification(ORIGIN, new EmailAddress("nobody@example.org"));

        assertThat(world.mailsTo("ada@example.org")).hasSize(1);
        assertThat(world.mailsTo("nobody@example.org")).isEmpty();
    }

    @Test
    void showsAnAccountToItsOwner() {
        Actor.User ada = world.signedIn("ada@example.org");

        assertThat(accounts.me(ada).email()).isEqualTo(new EmailAddress("ada@example.org"));
    }

    @Test
    void showsNobodyAnAccountOfTheirOwn() {
        assertThatThrownBy(() -> accounts.me(new Actor.Anonymous(ORIGIN)))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void asksTheStoreOnceForAnAccountThatItHasACopyOf() {
        AtomicReference<@Nullable CountingWork> counting = new AtomicReference<>();
        World counted = new World(ports -> {
            CountingWork work = new CountingWork(ports.work());
            counting.set(work);
            return ports.withWork(work);
        });
        Actor.User ada = counted.signedIn("ada@example.org");
        CountingWork work = counting.get();
        assertThat(work).isNotNull();
        // Signing in has left a copy, which a change drops.
        counted.groundwork().accounts().changeProfile(ada, change(Map.of("firstName", "Ada")), null);
        work.unitsSince();

        counted.groundwork().accounts().me(ada);
        counted.groundwork().accounts().me(ada);

        assertThat(work.unitsSince()).isEqualTo(1);
    }

    @Test
    void changesAProfileAndShowsItAtOnce() {
        Actor.User ada = world.signedIn("ada@example.org");
        User before = accounts.me(ada);

        User changed = accounts.changeProfile(
                ada, change(Map.of("firstName", "Ada")), before.revision().version());

        assertThat(changed.profile().firstName()).isEqualTo("Ada");
        assertThat(accounts.me(ada)).isEqualTo(changed);
    }

    @Test
    void refusesAChangeThatWasDecidedOnAnOlderVersion() {
        Actor.User ada = world.signedIn("ada@example.org");
        long version = accounts.me(ada).revision().version();
        accounts.changeProfile(ada, change(Map.of("firstName", "Ada")), version);

        assertThatThrownBy(() -> accounts.changeProfile(ada, change(Map.of("firstName", "Eve")), version))
                .satisfies(Refusals.are(Refusal.Stale.class));
        assertThat(accounts.changeProfile(ada, change(Map.of("firstName", "Any")), null)
                        .profile()
                        .firstName())
                .isEqualTo("Any");
    }

    @Test
    void refusesAProfileUnderAnothersName() {
        world.verified("eve@example.org", "username", "eve");
        Actor.User ada = world.signedIn("ada@example.org");

        assertThatThrownBy(() -> accounts.changeProfile(ada, change(Map.of("username", "Eve")), null))
                .satisfies(Refusals.areConflictsAt("/username"));
    }

    @Test
    void tellsWhoseAccountIsGoneToSignInAgain() {
        Actor.User ada = world.signedIn("ada@example.org");
        Actor.User ghost = new Actor.User(new UserId(new UUID(9, 9)), ada.session(), ada.permissions(), ada.origin());

        assertThatThrownBy(() -> accounts.me(ghost)).satisfies(Refusals.are(Refusal.Unauthenticated.class));
        assertThatThrownBy(() -> accounts.changeProfile(ghost, change(Map.of("firstName", "Ada")), null))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void knowsWhatDayItIsByTheClockItWasGiven() {
        assertThat(accounts.today()).isEqualTo(LocalDate.of(2026, 11, 24));
    }

    private Optional<User> find(String email) {
        return world.ports()
                .work()
                .in(new Actor.SystemActor("test", ORIGIN), tx -> tx.users().findByEmail(new EmailAddress(email)));
    }

    private ProfileChange change(Map<String, String> members) {
        return ProfileChange.parse(Input.of(members), accounts.today());
    }
}
