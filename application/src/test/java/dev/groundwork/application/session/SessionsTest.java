package dev.groundwork.application.session;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.CountingWork;
import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Authority;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicReference<@Nullable CountingWork> counting = new AtomicReference<>();
    private final World world = new World(ports -> {
        CountingWork work = new CountingWork(ports.work());
        counting.set(work);
        return ports.withWork(work);
    });
    private final Sessions sessions = world.groundwork().sessions();

    @Test
    void knowsWhoSendsAnAccessToken() {
        world.verified("ada@example.org");
        SignedIn.WithTokens signedIn = world.signInWithTokens("ada@example.org");
        Origin origin = new Origin("192.0.2.99", "Other/2.0", "request-2");

        Actor.User actor = sessions.byAccessToken(signedIn.accessToken(), origin);

        assertThat(actor)
                .isEqualTo(
                        new Actor.User(signedIn.user().id(), signedIn.session().handle(), Permissions.NONE, origin));
    }

    @Test
    void knowsWhoSendsACookie() {
        world.verified("ada@example.org");
        SignedIn.WithCookie signedIn = world.signInWithCookie("ada@example.org");

        assertThat(sessions.byCookie(signedIn.cookie(), ORIGIN).session())
                .isEqualTo(signedIn.session().handle());
    }

    @Test
    void takesNeitherCredentialForTheOther() {
        world.verified("ada@example.org");
        CredentialSigner signer = world.policies().signer();
        Instant end = World.START.plusSeconds(600);
        SignedIn.WithCookie cookie = world.signInWithCookie("ada@example.org");
        SignedIn.WithTokens tokens = world.signInWithTokens("ada@example.org");

        assertRefused(() -> sessions.byAccessToken(cookie.cookie(), ORIGIN));
        assertRefused(() -> sessions.byCookie(tokens.accessToken(), ORIGIN));
        assertRefused(
                () -> sessions.byAccessToken(signer.accessToken(cookie.session().handle(), end), ORIGIN));
        assertRefused(() -> sessions.byCookie(signer.cookie(tokens.session().handle(), end), ORIGIN));
    }

    @Test
    void takesAnAccessTokenForTenMinutes() {
        world.verified("ada@example.org");
        String token = world.signInWithTokens("ada@example.org").accessToken();

        world.clock().advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(sessions.byAccessToken(token, ORIGIN)).isNotNull();
        world.clock().advance(Duration.ofMillis(1));
        assertRefused(() -> sessions.byAccessToken(token, ORIGIN));
    }

    @Test
    void takesACookieForADay() {
        world.verified("ada@example.org");
        String cookie = world.signInWithCookie("ada@example.org").cookie();

        world.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(sessions.byCookie(cookie, ORIGIN)).isNotNull();
        world.clock().advance(Duration.ofMillis(1));
        assertRefused(() -> sessions.byCookie(cookie, ORIGIN));
    }

    @Test
    void endsASessionWithItsEndWhateverTheTokenSays() {
        world.verified("ada@example.org");
        SignedIn.WithTokens signedIn = world.signInWithTokens("ada@example.org");
        Instant end = signedIn.session().expiresAt();
        String lasting =
                world.policies().signer().accessToken(signedIn.session().handle(), end.plus(Duration.ofDays(1)));

        world.clock().advance(Duration.between(World.START, end));

        assertRefused(() -> sessions.byAccessToken(lasting, ORIGIN));
    }

    @Test
    void refusesAGenuineCredentialOfASessionThatIsNotThere() {
        SessionHandle unknown = new SessionHandle("A".repeat(22));

        assertRefused(() -> sessions.byAccessToken(
                world.policies().signer().accessToken(unknown, World.START.plusSeconds(60)), ORIGIN));
    }

    @Test
    void asksNobodyAboutAForgedCredential() {
        work().unitsSince();

        for (String forged : List.of("", "gwa_", "gwa_AAAA", "gwa_" + "A".repeat(75), "Bearer x")) {
            assertRefused(() -> sessions.byAccessToken(forged, ORIGIN));
        }

        assertThat(work().unitsSince()).isZero();
    }

    @Test
    void refusesWhomTheTruthCallsSuspended() {
        world.verified("ada@example.org");
        SignedIn.WithTokens signedIn = world.signInWithTokens("ada@example.org");
        world.ports()
                .sessionCache()
                .fill(new Authority(signedIn.session(), UserStatus.SUSPENDED, Permissions.NONE, World.START));

        assertRefused(() -> sessions.byAccessToken(signedIn.accessToken(), ORIGIN));
    }

    @Test
    void believesACopyForLessThanASecond() {
        world.verified("ada@example.org");
        String token = world.signInWithTokens("ada@example.org").accessToken();
        sessions.byAccessToken(token, ORIGIN);
        work().unitsSince();

        world.clock().advance(Duration.ofMillis(799));
        sessions.byAccessToken(token, ORIGIN);
        assertThat(work().unitsSince()).isZero();
        world.clock().advance(Duration.ofMillis(1));
        sessions.byAccessToken(token, ORIGIN);
        assertThat(work().unitsSince()).isEqualTo(1);
    }

    @Test
    void notesUseOnceAMinuteAndNotMoreOften() {
        world.verified("ada@example.org");
        String token = world.signInWithTokens("ada@example.org").accessToken();
        sessions.byAccessToken(token, ORIGIN);

        world.clock().advance(Duration.ofSeconds(61));
        work().unitsSince();
        sessions.byAccessToken(token, ORIGIN);
        assertThat(work().unitsSince()).as("reads and notes").isEqualTo(2);
        world.clock().advance(Duration.ofSeconds(30));
        sessions.byAccessToken(token, ORIGIN);
        assertThat(work().unitsSince()).as("reads").isEqualTo(1);
    }

    @Test
    void carriesWhatTheRolesOfTheMomentAllow() {
        User ada = world.verified("ada@example.org");
        String token = world.signInWithTokens("ada@example.org").accessToken();
        assertThat(sessions.byAccessToken(token, ORIGIN).permissions()).isEqualTo(Permissions.NONE);
        Instant end = World.START.plus(Duration.ofMinutes(5));
        world.ports()
                .work()
                .run(
                        new Actor.SystemActor("test", ORIGIN),
                        tx -> tx.grants().grant(ada.id(), RoleName.ADMIN, null, end));

        world.clock().advance(Duration.ofSeconds(1));
        Actor.User administrator = sessions.byAccessToken(token, ORIGIN);
        assertThat(administrator.may(Permission.AUDIT_READ, end.minusMillis(1))).isTrue();
        assertThat(administrator.may(Permission.AUDIT_READ, end))
                .as("a copy does not outlive the grant")
                .isFalse();

        world.clock().advance(Duration.ofMinutes(5));
        assertThat(sessions.byAccessToken(token, ORIGIN).permissions()).isEqualTo(Permissions.NONE);
    }

    private CountingWork work() {
        CountingWork work = counting.get();
        assertThat(work).isNotNull();
        return work;
    }

    private static void assertRefused(ThrowingCallable use) {
        assertThatThrownBy(use).satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }
}
