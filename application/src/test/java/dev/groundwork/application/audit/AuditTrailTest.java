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
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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

    @Test
    void showsPeopleInTheirFieldsAndIdsElsewhere() {
        world.groundwork().tasks().change(ada, task.id(), assignedTo(ada), null);

        assertThat(ofTask(ada).get(0).changes())
                .containsExactly(Map.entry("assignee", new FieldChange(null, person(ada))));
        assertThat(ofProject(ada).get(0).changes())
                .containsEntry("user", new FieldChange(null, person(ada)))
                .containsEntry("projectId", new FieldChange(null, project.id().toString()));
    }

    @Test
    void tellsADeletedTasksHistoryToTheMembersAndNobodyElse() {
        world.ports().work().run(ada, tx -> tx.tasks().delete(task.id()));

        assertThat(ofTask(ada)).extracting(Activity::action).containsExactly("DELETE", "INSERT");
        for (Actor other : List.of(eve, nobody)) {
            assertThatThrownBy(() -> ofTask(other))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such task.");
        }
    }

    @Test
    void tellsPeopleTheirOwnAccountsHistoryAndAuditorsAnybodys() {
        Actor.User root = world.administrator("root@example.org");

        assertThat(ofUser(eve, eve)).extracting(Activity::action).contains("INSERT", "auth.login");
        assertThat(ofUser(root, eve))
                .extracting(Activity::id)
                .isEqualTo(ofUser(eve, eve).stream().map(Activity::id).toList());
        assertThat(ofUser(eve, eve))
                .allSatisfy(activity -> assertThat(activity.source() != null).isEqualTo(activity.isBy(eve.id())));
        assertThat(ofUser(root, eve)).extracting(Activity::source).doesNotContainNull();
        assertThatThrownBy(() -> ofUser(eve, ada)).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> ofUser(nobody, ada)).satisfies(Refusals.are(Refusal.Unauthenticated.class));
        assertThatThrownBy(() -> trail.ofUser(root, new UserId(new UUID(9, 9)), Page.Request.first()))
                .satisfies(Refusals.are(Refusal.NotFound.class));
        assertThatThrownBy(() -> trail.ofUser(eve, new UserId(new UUID(9, 9)), Page.Request.first()))
                .as("nobody learns who there is")
                .satisfies(Refusals.are(Refusal.Forbidden.class));
    }

    @Test
    void reachesNoAccountsHistoryByItsOwnersApiToken() {
        Actor.User token = new Actor.User(
                eve.id(), eve.session(), eve.permissions(), Reach.ofToken(Reach.ProjectReach.WRITE), ORIGIN);

        assertThatThrownBy(() -> ofUser(token, eve)).satisfies(Refusals.are(Refusal.Forbidden.class));
    }

    @Test
    void searchesForThoseWithThePermissionWhateverTheyAreNoMembersOf() {
        trail.denied(eve, "GET /v1/anything");
        assertThatThrownBy(() -> world.signIn("eve@example.org", "not the password at all", "token"));
        Actor.User root = world.administrator("root@example.org");

        assertThat(search(root, Map.of("action", "access.denied")))
                .extracting(Activity::changes)
                .containsExactly(Map.of("request", new FieldChange(null, "GET /v1/anything")));
        assertThat(search(root, Map.of("action", "auth.login_failed"))).hasSize(1);
        assertThat(search(root, Map.of("user", ada.id().toString(), "resourceType", "tasks")))
                .extracting(Activity::resourceId)
                .containsExactly(task.id().toString());
        assertThatThrownBy(() -> search(ada, Map.of())).satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> search(nobody, Map.of())).satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void exportsEverythingThatWasThereWhenItBeganOnceAndInOrder() {
        Actor.User root = world.administrator("root@example.org");
        for (int i = 0; i < 450; i++) {
            trail.denied(eve, "GET /v1/" + i);
        }
        AuditQuery denials = AuditQuery.parse(Input.of(Map.of("action", "access.denied")));

        Iterator<Activity> export = trail.export(root, denials).iterator();
        List<Object> asked = new ArrayList<>();
        while (export.hasNext()) {
            FieldChange request = export.next().changes().get("request");
            asked.add(String.valueOf(request == null ? null : request.now()));
            if (asked.size() % 100 == 0) {
                trail.denied(eve, "GET /v1/meanwhile");
            }
        }

        assertThat(asked)
                .isEqualTo(IntStream.rangeClosed(1, 450)
                        .mapToObj(i -> "GET /v1/" + (450 - i))
                        .toList());
        assertThat(search(root, Map.of("action", "audit.exported")))
                .extracting(Activity::changes)
                .containsExactly(Map.of("action", new FieldChange(null, "access.denied")));
    }

    @Test
    void breaksAnExportOffWhereThePermissionIsTakenBackMeanwhile() {
        Actor.User root = world.administrator("root@example.org");
        Actor.User auditor = world.signedIn("auditor@example.org");
        world.groundwork().grants().grant(root, auditor.id(), RoleName.ADMIN, null);
        for (int i = 0; i < 450; i++) {
            trail.denied(eve, "GET /v1/" + i);
        }
        Iterator<Activity> export = trail.export(auditor, AuditQuery.ALL).iterator();
        export.next();

        world.groundwork().grants().revoke(root, auditor.id(), RoleName.ADMIN, null);

        assertThatThrownBy(() -> export.forEachRemaining(activity -> {}))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
    }

    private List<Activity> search(Actor actor, Map<String, String> query) {
        return trail.search(actor, AuditQuery.parse(Input.of(query)), Page.Request.first())
                .items();
    }

    private List<Activity> ofUser(Actor actor, Actor.User whose) {
        return trail.ofUser(actor, whose.id(), Page.Request.first()).items();
    }

    private Person person(Actor.User user) {
        return new Person(user.id(), null, null, null, null);
    }

    private static TaskChange assignedTo(Actor.User assignee) {
        return TaskChange.parse(Input.of(Map.of("assignee", assignee.id().toString())));
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
