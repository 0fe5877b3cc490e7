package dev.groundwork.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectRight;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskBatchTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final UserId BOB = new UserId(new UUID(0, 2));
    private static final TaskId THERE = new TaskId(new UUID(1, 1));
    private static final UUID SEED = new UUID(2, 2);

    @Test
    void changesWhatHasAnIdAndMakesTheRest() {
        TaskBatch batch = parse(Map.of("title", "new"), Map.of("id", THERE.toString(), "status", "done"));
        assertThat(batch.items().get(0)).isEqualTo(new TaskBatch.Creation(NewTask.titled("new")));
        assertThat(batch.items().get(1)).isInstanceOfSatisfying(TaskBatch.Alteration.class, item -> {
            assertThat(item.id()).isEqualTo(THERE);
            assertThat(item.change().status()).isEqualTo(Change.to(TaskStatus.DONE));
            assertThat(item.change().title()).isEqualTo(Change.none());
        });
        assertThat(batch.changed()).containsExactly(THERE);
    }

    @Test
    void isRefusedWithAllThatIsWrongWithEachItem() {
        assertThat(Refusals.pointersOf(() -> parse(
                        Map.of("title", "fine"),
                        Map.of("description", "no title", "status", "doing"),
                        Map.of("id", "7", "title", ""),
                        Map.of("id", THERE.toString(), "labels", List.of("ok", "")),
                        Collections.singletonMap("id", null),
                        "title")))
                .containsExactly(
                        "/items/1/title",
                        "/items/1/status",
                        "/items/2/id",
                        "/items/2/title",
                        "/items/3/labels/1",
                        "/items/4/id",
                        "/items/5");
    }

    @Test
    void takesNoTaskTwiceHoweverItsIdIsWritten() {
        String id = "abcdefab-cdef-4abc-8def-abcdefabcdef";
        assertThat(Refusals.violationsOf(() -> parse(
                        Map.of("id", id),
                        Map.of("title", "a"),
                        Map.of("id", id.toUpperCase(Locale.ROOT)),
                        Map.of("title", "a"))))
                .containsExactly(TaskBatch.violation(2, "id", "is in this batch twice"));
    }

    @Test
    void hasOneTo500Items() {
        Map<String, String> item = Map.of("title", "x");
        assertThat(parse(Collections.nCopies(500, item).toArray()).items()).hasSize(500);
        for (int count : new int[] {0, 501}) {
            assertThat(Refusals.violationsOf(
                            () -> parse(Collections.nCopies(count, item).toArray())))
                    .singleElement()
                    .satisfies(violation -> {
                        assertThat(violation.pointer()).isEqualTo("/items");
                        assertThat(violation.detail()).isEqualTo("must have 1 to 500 items");
                    });
        }
        assertThatThrownBy(() -> new TaskBatch(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(Refusals.pointersOf(() -> TaskBatch.parse(Input.of(Map.of()))))
                .containsExactly("/items");
        assertThat(Refusals.pointersOf(() -> TaskBatch.parse(Input.of(Map.of("items", item)))))
                .containsExactly("/items");
    }

    @Test
    void needsTheRightsOfItsItemsAndNoOther() {
        Map<String, String> creation = Map.of("title", "x");
        Map<String, String> change = Map.of("id", THERE.toString());
        assertThat(parse(creation).rights()).containsExactly(ProjectRight.TASKS_CREATE);
        assertThat(parse(change).rights()).containsExactly(ProjectRight.TASKS_UPDATE);
        assertThat(parse(change, creation).rights())
                .containsExactlyInAnyOrder(ProjectRight.TASKS_CREATE, ProjectRight.TASKS_UPDATE);
    }

    @Test
    void knowsWhomItsTasksShallBeGivenTo() {
        Map<String, @Nullable Object> unassigned =
                new HashMap<>(Map.of("id", UUID.randomUUID().toString()));
        unassigned.put("assignee", null);
        assertThat(parse(
                                Map.of("title", "x", "assignee", ADA.toString()),
                                Map.of("title", "y"),
                                Map.of("id", THERE.toString(), "assignee", BOB.toString()),
                                unassigned)
                        .assignees())
                .containsExactlyInAnyOrder(ADA, BOB);
    }

    @Test
    void givesTheSameIdsUnderTheSameSeedAndOthersUnderAnother() {
        TaskBatch batch = parse(Map.of("title", "x"), Map.of("id", THERE.toString()), Map.of("title", "x"));
        assertThat(batch.ids(SEED)).doesNotHaveDuplicates().hasSize(3).isEqualTo(batch.ids(SEED));
        assertThat(batch.ids(SEED).get(1)).isEqualTo(THERE);
        assertThat(batch.ids(new UUID(2, 3)))
                .doesNotContain(batch.ids(SEED).get(0), batch.ids(SEED).get(2));
    }

    private static TaskBatch parse(Object... items) {
        return TaskBatch.parse(Input.of(Map.of("items", List.of(items))));
    }
}
