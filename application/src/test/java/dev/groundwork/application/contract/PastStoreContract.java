package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.RecordedProject;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.RecordedTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.audit.PastStore} promises. */
public interface PastStoreContract extends StoreContract {

    @Test
    default void tellsEachStateThatATaskEverHad() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        List<Task> states = new ArrayList<>();
        TaskId id = new TaskId(UUID.randomUUID());
        states.add(work().in(owner, tx -> tx.tasks().add(id, project.id(), Scene.draft("One"), owner.id())));
        for (Draft next : List.of(whole(owner), Scene.draft("Two"), whole(owner), Scene.draft("Three"))) {
            letAMillisecondPass();
            states.add(work().in(owner, tx -> tx.tasks().update(id, next)));
        }

        for (Task state : states) {
            PastState past =
                    state("tasks", id.toString(), state.revision().updatedAt()).orElseThrow();
            assertThat(past.deleted()).isFalse();
            assertThat(past.revision(null)).isEqualTo(state.revision());
            RecordedTask told = RecordedTask.of(past);
            assertThat(told.content()).isEqualTo(state.content());
            assertThat(told.progress()).isEqualTo(state.progress());
            assertThat(told.assignee())
                    .isEqualTo(
                            state.assignee() == null ? null : state.assignee().id());
            assertThat(told.creator()).isEqualTo(owner.id());
            assertThat(told.project()).isEqualTo(project.id());
        }
    }

    @Test
    default void tellsTheStateAtTheEndOfTheMillisecond() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        String id = task.id().toString();
        Instant made = task.revision().createdAt();

        assertThat(state("tasks", id, made.truncatedTo(ChronoUnit.MILLIS))).isPresent();
        assertThat(state("tasks", id, made.minusMillis(1))).isEmpty();
    }

    @Test
    default void tellsNothingOfWhatNeverWas() {
        assertThat(state("tasks", Fresh.word(), Instant.EPOCH)).isEmpty();
    }

    @Test
    default void tellsAProjectsStateWithItsOwner() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.INTERNAL);

        PastState past = state(
                        "projects", project.id().toString(), project.revision().createdAt())
                .orElseThrow();

        RecordedProject told = RecordedProject.of(past);
        assertThat(told.owner()).isEqualTo(owner.id());
        assertThat(told.toProject(
                        project.id(),
                        work().in(owner, tx -> tx.users().people(Set.of(owner.id()))),
                        past.revision(project.revision())))
                .isEqualTo(project);
    }

    @Test
    default void tellsThatATaskWasDeletedAndWhatItWas() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        work().run(owner, tx -> tx.tasks().delete(task.id()));

        PastState past = state(
                        "tasks", task.id().toString(), lastEntry(owner, task).at())
                .orElseThrow();

        assertThat(past.deleted()).isTrue();
        assertThat(past.version()).isEqualTo(1);
        assertThat(RecordedTask.of(past).content()).isEqualTo(task.content());
        assertThat(work().<Optional<?>>in(
                                owner,
                                tx -> tx.past().findProject("tasks", task.id().toString())))
                .contains(task.project());
    }

    @Test
    default void goesOnCountingVersionsWhereATaskComesBack() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        Task renamed = work().in(owner, tx -> tx.tasks().update(task.id(), Scene.draft("Two")));
        work().run(owner, tx -> tx.tasks().delete(task.id()));

        Task back = work().<Task>asService(
                        owner,
                        tx -> tx.tasks()
                                .restore(
                                        task.id(), task.project(), Scene.draft("Two"), owner.id(), renamed.revision()));

        assertThat(back.revision().version()).isEqualTo(3);
        assertThat(back.revision().createdAt()).isEqualTo(task.revision().createdAt());
        assertThat(back.revision().updatedAt()).isAfter(renamed.revision().updatedAt());
        PastState past = state("tasks", task.id().toString(), back.revision().updatedAt())
                .orElseThrow();
        assertThat(past.deleted()).isFalse();
        assertThat(past.revision(null)).isEqualTo(back.revision());
        assertThat(lastEntry(owner, task).action()).isEqualTo(Activity.INSERT);
    }

    @Test
    default void findsAnActivityByItsIdForThoseWhoMaySeeIt() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PUBLIC));
        Activity made = lastEntry(owner, task);

        assertThat(activity(owner, made.id())).contains(made);
        assertThat(activity(somebody(), made.id())).isEmpty();
        assertThat(activity(Scene.nobody(), made.id())).isEmpty();
        for (String id : List.of("", "nonsense", made.id() + "A", "Größe", "AAAAAAAAAAAAAAAAAAAAAA", "f_________8")) {
            assertThat(activity(owner, id)).as(id).isEmpty();
        }
    }

    @Test
    default void tellsWhichFieldsLaterEntriesTouched() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        work().run(owner, tx -> tx.tasks().update(task.id(), Scene.draft("Two")));
        Activity renamed = lastEntry(owner, task);
        assertThat(touchedSince(owner, renamed)).isEmpty();

        work().run(owner, tx -> tx.tasks().update(task.id(), whole(owner)));
        work().run(owner, tx -> tx.tasks().update(task.id(), Scene.draft("Whole")));

        assertThat(touchedSince(owner, renamed))
                .containsExactlyInAnyOrder(
                        "title", "description", "priority", "labels", "dueDate", "assignee", "status", "completedAt");
    }

    @Test
    default void keepsTheReasonThatAUnitGave() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        work().run(owner, tx -> {
            tx.because("because of a test");
            tx.tasks().update(task.id(), Scene.draft("Two"));
        });

        Activity changed = lastEntry(owner, task);
        assertThat(changed.reason()).isEqualTo("because of a test");
        assertThat(changed.isBy(owner.id())).isTrue();
        work().run(owner, tx -> tx.tasks().update(task.id(), Scene.draft("Three")));
        assertThat(lastEntry(owner, task).reason()).as("the reason of one unit").isNull();
    }

    private static Draft whole(Actor.User assignee) {
        return new Draft(
                new Task.Content(
                        "Whole",
                        "With everything",
                        Priority.URGENT,
                        new Labels(List.of("zwei", "eins")),
                        Instant.parse("2030-01-31T12:00:00.123Z")),
                assignee.id(),
                new Task.Progress(TaskStatus.DONE, Instant.parse("2026-01-31T12:00:00.456Z")));
    }

    /** Two states of one millisecond can't be told apart by it. */
    private static void letAMillisecondPass() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private Activity lastEntry(Actor.User actor, Task task) {
        return work().in(actor, tx -> tx.activities().list("tasks", task.id().toString(), Page.Request.first()))
                .items()
                .getFirst();
    }

    private Optional<Activity> activity(Actor actor, String id) {
        return work().in(actor, tx -> tx.past().findActivity(id));
    }

    private Set<String> touchedSince(Actor actor, Activity activity) {
        return work().in(actor, tx -> tx.past().listTouchedSince(activity));
    }

    private Optional<PastState> state(String resourceType, String resourceId, Instant at) {
        return work().in(Scene.system(), tx -> tx.past().findState(resourceType, resourceId, at));
    }
}
