package dev.groundwork.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskReversalTest {
    private static final Instant THEN = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant NOW = THEN.plusSeconds(60);
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final Task.Content CONTENT =
            new Task.Content("Now", "now", Priority.URGENT, new Labels(List.of("now")), NOW);

    @Test
    void setsBackWhatWasChangedAndLeavesTheRest() {
        TaskReversal reversal = TaskReversal.of(update(Map.of(
                "title", new FieldChange("Then", "Later"),
                "labels", new FieldChange(List.of("then"), List.of()),
                "dueDate", new FieldChange(null, NOW.toString()))));

        assertThat(reversal.fields()).containsExactlyInAnyOrder("title", "labels", "dueDate");
        assertThat(reversal.applyTo(CONTENT))
                .isEqualTo(new Task.Content("Then", "now", Priority.URGENT, new Labels(List.of("then")), null));
        assertThat(reversal.applyTo(ADA)).isEqualTo(ADA);
        Task.Progress done = new Task.Progress(TaskStatus.DONE, NOW);
        assertThat(reversal.applyTo(done)).isEqualTo(done);
    }

    @Test
    void setsTheAssigneeBackToNobodyToo() {
        assertThat(TaskReversal.of(update(Map.of("assignee", new FieldChange(null, ADA.toString()))))
                        .applyTo(ADA))
                .isNull();
        assertThat(TaskReversal.of(update(Map.of("assignee", new FieldChange(ADA.toString(), null))))
                        .applyTo(new UserId(new UUID(0, 2))))
                .isEqualTo(ADA);
    }

    @Test
    void whatIsDoneAgainHasBeenSinceItWas() {
        TaskReversal reopened = TaskReversal.of(update(Map.of(
                "status", new FieldChange("done", "todo"), "completedAt", new FieldChange(THEN.toString(), null))));
        assertThat(reopened.fields()).containsExactly("status");
        assertThat(reopened.applyTo(new Task.Progress(TaskStatus.TODO, null)))
                .isEqualTo(new Task.Progress(TaskStatus.DONE, THEN));
    }

    @Test
    void whatIsOpenAgainIsNotCompleted() {
        TaskReversal completed = TaskReversal.of(update(Map.of(
                "status", new FieldChange("in_progress", "done"),
                "completedAt", new FieldChange(null, THEN.toString()))));
        assertThat(completed.applyTo(new Task.Progress(TaskStatus.DONE, THEN)))
                .isEqualTo(new Task.Progress(TaskStatus.IN_PROGRESS, null));
    }

    private static Activity update(Map<String, FieldChange> changes) {
        return new Activity(
                "7",
                THEN,
                new Activity.BySystem("test"),
                Activity.UPDATE,
                "tasks",
                new UUID(1, 1).toString(),
                changes,
                null,
                new Activity.Source(null, Origin.internal("test")));
    }
}
