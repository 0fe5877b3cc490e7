package dev.groundwork.domain;

import static dev.groundwork.domain.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void anInvalidInputHasAtLeastOneViolation() {
        assertThatThrownBy(() -> new Refusal.Invalid(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneViolationIsTheReasonAndSeveralAreCounted() {
        Violation blank = new Violation("/name", "must not be blank");
        assertThat(new Refusal.Invalid(List.of(blank)).detail())
                .isEqualTo("A value is not acceptable: must not be blank");
        assertThat(new Refusal.Invalid(List.of(blank, blank)).detail()).isEqualTo("2 values are not acceptable.");
    }

    @Test
    void aRefusalHasNoStackTraceSinceItIsNoFault() {
        assertThat(Refused.conflict("taken").getStackTrace()).isEmpty();
    }

    @Test
    void whatIsTakenIsAConflictThatNamesTheValue() {
        assertThat(Refused.taken("/username", "is taken").refusal())
                .isEqualTo(new Refusal.Conflict("is taken", List.of(new Violation("/username", "is taken"))));
    }

    @Test
    void anOlderVersionIsStale() {
        Revision revision = new Revision(Instant.EPOCH, Instant.EPOCH, 2);
        assertThat(refusalOf(() -> revision.requireVersion(1L))).isInstanceOf(Refusal.Stale.class);
    }

    @Test
    void theSameVersionAndNoneAtAllPass() {
        Revision revision = new Revision(Instant.EPOCH, Instant.EPOCH, 2);
        assertThatCode(() -> revision.requireVersion(2L)).doesNotThrowAnyException();
        assertThatCode(() -> revision.requireVersion(null)).doesNotThrowAnyException();
    }
}
