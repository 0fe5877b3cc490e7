package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.application.task.TaskStore.Found;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.task.TaskStore} promises. */
public interface TaskStoreContract extends StoreContract {

    @Test
    default void addsATaskAsItWasGiven() {
        User user = new Scene(work()).user();
        Actor.User owner = Scene.actor(user);
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Draft draft = wholeDraft(owner.id());
        TaskId id = new TaskId(UUID.randomUUID());

        Task added = work().in(owner, tx -> tx.tasks().add(id, project.id(), draft, owner.id()));

        assertThat(added.id()).isEqualTo(id);
        assertThat(added.project()).isEqualTo(project.id());
        assertThat(added.content()).isEqualTo(draft.content());
        assertThat(added.assignee()).isEqualTo(user.person());
        assertThat(added.creator()).isEqualTo(user.person());
        assertThat(added.progress()).isEqualTo(draft.progress());
        assertThat(added.revision().version()).isEqualTo(1);
        assertThat(added.revision().updatedAt()).isEqualTo(added.revision().createdAt());
        assertThat(find(owner, id).map(Found::task)).contains(added);
    }

    @Test
    default void findsATaskBesideWhatTheActorMayDoWithItsProject() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task task = new Scene(work()).task(owner, project);

        Found found = find(owner, task.id()).orElseThrow();

