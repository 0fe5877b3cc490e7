package dev.groundwork.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.access.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevertTest {
    private static final Revert REVERT = new Revert("7", false);

    @Test
    void isNotForcedUnlessSomebodySaysSo() {
        assertThat(Revert.parse(Input.of(Map.of("to", "7")))).isEqualTo(REVERT);
        assertThat(Revert.parse(Input.of(Map.of("to", "7", "force", true)))).isEqualTo(new Revert("7", true));
        assertThat(REVERT.reason()).isEqualTo("revert of 7");
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() -> Revert.parse(Input.of(Map.of("force", "yes")))))
                .containsExactly("/to", "/force");
        for (Object wrong : new Object[] {"", 7, "x".repeat(101)}) {
            assertThat(Refusals.pointersOf(() -> Revert.parse(Input.of(Map.of("to", wrong)))))
                    .containsExactly("/to");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "DELETE"})
    void undoesChangesAndDeletions(String action) {
        Activity activity = activity(action, "tasks", "t");
        assertThat(REVERT.undoable(Optional.of(activity), "tasks", "t")).isEqualTo(activity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT", "TRUNCATE", "auth.login"})
    void undoesNothingElse(String action) {
        assertThat(Refusals.refusalOf(() -> REVERT.undoable(Optional.of(activity(action, "tasks", "t")), "tasks", "t")))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void saysTheSameOfAnotherResourcesActivityAndOfNone() {
        Refusal none = Refusals.refusalOf(() -> REVERT.undoable(Optional.empty(), "tasks", "t"));
        assertThat(none)
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/to"));
        for (Activity other : new Activity[] {activity("UPDATE", "tasks", "u"), activity("INSERT", "projects", "t")}) {
            assertThat(Refusals.refusalOf(() -> REVERT.undoable(Optional.of(other), "tasks", "t")))
                    .isEqualTo(none);
        }
    }

    @Test
    void namesTheFieldsThatLaterChangesTouchedAndNoOther() {
        Refusal refusal = Refusals.refusalOf(
                () -> REVERT.requireUntouched(Set.of("title", "status"), Set.of("status", "labels")));
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        conflict -> assertThat(conflict.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/status"));
    }

    @Test
    void passesWhatNothingTouchedSinceAndWhateverIsForced() {
        REVERT.requireUntouched(Set.of("title"), Set.of("status"));
        new Revert("7", true).requireUntouched(Set.of("title"), Set.of("title"));
    }

    private static Activity activity(String action, String type, String id) {
        return new Activity(
                "7",
                Instant.EPOCH,
                new Activity.BySystem("test"),
                action,
                type,
                id,
                Map.of(),
                null,
                new Activity.Source(null, Origin.internal("test")));
    }
}
