package dev.groundwork.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import dev.groundwork.domain.task.TaskQuery.Due;
import dev.groundwork.domain.task.TaskQuery.Sort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskQueryTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final UserId BOB = new UserId(new UUID(0, 2));
    private static final Origin ORIGIN = Origin.internal("test");
    private static final Actor READER =
            new Actor.User(ADA, new SessionHandle("abcdefghijklmnopqrstuv"), Permissions.NONE, ORIGIN);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void asksForEveryTaskUnlessSomebodySaysOtherwise() {
        assertThat(parse(Map.of())).isEqualTo(TaskQuery.ALL);
    }

    @Test
    void readsAllThatItGoesBy() {
        assertThat(parse(Map.of(
                        "status", "in_progress",
                        "priority", "urgent",
                        "assignee", BOB.toString(),
                        "creator", "me",
                        "label", List.of("b", "a", "b"),
                        "dueAfter", "2026-11-24T13:00:00+01:00",
                        "dueBefore", "2026-11-24T12:00:01Z",
                        "q", "100%",
                        "sort", "-dueDate")))
                .isEqualTo(new TaskQuery(
                        new TaskQuery.Progress(TaskStatus.IN_PROGRESS, Priority.URGENT),
                        new TaskQuery.People(BOB, ADA),
                        new Labels(List.of("b", "a")),
                        new Due(NOON, NOON.plusSeconds(1)),
                        "100%",
                        Sort.DUE_DATE,
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"assignee", "creator"})
    void asksWhoMeIsBeforeItLooksFurther(String member) {
        Actor nobody = new Actor.Anonymous(ORIGIN);
        assertThat(Refusals.refusalOf(() -> TaskQuery.parse(Input.of(Map.of(member, "me")), nobody)))
                .isInstanceOf(Refusal.Unauthenticated.class);
        assertThat(TaskQuery.parse(Input.of(Map.of(member, BOB.toString())), nobody)
                        .people())
                .isNotEqualTo(TaskQuery.ALL.people());
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() -> parse(Map.of(
                        "status", "doing",
                        "priority", "HIGH",
                        "assignee", "you",
                        "creator", "Me",
                        "label", List.of("ok", "", "x".repeat(51)),
                        "dueAfter", "today",
                        "dueBefore", "2026-11-24",
                        "q", "a\0b",
                        "sort", "priority_rank"))))
                .containsExactly(
                        "/status",
                        "/priority",
                        "/assignee",
                        "/creator",
                        "/label/1",
                        "/label/2",
                        "/dueAfter",
                        "/dueBefore",
                        "/q",
                        "/sort");
    }

    @Test
    void countsTheFirstMomentAndNotTheLast() {
        Due due = new Due(NOON, NOON.plusSeconds(1));
        assertThat(due.includes(NOON.minusMillis(1))).isFalse();
        assertThat(due.includes(NOON)).isTrue();
        assertThat(due.includes(NOON.plusMillis(999))).isTrue();
        assertThat(due.includes(NOON.plusSeconds(1))).isFalse();
    }

    @Test
    void whatIsNotDueIsDueNeitherAfterNorBeforeAnyMoment() {
        assertThat(new Due(Instant.MIN, null).includes(null)).isFalse();
        assertThat(new Due(null, Instant.MAX).includes(null)).isFalse();
        assertThat(new Due(null, null).includes(null)).isTrue();
    }

    private static TaskQuery parse(Map<String, ?> members) {
        return TaskQuery.parse(Input.of(members), READER);
    }
}
