package dev.groundwork.application.access;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.access.Idempotency.Answer;
import dev.groundwork.application.access.Idempotency.Proceed;
import dev.groundwork.application.access.Idempotency.Replay;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.TokenHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final String KEY = "key-1";
    private static final String REQUEST = TokenHash.of("POST /v1/projects {}").value();
    private static final Answer ANSWER = new Answer(201, Map.of("Location", "/v1/projects/1"), "{}");

    private final World world = new World();
    private final Idempotency idempotency = world.groundwork().idempotency();
    private final Actor.User ada = world.signedIn("ada@example.org");

    @Test
    void letsTheFirstRequestProceed() {
        Proceed first = proceed(ada, KEY);

        assertThat(first.again()).isFalse();
        assertThat(first.resource()).isNotNull();
    }

    @Test
    void givesTheFirstAnswerAgain() {
        proceed(ada, KEY);
        idempotency.complete(ada, KEY, ANSWER);

        assertThat(idempotency.begin(ada, KEY, REQUEST)).isEqualTo(new Replay(ANSWER));
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        proceed(ada, KEY);
        idempotency.complete(ada, KEY, ANSWER);
        String other = TokenHash.of("POST /v1/projects {\"name\":\"x\"}").value();

        assertThatThrownBy(() -> idempotency.begin(ada, KEY, other)).satisfies(Refusals.are(Refusal.Invalid.class));
    }

    @Test
    void refusesASecondRequestWhileTheFirstStillRuns() {
        proceed(ada, KEY);

        world.clock().advance(Duration.ofSeconds(15).minusMillis(1));
        assertThatThrownBy(() -> idempotency.begin(ada, KEY, REQUEST)).satisfies(Refusals.areConflictsAt());
    }

    @Test
    void takesOverFromATryThatBrokeOffWithTheSameResource() {
        Proceed first = proceed(ada, KEY);

        world.clock().advance(Duration.ofSeconds(15));
        assertThat(idempotency.begin(ada, KEY, REQUEST)).isEqualTo(new Proceed(first.resource(), true));
        assertThatThrownBy(() -> idempotency.begin(ada, KEY, REQUEST))
                .as("while the second try runs")
                .satisfies(Refusals.areConflictsAt());
    }

    @Test
    void letsTheNextTryTakeOverAtOnceWhereTheOneBeforeWasLeftOpen() {
        Proceed first = proceed(ada, KEY);
        idempotency.leaveOpen(ada, KEY);

        assertThat(idempotency.begin(ada, KEY, REQUEST)).isEqualTo(new Proceed(first.resource(), true));
    }

    @Test
    void freesTheKeyOfARequestThatWasRefused() {
        Proceed first = proceed(ada, KEY);
        idempotency.release(ada, KEY);

        Proceed second = proceed(ada, KEY);

        assertThat(second.again()).isFalse();
        assertThat(second.resource()).isNotEqualTo(first.resource());
    }

    @Test
    void forgetsAnAnswerAfterADay() {
        proceed(ada, KEY);
        idempotency.complete(ada, KEY, ANSWER);

        world.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(idempotency.begin(ada, KEY, REQUEST)).isInstanceOf(Replay.class);
        world.clock().advance(Duration.ofMillis(1));
        assertThat(proceed(ada, KEY).again()).isFalse();
    }

    @Test
    void keepsTheKeysOfEachCallerApart() {
        Actor.User eve = world.signedIn("eve@example.org");
        proceed(ada, KEY);
        idempotency.complete(ada, KEY, ANSWER);

        assertThat(proceed(eve, KEY).again()).isFalse();
    }

    @Test
    void refusesAKeyThatIsNotPrintableAsciiOfTheRightLength() {
        for (String key : List.of("", "x".repeat(256), "ü", "a\nb", "\u007f")) {
            assertThatThrownBy(() -> idempotency.begin(ada, key, REQUEST))
                    .as(key)
                    .satisfies(Refusals.are(Refusal.Invalid.class));
        }
        assertThat(proceed(ada, "x".repeat(255))).isNotNull();
    }

    @Test
    void knowsNoKeysOfNobody() {
        assertThatThrownBy(() -> idempotency.begin(new Actor.Anonymous(ORIGIN), KEY, REQUEST))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    private Proceed proceed(Actor actor, String key) {
        return (Proceed) idempotency.begin(actor, key, REQUEST);
    }
}
