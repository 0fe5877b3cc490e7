package dev.groundwork.application.audit;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Revert;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevertsTest {
    private final World world = new World();
    private final Reverts reverts = world.groundwork().reverts();
    private final Actor.User ada = world.signedIn("ada@example.org");
    private final Actor.User eve = world.signedIn("eve@example.org");
    private final Project project = world.groundwork()
            .projects()
            .create(ada, new NewProject("Engine", null, Visibility.PUBLIC, JsonObject.EMPTY));
    private final Task task = world.groundwork().tasks().create(ada, project.id(), NewTask.titled("One"));
    private final TaskId id = task.id();

    @Test
    void undoesOneChangeAndNoneAfterIt() {
        String renamed = change(Map.of("title", "Two", "priority", "urgent"));
        change(Map.of("description", "Something", "labels", List.of("kept")));

        Task reverted = revert(renamed, false);

        assertThat(reverted.content().title()).isEqualTo("One");
        assertThat(reverted.content().priority()).isEqualTo(task.content().priority());
        assertThat(reverted.content().description()).isEqualTo("Something");
        assertThat(reverted.content().labels().values()).containsExactly("kept");
        assertThat(world.groundwork().tasks().find(ada, id)).isEqualTo(reverted);
    }

    @Test
    void isItselfAuditedWithWhatItUndidAndCanBeUndone() {
        String renamed = change(Map.of("title", "Two"));
        revert(renamed, false);

        Activity undone = history().getFirst();
        assertThat(undone.isBy(ada.id())).isTrue();
        assertThat(undone.reason()).isEqualTo("revert of " + renamed);
        assertThat(undone.changes()).containsExactly(Map.entry("title", new Activity.FieldChange("Two", "One")));
        assertThat(revert(undone.id(), false).content().title()).isEqualTo("Two");
    }

    @Test
    void namesTheFieldsThatLaterChangesTouchedUnlessForced() {
        String first = change(Map.of("title", "Two", "priority", "urgent", "description", "Something"));
        change(Map.of("title", "Three"));
        change(Map.of("priority", "low"));

        assertThatThrownBy(() -> revert(first, false))
                .satisfies(thrown -> assertThat(conflictsOf(thrown)).containsExactlyInAnyOrder("/title", "/priority"));
        assertThat(world.groundwork().tasks().find(ada, id).content().title()).isEqualTo("Three");

        Task forced = revert(first, true);
        assertThat(forced.content()).isEqualTo(task.content());
    }

    @Test
    void countsAFieldAsTouchedThatLaterChangesPutBack() {
        String first = change(Map.of("title", "Two"));
        change(Map.of("title", "Three"));
        change(Map.of("title", "Two"));

        assertThatThrownBy(() -> revert(first, false)).satisfies(Refusals.areConflictsAt("/title"));
    }

    @Test
    void makesATaskDoneAgainSinceItWas() {
        change(Map.of("status", "done"));
        Task done = world.groundwork().tasks().find(ada, id);
        world.clock().advance(Duration.ofHours(1));
        String reopened = change(Map.of("status", "todo"));

        assertThat(revert(reopened, false).progress()).isEqualTo(done.progress());
        assertThat(revert(history().getFirst().id(), false).progress())
                .isEqualTo(new Task.Progress(TaskStatus.TODO, null));
    }

    @Test
    void bringsADeletedTaskBackAsItWas() {
        change(Map.of("labels", List.of("a", "b"), "assignee", ada.id().toString(), "dueDate", "2030-01-01T00:00:00Z"));
        change(Map.of("status", "done"));
        Task before = world.groundwork().tasks().find(ada, id);
        delete();
        world.clock().advance(Duration.ofHours(1));

        Task back = revert(history().getFirst().id(), false);

        assertThat(back.id()).isEqualTo(id);
        assertThat(back.project()).isEqualTo(project.id());
        assertThat(back.content()).isEqualTo(before.content());
        assertThat(back.assignee()).isEqualTo(before.assignee());
        assertThat(back.creator()).isEqualTo(before.creator());
        assertThat(back.progress()).isEqualTo(before.progress());
        assertThat(back.revision().createdAt()).isEqualTo(before.revision().createdAt());
        assertThat(back.revision().version())
                .as("no tag of its first life fits")
                .isGreaterThan(before.revision().version());
        assertThat(history()).extracting(Activity::action).startsWith("INSERT", "DELETE");
    }

    @Test
    void bringsNothingBackThatIsThere() {
        delete();
        String deletion = history().getFirst().id();
        revert(deletion, false);

        assertThatThrownBy(() -> revert(deletion, true))
                .satisfies(Refusals.areConflictsAt())
                .hasMessage("The task is not deleted any more.");
    }

    @Test
    void changesNothingThatIsGone() {
        String renamed = change(Map.of("title", "Two"));
        delete();

        assertThatThrownBy(() -> revert(renamed, false))
                .satisfies(Refusals.areConflictsAt())
                .hasMessage("The task was deleted; revert its deletion first.");
    }

    @Test
    void doesNotUndoTheMaking() {
        assertThatThrownBy(() -> revert(history().getLast().id(), true)).satisfies(Refusals.areConflictsAt());
    }

    @Test
    void takesActivitiesOfThisVeryTaskOnly() {
        Task other = world.groundwork().tasks().create(ada, project.id(), NewTask.titled("Other"));
        String foreign =
                world.history("tasks", other.id().toString()).getFirst().id();
        String projects =
                world.history("projects", project.id().toString()).getFirst().id();

        for (String to : List.of(foreign, projects, "nonsense", "AAAAAAAAAAAAAAAAAAAAAA")) {
            assertThatThrownBy(() -> revert(to, true)).as(to).satisfies(Refusals.areInvalidAt("/to"));
        }
    }

    @Test
    void isForThoseWhoMayMakeTheChangeToday() {
        String renamed = change(Map.of("title", "Two"));
        Actor.User root = world.administrator("root@example.org");
        Revert revert = new Revert(renamed, false);

        assertThatThrownBy(() -> reverts.task(eve, id, revert, null)).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> reverts.task(root, id, revert, null))
                .as("administering projects changes no tasks")
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> reverts.task(new Actor.Anonymous(ORIGIN), id, revert, null))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
        assertThatThrownBy(() -> reverts.task(ada, new TaskId(new UUID(9, 9)), revert, null))
                .satisfies(Refusals.are(Refusal.NotFound.class));
        delete();
        Revert deletion = new Revert(history().getFirst().id(), false);
        assertThatThrownBy(() -> reverts.task(eve, id, deletion, null)).satisfies(Refusals.are(Refusal.NotFound.class));
        assertThatThrownBy(() -> reverts.task(root, id, deletion, null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
    }

    @Test
    void refusesAWishThatWasDecidedOnAnOlderState() {
        String renamed = change(Map.of("title", "Two"));

        assertThatThrownBy(() -> reverts.task(ada, id, new Revert(renamed, false), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        assertThat(reverts.task(ada, id, new Revert(renamed, false), 2L)
                        .revision()
                        .version())
                .isEqualTo(3);
    }

    private String change(Map<String, @Nullable Object> change) {
        world.groundwork().tasks().change(ada, id, TaskChange.parse(Input.of(change)), null);
        return history().getFirst().id();
    }

    private void delete() {
        world.ports().work().run(ada, tx -> tx.tasks().delete(id));
    }

    private Task revert(String to, boolean force) {
        return reverts.task(ada, id, new Revert(to, force), null);
    }

    private List<Activity> history() {
        return world.history("tasks", id.toString());
    }

    private static List<String> conflictsOf(Throwable thrown) {
        return ((Refusal.Conflict) ((dev.groundwork.domain.Refused) thrown).refusal())
                .violations().stream().map(violation -> violation.pointer()).toList();
    }
}
