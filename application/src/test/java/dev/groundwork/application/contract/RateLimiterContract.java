package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.access.RateLimiter;
import dev.groundwork.application.access.RateLimiter.Budget;
import dev.groundwork.application.access.RateLimiter.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link RateLimiter} promises. */
public interface RateLimiterContract {
    RateLimiter rateLimiter();

    /** Lets time pass, by the clock that the limiter goes by. */
    default void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Test
    default void allowsWhatTheBudgetHoldsAndNoMore() {
        Budget budget = new Budget("contract", 3, Duration.ofHours(1));
        String client = Fresh.word();

        assertThat(take(budget, client, 5))
                .extracting(Decision::allowed)
                .containsExactly(true, true, true, false, false);
    }

    @Test
    default void tellsHowMuchIsLeftAndWhenTheBudgetIsWholeAgain() {
        Budget budget = new Budget("contract", 3, Duration.ofHours(1));

        List<Decision> decisions = take(budget, Fresh.word(), 4);

        assertThat(decisions).extracting(Decision::remaining).containsExactly(2, 1, 0, 0);
        assertThat(decisions)
                .allSatisfy(decision ->
                        assertThat(decision.resetAfter()).isPositive().isLessThanOrEqualTo(budget.window()));
    }

    @Test
    default void countsEachClientByItself() {
        Budget budget = new Budget("contract", 1, Duration.ofHours(1));
        String one = Fresh.word();
        take(budget, one, 2);

        assertThat(rateLimiter().take(budget, Fresh.word()).allowed()).isTrue();
        assertThat(rateLimiter().take(budget, one).allowed()).isFalse();
    }

    @Test
    default void countsEachBudgetByItself() {
        String client = Fresh.word();
        take(new Budget("contract", 1, Duration.ofHours(1)), client, 2);

        assertThat(rateLimiter()
                        .take(new Budget("contract-other", 1, Duration.ofHours(1)), client)
                        .allowed())
                .isTrue();
    }

    @Test
    default void takesAnyNameThatAClientMayHave() {
        Budget budget = new Budget("contract", 1, Duration.ofHours(1));

        for (String client : List.of("2001:db8::/64", "{x}:*", "user:" + Fresh.word(), "Größe 1\n2")) {
            String fresh = client + Fresh.word();
            assertThat(take(budget, fresh, 2)).extracting(Decision::allowed).containsExactly(true, false);
        }
    }

    @Test
    default void isWholeAgainWhenItSaidSo() throws InterruptedException {
        Budget budget = new Budget("contract", 2, Duration.ofSeconds(1));
        String client = Fresh.word();
        Decision refused = take(budget, client, 3).get(2);
        assertThat(refused.allowed()).isFalse();

        pass(refused.resetAfter().plusMillis(50));

        assertThat(take(budget, client, 2)).extracting(Decision::allowed).containsExactly(true, true);
    }

    @Test
    default void takesOneMoreWhenItSaidSoAndNotYetAnother() throws InterruptedException {
        Budget budget = new Budget("contract", 2, Duration.ofSeconds(4));
        String client = Fresh.word();
        List<Decision> decisions = take(budget, client, 3);
        assertThat(decisions.get(0).retryAfter()).isZero();
        Decision refused = decisions.get(2);
        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));

        pass(refused.retryAfter().plusMillis(50));

        assertThat(take(budget, client, 2)).extracting(Decision::allowed).containsExactly(true, false);
    }

    @Test
    default void staysExactUnderTwentyThreads() {
        Budget budget = new Budget("contract", 30, Duration.ofHours(1));
        String client = Fresh.word();

        List<List<Decision>> taken = Together.run(number -> take(budget, client, 5));

        assertThat(taken.stream().flatMap(List::stream).filter(Decision::allowed))
                .hasSize(30);
    }

    private List<Decision> take(Budget budget, String client, int times) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            decisions.add(rateLimiter().take(budget, client));
        }
        return decisions;
    }
}
