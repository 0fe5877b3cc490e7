package dev.groundwork.application.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.Groundwork;
import dev.groundwork.application.account.Mailer.Mail;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.EmailAddress;
import dev.groundwork.domain.account.Registration;
import dev.groundwork.domain.session.SignInRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class InMemoryTest {
    private static final Origin ORIGIN = Origin.internal("test");
    private static final EmailAddress ADA = new EmailAddress("ada@example.org");
    private static final Map<String, String> ACCOUNT =
            Map.of("email", "ada@example.org", "password", "a rather long sentence");
    private static final SignInRequest SIGN_IN =
            SignInRequest.parse(Input.of(Map.of("login", "ada@example.org", "password", "a rather long sentence")));

    @Test
    void isAWholeSystemInOneLine() {
        Groundwork groundwork = Groundwork.inMemory();

        assertThat(groundwork.setup().open()).isPresent();
    }

    @Test
    void showsTheMailsToWhoTestsWithIt() {
        InMemory system = new InMemory();
        register(system);

        assertThat(system.mails()).extracting(Mail::to).containsExactly(ADA);
        assertThat(system.groundwork()
                        .accounts()
                        .verifyEmail(ORIGIN, system.tokenMailedTo(ADA))
                        .emailVerified())
                .isTrue();
        assertThat(system.groundwork().signIn().signIn(ORIGIN, SIGN_IN).user().email())
                .isEqualTo(ADA);
    }

    @Test
    void saysSoWhereNoLinkWasMailed() {
        InMemory system = new InMemory();

        assertThatThrownBy(() -> system.tokenMailedTo(ADA)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void expiresThingsByAClockThatCanBeMoved() {
        InMemory system = new InMemory(MovableClock.stoppedAt(Instant.parse("2026-11-24T12:00:00Z")));
        register(system);
        String token = system.tokenMailedTo(ADA);

        system.clock().advance(Duration.ofDays(2));

        assertThatThrownBy(() -> system.groundwork().accounts().verifyEmail(ORIGIN, token))
                .satisfies(Refusals.are(Refusal.Invalid.class));
    }

    @Test
    void sharesNothingWithAnother() {
        InMemory one = new InMemory();
        InMemory other = new InMemory();
        register(one);
        one.groundwork().accounts().verifyEmail(ORIGIN, one.tokenMailedTo(ADA));

        assertThatThrownBy(() -> other.groundwork().signIn().signIn(ORIGIN, SIGN_IN))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
        assertThat(other.mails()).isEmpty();
    }

    private static void register(InMemory system) {
        system.groundwork()
                .accounts()
                .register(
                        ORIGIN,
                        Registration.parse(
                                Input.of(ACCOUNT),
                                system.groundwork().accounts().passwordPolicy()));
    }
}
