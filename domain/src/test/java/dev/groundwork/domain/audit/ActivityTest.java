package dev.groundwork.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final Activity BY_ADA = by(new Activity.ByPerson(new Person(ADA, null, null, null, null)));

    @Test
    void whatSomebodyMayNotKnowOfItsSourceIsLeftOutAndNothingElse() {
        Activity without = BY_ADA.withoutSource();
        assertThat(without.source()).isNull();
        assertThat(without).usingRecursiveComparison().ignoringFields("source").isEqualTo(BY_ADA);
    }

    @Test
    void isByThePersonWhoDidItAlone() {
        assertThat(BY_ADA.isBy(ADA)).isTrue();
        assertThat(BY_ADA.isBy(new UserId(new UUID(0, 2)))).isFalse();
        assertThat(by(new Activity.BySystem("import")).isBy(ADA)).isFalse();
        assertThat(by(new Activity.ByNobody()).isBy(ADA)).isFalse();
    }

    @Test
    void keepsNothingOfTheMapItWasMadeFrom() {
        assertThatThrownBy(() -> BY_ADA.changes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Activity by(Activity.By actor) {
        Map<String, Activity.FieldChange> changes =
                new HashMap<>(Map.of("title", new Activity.FieldChange("old", "new")));
        return new Activity(
                "1",
                Instant.EPOCH,
                actor,
                "UPDATE",
                "tasks",
                "x",
                changes,
                null,
                new Activity.Source("handle", new Origin("192.0.2.7", "agent", "request")));
    }
}
