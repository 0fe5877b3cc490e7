package dev.groundwork.application.session;

import static dev.groundwork.application.World.ORIGIN;
import static dev.groundwork.application.World.PASSWORD;
import static dev.groundwork.application.World.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundwork.application.World;
import dev.groundwork.application.account.PasswordHasher;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.session.SessionMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignInTest {
    private final World world = new World();

    @Test
    void givesTokensWithTheirLifetimes() {
        User ada = world.verified("ada@example.org");

        SignedIn.WithTokens signedIn = world.signInWithTokens("ada@example.org");

        assertThat(signedIn.user().id()).isEqualTo(ada.id());
        assertThat(signedIn.accessToken()).startsWith("gwa_");
        assertThat(signedIn.refreshToken()).matches("gwr_[A-Za-z0-9_-]{43}");
        assertThat(signedIn.lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(signedIn.session().mode()).isEqualTo(SessionMode.TOKEN);
        assertThat(signedIn.session().expiresAt()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(signedIn.session().ipAddress()).isEqualTo(ORIGIN.ipAddress());
    }

    @Test
    void givesACookieToABrowser() {
        world.verified("ada@example.org");

        SignedIn.WithCookie signedIn = world.signInWithCookie("ada@example.org");

        assertThat(signedIn.cookie()).isNotBlank();
        assertThat(signedIn.lifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(signedIn.session().mode()).isEqualTo(SessionMode.COOKIE);
        assertThat(signedIn.session().expiresAt()).isEqualTo(START.plus(Duration.ofHours(24)));
    }

    @Test
    void showsNoCredentialByAccident() {
        world.verified("ada@example.org");
        SignedIn.WithTokens tokens = world.signInWithTokens("ada@example.org");
        SignedIn.WithCookie cookie = world.signInWithCookie("ada@example.org");

        assertThat(tokens.toString()).doesNotContain(tokens.accessToken(), tokens.refreshToken());
        assertThat(cookie.toString()).doesNotContain(cookie.cookie());
    }

    @Test
    void takesAnAddressOrAUsernameInAnyCase() {
        User ada = world.verified("Ada@example.org", "username", "Ada");

        for (String login : List.of("ada@example.org", "ADA@EXAMPLE.ORG", "ada", " ADA ")) {
            assertThat(world.signInWithTokens(login).user().id()).as(login).isEqualTo(ada.id());
        }
    }

    @Test
    void opensAFreshSessionEachTime() {
        world.verified("ada@example.org");

        assertThat(world.signInWithTokens("ada@example.org").session().handle())
                .isNotEqualTo(
                        world.signInWithTokens("ada@example.org").session().handle());
    }

    @Test
    void refusesEverybodyInTheSameWords() {
        world.verified("ada@example.org");
        world.groundwork().accounts().register(ORIGIN, world.registration("new@example.org", "username", "new"));

        List<Refusal> refusals = List.of(
                refusal("ada@example.org", "not her password at all"),
                refusal("nobody@example.org", PASSWORD),
                refusal("nobody", PASSWORD),
                refusal("new@example.org", PASSWORD),
                refusal("new", PASSWORD));

        assertThat(refusals).allMatch(Refusal.Unauthenticated.class::isInstance);
        assertThat(refusals.stream().distinct()).hasSize(1);
    }

    @Test
    void verifiesOnePasswordWhoeverIsMeant() {
        AtomicInteger verified = new AtomicInteger();
        World counted = new World(ports -> ports.withPasswordHasher(counting(ports.passwordHasher(), verified)));
        counted.verified("ada@example.org");
        counted.groundwork().accounts().register(ORIGIN, counted.registration("new@example.org"));

        for (String login : List.of("ada@example.org", "new@example.org", "nobody@example.org", "nobody")) {
            verified.set(0);
            assertThatThrownBy(() -> counted.signIn(login, "not the password at all", "token"))
                    .satisfies(Refusals.are(Refusal.Unauthenticated.class));
            assertThat(verified.get()).as(login).isEqualTo(1);
        }
    }

    @Test
    void remembersARefusedSignIn() {
        User ada = world.verified("ada@example.org");

        refusal("ada@example.org", "not her password at all");

        Activity newest = world.history("users", ada.id().toString()).get(0);
        assertThat(newest.action()).isEqualTo("auth.login_failed");
        assertThat(newest.actor()).isEqualTo(new Activity.BySystem("sign-in"));
        assertThat(newest.source()).isEqualTo(new Activity.Source(null, ORIGIN));
    }

    @Test
    void remembersASignInWithItsSession() {
        User ada = world.verified("ada@example.org");

        SignedIn signedIn = world.signInWithTokens("ada@example.org");

        Activity newest = world.history("users", ada.id().toString()).get(0);
        assertThat(newest.action()).isEqualTo("auth.login");
        assertThat(newest.changes())
                .containsEntry(
                        "session",
                        new FieldChange(null, signedIn.session().handle().value()));
    }

    @Test
    void notesWhenSomebodySignedInLast() {
        world.verified("ada@example.org");
        world.clock().advance(Duration.ofHours(1));
        world.signInWithTokens("ada@example.org");

        assertThat(world.signInWithTokens("ada@example.org").user().activity().lastLoginAt())
                .isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void showsTheOwnerWhenTheySignedInLastThoughACopyWasKeptBefore() {
        world.verified("ada@example.org");
        SignedIn first = world.signInWithTokens("ada@example.org");
        Actor.User ada = new Actor.User(first.user().id(), first.session().handle(), Permissions.NONE, ORIGIN);
        world.groundwork().accounts().me(ada);
        world.clock().advance(Duration.ofHours(1));

        world.signInWithTokens("ada@example.org");

        assertThat(world.groundwork().accounts().me(ada).activity().lastLoginAt())
                .isEqualTo(START.plus(Duration.ofHours(1)));
    }

    private Refusal refusal(String login, String password) {
        return catchThrowableOfType(Refused.class, () -> world.signIn(login, password, "token"))
                .refusal();
    }

    private static PasswordHasher counting(PasswordHasher hasher, AtomicInteger verified) {
        return new PasswordHasher() {
            @Override
            public PasswordHash hash(Password password) {
                return hasher.hash(password);
            }

            @Override
            public boolean verify(Password password, PasswordHash hash) {
                verified.incrementAndGet();
                return hasher.verify(password, hash);
            }

            @Override
            public boolean needsUpgrade(PasswordHash hash) {
                return hasher.needsUpgrade(hash);
            }
        };
    }
}
