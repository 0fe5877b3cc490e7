package dev.groundwork.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Task.Content CONTENT =
            new Task.Content("Write", "the program", Priority.HIGH, new Labels(List.of("a")), NOW);

    @ParameterizedTest
    @EnumSource
    void isCompletedExactlyWhileItIsDone(TaskStatus status) {
        assertThat(Task.Progress.startingAs(status, NOW).completedAt())
                .isEqualTo(status == TaskStatus.DONE ? NOW : null);
    }

    @Test
    void staysDoneSinceWhenItWas() {
        assertThat(new Task.Progress(TaskStatus.DONE, NOW)
                        .to(TaskStatus.DONE, LATER)
                        .completedAt())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
    void losesItsCompletionWithTheStatus(TaskStatus status) {
        assertThat(new Task.Progress(TaskStatus.DONE, NOW).to(status, LATER))
                .isEqualTo(new Task.Progress(status, null));
    }

    @Test
    void isCompletedAnewWhenItIsDoneAgain() {
        Task.Progress again =
                new Task.Progress(TaskStatus.DONE, NOW).to(TaskStatus.TODO, NOW).to(TaskStatus.DONE, LATER);
        assertThat(again.completedAt()).isEqualTo(LATER);
    }

    @Test
    void aProgressThatContradictsItselfCanNotBeBuilt() {
        assertThatThrownBy(() -> new Task.Progress(TaskStatus.DONE, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Task.Progress(TaskStatus.TODO, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void needsATitleAlone() {
        assertThat(NewTask.parse(Input.of(Map.of("title", "Write")))).isEqualTo(NewTask.titled("Write"));
        assertThat(NewTask.titled("Write").status()).isEqualTo(TaskStatus.TODO);
        assertThat(NewTask.titled("Write").content().priority()).isEqualTo(Priority.MEDIUM);
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        Map<String, Object> members = Map.of(
                "title", "",
                "description", 1,
                "assignee", "ada",
                "status", "doing",
                "priority", "highest",
                "labels", List.of("ok", ""),
                "dueDate", "tomorrow");
        assertThat(Refusals.pointersOf(() -> NewTask.parse(Input.of(members))))
                .containsExactly(
                        "/title", "/description", "/assignee", "/status", "/priority", "/labels/1", "/dueDate");
    }

    @Test
    void aTitleHasAtMost255Characters() {
        assertThat(Task.parseTitle("a".repeat(255))).hasSize(255);
        assertThat(Refusals.violationsOf(() -> Task.parseTitle("a".repeat(256))))
                .hasSize(1);
    }

    @Test
    void anEmptyChangeChangesNothing() {
        TaskChange change = TaskChange.parse(Input.of(Map.of()));
        assertThat(change.applyTo(CONTENT)).isEqualTo(CONTENT);
        assertThat(change.assignee()).isEqualTo(Change.none());
        Task.Progress done = new Task.Progress(TaskStatus.DONE, NOW);
        assertThat(change.applyTo(done, LATER)).isEqualTo(done);
    }

    @Test
    void aChangeTouchesOnlyWhatItNamesAndClearsWhatIsNull() {
        Map<String, @Nullable Object> members = new HashMap<>(Map.of("title", "Rewrite", "labels", List.of("b")));
        members.put("dueDate", null);
        members.put("assignee", null);
        TaskChange change = TaskChange.parse(Input.of(members));
        assertThat(change.applyTo(CONTENT))
                .isEqualTo(new Task.Content("Rewrite", "the program", Priority.HIGH, new Labels(List.of("b")), null));
        assertThat(change.assignee().orElse(new UserId(new UUID(0, 1)))).isNull();
    }

    @Test
    void whatATaskMustHaveCanNotBeCleared() {
        Map<String, @Nullable Object> members = new HashMap<>();
        TaskChange.MEMBERS.forEach(member -> members.put(member, null));
        assertThat(Refusals.pointersOf(() -> TaskChange.parse(Input.of(members))))
                .containsExactly("/title", "/status", "/priority", "/labels");
    }

    @Test
    void aLabelCountsOnceInTheOrderGiven() {
        assertThat(Labels.read(List.of("b", "a", "b", " a ")).values()).containsExactly("b", "a");
    }

    @Test
    void thereAreAtMost50Labels() {
        List<String> fifty = IntStream.range(0, 50).mapToObj(i -> "label " + i).toList();
        assertThat(Labels.read(fifty).values()).hasSize(50);
        List<String> more = IntStream.range(0, 51).mapToObj(i -> "label " + i).toList();
        assertThat(Refusals.reasonOf(() -> Labels.read(more))).isEqualTo("must have at most 50 labels");
        assertThatThrownBy(() -> new Labels(more)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabelHasAtMost50Characters() {
        assertThat(Refusals.pointersOf(() -> Labels.read(List.of("a".repeat(50), "a".repeat(51)))))
                .containsExactly("/1");
    }

    @Test
    void labelsInsideAListInsideTheListAreRefused() {
        assertThat(Refusals.pointersOf(() -> Labels.read(List.of(List.of("a")))))
                .containsExactly("/0");
    }
}
