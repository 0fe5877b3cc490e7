package dev.groundwork.application.audit;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
    private final World world = new World();
    private final AuditTrail trail = world.groundwork().auditTrail();
    private final Actor.User ada = world.signedIn("ada@example.org");
    private final Actor.User eve = world.signedIn("eve@example.org");
    private final Actor.Anonymous nobody = new Actor.Anonymous(ORIGIN);
    private final Project project = world.groundwork()
            .projects()
            .create(ada, new NewProject("Engine", null, Visibility.PUBLIC, JsonObject.EMPTY));
    private final Task task = world.groundwork().tasks().create(ada, project.id(), NewTask.titled("One"));

    @Test
    void tellsATasksHistoryNewestFirst() {
        world.groundwork().tasks().change(ada, task.id(), TaskChange.parse(Input.of(Map.of("title", "Two"))), null);

        List<Activity> history = ofTask(ada);

        assertThat(history).extracting(Activity::action).containsExactly("UPDATE", "INSERT");
        assertThat(history.get(0).changes()).containsExactly(Map.entry("title", new FieldChange("One", "Two")));
        assertThat(history.get(0).isBy(ada.id())).isTrue();
    }

    @Test
    void tellsAProjectsHistoryWithItsMembersAndWithoutItsTasks() {
        assertThat(ofProject(ada))
                .extracting(Activity::resourceType)
                .containsExactlyInAnyOrder("projects", "project_members");
    }

    @Test
    void tellsHistoryToMembersOnly() {
        assertThatThrownBy(() -> ofProject(eve)).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> ofTask(eve)).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> ofProject(nobody)).satisfies(Refusals.are(Refusal.Unauthenticated.class));
        assertThatThrownBy(() -> ofTask(nobody)).satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void answersAboutAForeignResourceAsAboutNone() {
        Project hidden = world.groundwork().projects().create(ada, NewProject.named("Hidden"));
        TaskId secret = world.groundwork()
                .tasks()
                .create(ada, hidden.id(), NewTask.titled("Secret"))
                .id();

        assertThatThrownBy(() -> trail.ofProject(eve, hidden.id(), Page.Request.first()))
                .satisfies(Refusals.are(Refusal.NotFound.class));
        for (TaskId id : List.of(secret, new TaskId(new UUID(9, 9)))) {
            assertThatThrownBy(() -> trail.ofTask(eve, id, Page.Request.first()))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such task.");
        }
    }

    @Test
    void keepsToItselfWhereOthersChangesCameFrom() {
        changeAs(eve);

        List<Activity> history = ofTask(ada);

        assertThat(history.get(0).isBy(eve.id())).isTrue();
        assertThat(history.get(0).source()).isNull();
        assertThat(history.get(1).source())
                .as("one's own")
                .isEqualTo(new Activity.Source(ada.session().value(), ORIGIN));
    }

    @Test
    void tellsWhoeverMayReadTheAuditTrailWhereEverythingCameFrom() {
        changeAs(eve);

        List<Activity> history = ofTask(world.administrator("root@example.org"));

        assertThat(history).extracting(Activity::source).doesNotContainNull();
    }

    @Test
    void pagesThroughAHistory() {
        changeAs(ada);

        Page<Activity> first = trail.ofTask(ada, task.id(), new Page.Request(1, null));
        Page<Activity> second = trail.ofTask(ada, task.id(), new Page.Request(1, first.next()));

        assertThat(first.items()).extracting(Activity::action).containsExactly("UPDATE");
        assertThat(second.items()).extracting(Activity::action).containsExactly("INSERT");
        assertThat(second.next()).isNull();
    }

    @Test
    void remembersWhatSomebodyWasRefused() {
        trail.denied(eve, "PATCH /v1/tasks/{uuid}");

        Activity denied = world.history("users", eve.id().toString()).get(0);
        assertThat(denied.action()).isEqualTo("access.denied");
        assertThat(denied.isBy(eve.id())).isTrue();
        assertThat(denied.changes())
                .containsExactly(Map.entry("request", new FieldChange(null, "PATCH /v1/tasks/{uuid}")));
        assertThat(denied.source()).isEqualTo(new Activity.Source(eve.session().value(), ORIGIN));
    }

    private void changeAs(Actor.User actor) {
        world.ports()
                .work()
                .<Task>asService(
                        actor,
                        tx -> tx.tasks()
                                .update(
                                        task.id(),
                                        new Draft(
                                                new Task.Content(
                                                        "By somebody",
                                                        null,
                                                        task.content().priority(),
                                                        task.content().labels(),
                                                        null),
                                                null,
                                                task.progress())));
    }

    private List<Activity> ofTask(Actor actor) {
        return trail.ofTask(actor, task.id(), Page.Request.first()).items();
    }

    private List<Activity> ofProject(Actor actor) {
        return trail.ofProject(actor, project.id(), Page.Request.first()).items();
    }
}
