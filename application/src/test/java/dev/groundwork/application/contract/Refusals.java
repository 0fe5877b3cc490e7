package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import java.util.List;
import org.assertj.core.api.ThrowingConsumer;

/** What was refused, and where. */
public final class Refusals {
    private Refusals() {}

    /** It was refused for a reason of that kind. */
    public static ThrowingConsumer<Throwable> are(Class<? extends Refusal> kind) {
        return thrown -> assertThat(refusal(thrown)).isInstanceOf(kind);
    }

    /** The input was invalid at exactly these places. */
    public static ThrowingConsumer<Throwable> areInvalidAt(String... pointers) {
        return thrown -> assertThat(refusal(thrown))
                .isInstanceOfSatisfying(
                        Refusal.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(violation -> violation.pointer())
                                .containsExactly(pointers));
    }

    /** It was in conflict, at exactly these places. */
    public static ThrowingConsumer<Throwable> areConflictsAt(String... pointers) {
        return thrown -> assertThat(refusal(thrown))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        conflict -> assertThat(conflict.violations())
                                .extracting(violation -> violation.pointer())
                                .isEqualTo(List.of(pointers)));
    }

    private static Refusal refusal(Throwable thrown) {
        assertThat(thrown).isInstanceOf(Refused.class);
        return ((Refused) thrown).refusal();
    }
}
