package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectReversalTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Project PROJECT = new Project(
            new ProjectId(new UUID(1, 1)),
            "Now",
            "now",
            new Person(new UserId(new UUID(0, 1)), null, "Ada", null, null),
            ProjectStatus.ARCHIVED,
            Visibility.PUBLIC,
            JsonObject.copyOf(Map.of("now", 1)),
            new Revision(NOW, NOW, 3));

    @Test
    void setsBackWhatWasChangedAndLeavesTheRestTheOwnerWithTheirNameIncluded() {
        ProjectReversal reversal = ProjectReversal.of(update(Map.of(
                "name", new FieldChange("Then", "Later"),
                "description", new FieldChange(null, "later"),
                "settings", new FieldChange(Map.of("then", true), Map.of()))));

        assertThat(reversal.fields()).containsExactlyInAnyOrder("name", "description", "settings");
        assertThat(reversal.applyTo(PROJECT))
                .isEqualTo(new Project(
                        PROJECT.id(),
                        "Then",
                        null,
                        PROJECT.owner(),
                        PROJECT.status(),
                        PROJECT.visibility(),
                        JsonObject.copyOf(Map.of("then", true)),
                        PROJECT.revision()));
    }

    @Test
    void undoesADeletionAndAnArchiving() {
        for (ProjectStatus before : ProjectStatus.values()) {
            String name = before.name().toLowerCase(Locale.ROOT);
            assertThat(ProjectReversal.of(update(Map.of("status", new FieldChange(name, "archived"))))
                            .applyTo(PROJECT))
                    .isEqualTo(PROJECT.withStatus(before));
        }
    }

    @Test
    void leavesAProjectThatNobodyOwnsToNobody() {
        Project ownerless = new Project(
                PROJECT.id(),
                "Now",
                null,
                null,
                ProjectStatus.ACTIVE,
                Visibility.PRIVATE,
                JsonObject.EMPTY,
                PROJECT.revision());
        assertThat(ProjectReversal.of(update(Map.of("visibility", new FieldChange("internal", "private"))))
                        .applyTo(ownerless)
                        .owner())
                .isNull();
    }

    @Test
    void takesNoProjectBackFromItsNewOwner() {
        Activity transfer =
                update(Map.of("owner", new FieldChange(new UUID(0, 1).toString(), new UUID(0, 2).toString())));
        assertThat(Refusals.refusalOf(() -> ProjectReversal.of(transfer)))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        conflict -> assertThat(conflict.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.pointer()).isEqualTo("/owner")));
    }

    private static Activity update(Map<String, FieldChange> changes) {
        return new Activity(
                "7",
                NOW,
                new Activity.BySystem("test"),
                Activity.UPDATE,
                "projects",
                PROJECT.id().toString(),
                changes,
                null,
                new Activity.Source(null, Origin.internal("test")));
    }
}