        assertThat(found.task()).isEqualTo(task);
        assertThat(found.access().project()).isEqualTo(project);
        assertThat(found.access().actor()).isEqualTo(owner);
        assertThat(found.access().membership()).isEqualTo(Membership.owner());
    }

    @Test
    default void findsNothingUnderAnUnknownId() {
        assertThat(find(somebody(), new TaskId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void refusesAnAssigneeWhoIsNoMember() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task task = new Scene(work()).task(owner, project);

        for (UserId other : List.of(somebody().id(), new UserId(UUID.randomUUID()))) {
            assertThatThrownBy(() -> work().run(
                                    owner,
                                    tx -> tx.tasks()
                                            .add(
                                                    new TaskId(UUID.randomUUID()),
                                                    project.id(),
                                                    wholeDraft(other),
                                                    owner.id())))
                    .satisfies(Refusals.areInvalidAt("/assignee"));
            assertThatThrownBy(() -> work().run(owner, tx -> tx.tasks().update(task.id(), wholeDraft(other))))
                    .satisfies(Refusals.areInvalidAt("/assignee"));
        }
        assertThat(find(owner, task.id()).map(Found::task)).contains(task);
    }

    @Test
    default void refusesAnIdThatIsTaken() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task task = new Scene(work()).task(owner, project);

        assertThatThrownBy(() -> work().run(
                                owner, tx -> tx.tasks().add(task.id(), project.id(), Scene.draft("Other"), owner.id())))
                .satisfies(Refusals.areConflictsAt());
    }

    @Test
    default void replacesWhatMayBeWritten() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        Draft draft = wholeDraft(owner.id());

        Task changed = update(owner, task, draft);

        assertThat(changed.content()).isEqualTo(draft.content());
        assertThat(changed.progress()).isEqualTo(draft.progress());
        assertThat(changed.creator()).isEqualTo(task.creator());
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(changed.revision().createdAt()).isEqualTo(task.revision().createdAt());
        assertThat(changed.revision().updatedAt()).isAfter(task.revision().updatedAt());
        assertThat(find(owner, task.id()).map(Found::task)).contains(changed);
        assertThat(update(owner, task, Scene.draft("Bare")).assignee()).isNull();
    }

    @Test
    default void keepsTheVersionWhereNothingReallyChanged() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        Task changed = update(owner, task, wholeDraft(owner.id()));

        assertThat(update(owner, task, wholeDraft(owner.id()))).isEqualTo(changed);
        assertThat(history(task)).hasSize(2);
    }

    @Test
    default void showsTasksToThoseWhoSeeTheirProject() {
        Scene scene = new Scene(work());
        Actor.User owner = somebody();
        TaskId hidden =
                scene.task(owner, scene.project(owner, Visibility.PRIVATE)).id();
        TaskId internal =
                scene.task(owner, scene.project(owner, Visibility.INTERNAL)).id();
        TaskId open = scene.task(owner, scene.project(owner, Visibility.PUBLIC)).id();
        Actor.User stranger = somebody();

        assertThat(find(stranger, hidden)).isEmpty();
        assertThat(find(stranger, internal)).isPresent();
        assertThat(find(stranger, open))
                .hasValueSatisfying(
                        found -> assertThat(found.access().membership()).isNull());
        assertThat(find(Scene.nobody(), hidden)).isEmpty();
        assertThat(find(Scene.nobody(), internal)).isEmpty();
        assertThat(find(Scene.nobody(), open)).isPresent();
        assertThat(find(scene.administrator(), hidden)).isPresent();
        assertThat(find(Scene.system(), hidden)).isPresent();
    }

    @Test
    default void letsNobodyWriteTasksInAProjectThatTheyAreNoMemberOf() {
        Scene scene = new Scene(work());
        Actor.User owner = somebody();
        Project project = scene.project(owner, Visibility.PUBLIC);
        Task task = scene.task(owner, project);
        TaskId id = new TaskId(UUID.randomUUID());
        Actor.User stranger = somebody();

        assertThatThrownBy(() ->
                        work().run(stranger, tx -> tx.tasks().add(id, project.id(), Scene.draft("X"), stranger.id())))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> work().run(stranger, tx -> tx.tasks().update(task.id(), Scene.draft("X"))))
                .isInstanceOf(RuntimeException.class);
        assertThat(work().<Optional<Task>>in(stranger, tx -> tx.tasks().findForUpdate(task.id())))
                .isEmpty();
        assertThat(find(Scene.system(), id)).isEmpty();
        assertThat(find(owner, task.id()).map(Found::task)).contains(task);
    }

    @Test
    default void letsNobodyCreateATaskInAnothersName() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        UserId other = somebody().id();

        assertThatThrownBy(() -> work().run(
                                owner,
                                tx -> tx.tasks()
                                        .add(new TaskId(UUID.randomUUID()), project.id(), Scene.draft("X"), other)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    default void entersANewTaskIntoTheAuditTrailByApiNamesAndPublicIds() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        TaskId id = new TaskId(UUID.randomUUID());
        Task task = work().in(owner, tx -> tx.tasks().add(id, project.id(), wholeDraft(owner.id()), owner.id()));

        Activity inserted = history(task).get(0);

        assertThat(inserted.action()).isEqualTo("INSERT");
        assertThat(inserted.resourceId()).isEqualTo(id.toString());
        assertThat(inserted.at()).isEqualTo(task.revision().createdAt());
        assertThat(inserted.changes())
                .containsEntry("projectId", new FieldChange(null, project.id().toString()))
                .containsEntry("title", new FieldChange(null, "Größe 1"))
                .containsEntry("assignee", new FieldChange(null, owner.id().toString()))
                .containsEntry("creator", new FieldChange(null, owner.id().toString()))
                .containsEntry("status", new FieldChange(null, "done"))
                .containsEntry("priority", new FieldChange(null, "urgent"))
                .containsEntry("labels", new FieldChange(null, List.of("zwei", "eins")))
                .doesNotContainKeys("id", "version", "updatedAt", "priorityRank");
        assertThat(inserted.changes().get("dueDate"))
                .isNotNull()
                .satisfies(due -> assertThat(Instant.parse(String.valueOf(due.now())))
                        .isEqualTo(Instant.parse("2027-02-28T22:59:59.125Z")));
    }

    @Test
    default void entersOnlyWhatChangedIntoTheAuditTrail() {
        Actor.User owner = somebody();
        Task task = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));

        Task changed = update(owner, task, Scene.draft("Done soon"));

        assertThat(history(task)).hasSize(2);
        Activity newest = history(task).get(0);
        assertThat(newest.action()).isEqualTo("UPDATE");
        assertThat(newest.at()).isEqualTo(changed.revision().updatedAt());
        assertThat(newest.changes()).hasSize(1).containsEntry("title", new FieldChange("To do", "Done soon"));
    }

    private static Draft wholeDraft(@Nullable UserId assignee) {
        return new Draft(
                new Task.Content(
                        "Größe 1",
                        "Erste Zeile\n\tzweite",
                        Priority.URGENT,
                        new Labels(List.of("zwei", "eins")),
                        Instant.parse("2027-02-28T22:59:59.125Z")),
                assignee,
                new Task.Progress(TaskStatus.DONE, Instant.parse("2026-11-24T10:00:00.123456Z")));
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private Optional<Found> find(Actor actor, TaskId id) {
        return work().in(actor, tx -> tx.tasks().find(id));
    }

    private Task update(Actor actor, Task task, Draft draft) {
        return work().in(actor, tx -> {
            assertThat(tx.tasks().findForUpdate(task.id())).isPresent();
            return tx.tasks().update(task.id(), draft);
        });
    }

    private List<Activity> history(Task task) {
        return work().in(
                        Scene.system(),
                        tx -> tx.activities().list("tasks", task.id().toString(), Page.Request.first()))
                .items();
    }
}
