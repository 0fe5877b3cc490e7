package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.Idempotency.Answer;
import dev.groundwork.application.access.IdempotencyStore.CallerKey;
import dev.groundwork.application.access.IdempotencyStore.FirstRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.access.IdempotencyStore} promises. */
public interface IdempotencyStoreContract extends StoreContract {
    /** When the claims of these tests are made; long ago, so that those of others never expire by it. */
    Instant NOW = Instant.parse("2001-01-01T00:00:00Z");

    /** When they expire. */
    Instant END = NOW.plusSeconds(86_400);

    @Test
    default void givesAKeyToTheFirstWhoClaimsIt() {
        CallerKey key = key();
        FirstRequest first = request();

        assertThat(claim(key, first, NOW)).isTrue();
        assertThat(claim(key, request(), NOW)).isFalse();
        assertThat(find(key)).contains(first);
    }

    @Test
    default void givesItToOneOfTwenty() {
        CallerKey key = key();

        List<Boolean> given = Together.run(number -> claim(key, request(), NOW));

        assertThat(given).containsOnlyOnce(true);
    }

    @Test
    default void keepsTheKeysOfEachCallerApart() {
        CallerKey key = key();
        CallerKey others = new CallerKey("user:" + UUID.randomUUID(), key.value());

        assertThat(claim(key, request(), NOW)).isTrue();
        assertThat(claim(others, request(), NOW)).isTrue();
    }

    @Test
    default void givesAKeyAnewOnceItHasExpired() {
        CallerKey key = key();
        FirstRequest later = request();
        claim(key, request(), NOW);
        work().run(Scene.system(), tx -> tx.idempotencyKeys().answer(key, new Answer(201, Map.of(), "{}")));

        assertThat(claim(key, later, END.minusMillis(1))).isFalse();
        assertThat(claim(key, later, END)).isTrue();
        assertThat(find(key)).contains(later);
    }

    @Test
    default void hasNothingUnderAnUnknownKey() {
        assertThat(find(key())).isEmpty();
    }

    @Test
    default void givesTheNextTryMoreTime() {
        CallerKey key = key();
        FirstRequest first = request();
        claim(key, first, NOW);

        work().run(Scene.system(), tx -> tx.idempotencyKeys().relock(key, NOW.plusSeconds(60)));

        assertThat(find(key)).hasValueSatisfying(known -> {
            assertThat(known.lockedUntil()).isEqualTo(NOW.plusSeconds(60));
            assertThat(known.resource()).isEqualTo(first.resource());
            assertThat(known.requestHash()).isEqualTo(first.requestHash());
        });
    }

    @Test
    default void keepsAnAnswerAsItWentOut() {
        CallerKey key = key();
        claim(key, request(), NOW);
        Answer answer =
                new Answer(201, Map.of("Location", "/v1/projects/1", "ETag", "\"1.x\""), "{\"name\":\"Größe\"}");

        work().run(Scene.system(), tx -> tx.idempotencyKeys().answer(key, answer));

        assertThat(find(key).flatMap(FirstRequest::answer)).contains(answer);
    }

    @Test
    default void freesAKey() {
        CallerKey key = key();
        claim(key, request(), NOW);

        work().run(Scene.system(), tx -> tx.idempotencyKeys().release(key));

        assertThat(find(key)).isEmpty();
        assertThat(claim(key, request(), NOW)).isTrue();
    }

    @Test
    default void removesWhatHasExpiredAndNothingElse() {
        CallerKey expired = key();
        CallerKey lasting = key();
        claim(expired, request(), NOW);
        work().run(Scene.system(), tx -> tx.idempotencyKeys().claim(lasting, request(), NOW, END.plusMillis(1)));

        int removed = work().in(Scene.system(), tx -> tx.idempotencyKeys().removeExpired(END));

        assertThat(removed).isPositive();
        assertThat(find(expired)).isEmpty();
        assertThat(find(lasting)).isPresent();
    }

    private static CallerKey key() {
        return new CallerKey("user:" + UUID.randomUUID(), Fresh.word());
    }

    private static FirstRequest request() {
        return new FirstRequest(Fresh.token().value(), UUID.randomUUID(), NOW.plusSeconds(30), Optional.empty());
    }

    private boolean claim(CallerKey key, FirstRequest request, Instant now) {
        return work().<Boolean>in(Scene.system(), tx -> tx.idempotencyKeys().claim(key, request, now, END));
    }

    private Optional<FirstRequest> find(CallerKey key) {
        return work().in(Scene.system(), tx -> tx.idempotencyKeys().findForUpdate(key));
    }
}
