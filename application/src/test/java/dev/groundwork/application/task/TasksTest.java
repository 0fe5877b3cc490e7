package dev.groundwork.application.task;

import static dev.groundwork.application.World.ORIGIN;
import static dev.groundwork.application.World.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TasksTest {
    private final World world = new World();
    private final Tasks tasks = world.groundwork().tasks();
    private final Actor.User ada = world.signedIn("ada@example.org");
    private final Actor.User eve = world.signedIn("eve@example.org");
    private final Actor.Anonymous nobody = new Actor.Anonymous(ORIGIN);
    private final ProjectId hidden = project(Visibility.PRIVATE);
    private final ProjectId open = project(Visibility.PUBLIC);

    @Test
    void makesATaskInAProject() {
        Task task = tasks.create(ada, hidden, NewTask.titled("Write the notes"));

        assertThat(task.project()).isEqualTo(hidden);
        assertThat(task.creator())
                .isEqualTo(world.groundwork().accounts().me(ada).person());
        assertThat(task.assignee()).isNull();
        assertThat(task.progress()).isEqualTo(new Task.Progress(TaskStatus.TODO, null));
        assertThat(task.content().priority()).isEqualTo(Priority.MEDIUM);
        assertThat(tasks.find(ada, task.id())).isEqualTo(task);
    }

    @Test
    void saysWhenATaskThatIsMadeDoneWasDone() {
        Task task = tasks.create(ada, hidden, NewTask.parse(Input.of(Map.of("title", "Done", "status", "done"))));

        assertThat(task.progress().completedAt()).isEqualTo(START);
    }

    @Test
    void makesNoTaskInAProjectThatOneMayNotKnowOf() {
        for (Actor actor : new Actor[] {eve, nobody}) {
            assertThatThrownBy(() -> tasks.create(actor, hidden, NewTask.titled("Sneak")))
                    .satisfies(Refusals.are(Refusal.NotFound.class));
        }
        assertThatThrownBy(() -> tasks.create(ada, new ProjectId(new UUID(9, 9)), NewTask.titled("Nowhere")))
                .satisfies(Refusals.are(Refusal.NotFound.class));
    }

    @Test
    void makesNoTaskInAProjectThatOneMayOnlyRead() {
        assertThatThrownBy(() -> tasks.create(eve, open, NewTask.titled("Sneak")))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> tasks.create(nobody, open, NewTask.titled("Sneak")))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void refusesAnAssigneeWhoIsNoMember() {
        NewTask forEve = NewTask.parse(
                Input.of(Map.of("title", "For Eve", "assignee", eve.id().toString())));

        assertThatThrownBy(() -> tasks.create(ada, hidden, forEve)).satisfies(Refusals.areInvalidAt("/assignee"));
    }

    @Test
    void answersAboutAForeignTaskAsAboutNone() {
        TaskId foreign = tasks.create(ada, hidden, NewTask.titled("Secret")).id();

        for (TaskId id : new TaskId[] {foreign, new TaskId(new UUID(9, 9))}) {
            for (Actor actor : new Actor[] {eve, nobody}) {
                assertThatThrownBy(() -> tasks.find(actor, id))
                        .satisfies(Refusals.are(Refusal.NotFound.class))
                        .hasMessage("There is no such task.");
                assertThatThrownBy(() -> tasks.change(actor, id, change(Map.of("title", "X")), null))
                        .satisfies(Refusals.are(Refusal.NotFound.class))
                        .hasMessage("There is no such task.");
            }
        }
    }

    @Test
    void showsATaskOfAPublicProjectToEverybodyAndLetsMembersChangeIt() {
        Task task = tasks.create(ada, open, NewTask.titled("Public"));

        assertThat(tasks.find(nobody, task.id())).isEqualTo(task);
        assertThatThrownBy(() -> tasks.change(eve, task.id(), change(Map.of("title", "X")), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> tasks.change(nobody, task.id(), change(Map.of("title", "X")), null))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() {
        Task task = tasks.create(
                ada,
                hidden,
                NewTask.parse(Input.of(Map.of(
                        "title",
                        "Old",
                        "description",
                        "Stays",
                        "assignee",
                        ada.id().toString()))));

        Task changed = tasks.change(ada, task.id(), change(Map.of("title", "New")), null);

        assertThat(changed.content().title()).isEqualTo("New");
        assertThat(changed.content().description()).isEqualTo("Stays");
        assertThat(changed.assignee()).isEqualTo(task.assignee());
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(tasks.find(ada, task.id())).isEqualTo(changed);
    }

    @Test
    void letsCompletedAtFollowTheStatusAlone() {
        TaskId id = tasks.create(ada, hidden, NewTask.titled("Do it")).id();
        world.clock().advance(Duration.ofHours(1));

        Task done = tasks.change(ada, id, change(Map.of("status", "done")), null);
        world.clock().advance(Duration.ofHours(1));
        Task renamed = tasks.change(ada, id, change(Map.of("title", "Did it", "status", "done")), null);
        Task reopened = tasks.change(ada, id, change(Map.of("status", "in_progress")), null);

        assertThat(done.progress().completedAt()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(renamed.progress().completedAt()).isEqualTo(done.progress().completedAt());
        assertThat(reopened.progress().completedAt()).isNull();
    }

    @Test
    void refusesAChangeThatWasDecidedOnAnOlderVersion() {
        Task task = tasks.create(ada, hidden, NewTask.titled("One"));
        tasks.change(ada, task.id(), change(Map.of("title", "Two")), 1L);

        assertThatThrownBy(() -> tasks.change(ada, task.id(), change(Map.of("title", "Three")), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        assertThat(tasks.find(ada, task.id()).content().title()).isEqualTo("Two");
    }

    @Test
    void refusesAChangeToAnAssigneeWhoIsNoMember() {
        TaskId id = tasks.create(ada, hidden, NewTask.titled("One")).id();

        assertThatThrownBy(() ->
                        tasks.change(ada, id, change(Map.of("assignee", eve.id().toString())), null))
                .satisfies(Refusals.areInvalidAt("/assignee"));
    }

    private ProjectId project(Visibility visibility) {
        return world.groundwork()
                .projects()
                .create(ada, new NewProject("Engine", null, visibility, JsonObject.EMPTY))
                .id();
    }

    private static TaskChange change(Map<String, String> members) {
        return TaskChange.parse(Input.of(members));
    }
}
