package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.audit.AuditQuery;
import dev.groundwork.domain.audit.Event;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.audit.ActivityStore} promises. */
public interface ActivityStoreContract extends StoreContract {

    @Test
    default void keepsAnEventWithWhoeverCausedItAndFromWhere() {
        User user = new Scene(work()).user();
        Actor.SystemActor actor = Scene.system();

        record(actor, new Event("contract.event", "users", user.id().toString(), Map.of("session", "abc")));

        Activity event = list(Scene.system(), "users", user.id().toString()).get(0);
        assertThat(event.action()).isEqualTo("contract.event");
        assertThat(event.resourceType()).isEqualTo("users");
        assertThat(event.resourceId()).isEqualTo(user.id().toString());
        assertThat(event.actor()).isEqualTo(new Activity.BySystem("contract"));
        assertThat(event.changes()).containsExactly(Map.entry("session", new FieldChange(null, "abc")));
        assertThat(event.source()).isEqualTo(new Activity.Source(null, actor.origin()));
        assertThat(event.id()).isNotBlank();
    }

    @Test
    default void keepsAnEventOfNobody() {
        User user = new Scene(work()).user();
        Event event = new Event("contract.event", "users", user.id().toString(), Map.of());

        work().<Object>asService(Scene.nobody(), tx -> {
            tx.activities().record(event);
            return event;
        });

        assertThat(list(Scene.system(), "users", user.id().toString()).get(0).actor())
                .isEqualTo(new Activity.ByNobody());
    }

    @Test
    default void namesAPersonAsTheyAreCalledNow() {
        Actor.User actor = somebody();
        Project project = new Scene(work()).project(actor, Visibility.PRIVATE);

        User renamed = work().in(actor, tx -> tx.users().changeProfile(actor.id(), Scene.named(Fresh.username())));

        assertThat(list(Scene.system(), "projects", project.id().toString()))
                .isNotEmpty()
                .extracting(Activity::actor)
                .containsOnly(new Activity.ByPerson(renamed.person()));
    }

    @Test
    default void listsTheNewestFirstAndOnlyThoseOfTheResource() {
        Actor.User actor = somebody();
        Project project = new Scene(work()).project(actor, Visibility.PRIVATE);
        Task task = new Scene(work()).task(actor, project);
        new Scene(work()).task(actor, project);
        work().run(actor, tx -> tx.tasks().update(task.id(), Scene.draft("Two")));
        work().run(actor, tx -> tx.tasks().update(task.id(), Scene.draft("Three")));

        List<Activity> activities = list(actor, "tasks", task.id().toString());

        assertThat(activities)
                .extracting(activity -> activity.changes().get("title"))
                .containsExactly(
                        new FieldChange("Two", "Three"),
                        new FieldChange("To do", "Two"),
                        new FieldChange(null, "To do"));
        assertThat(activities).extracting(Activity::id).doesNotHaveDuplicates();
    }

    @Test
    default void listsNothingForAResourceThatNeverWas() {
        assertThat(work().<Page<Activity>>in(
                                Scene.system(),
                                tx -> tx.activities().list("tasks", Fresh.word(), Page.Request.first())))
                .isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    default void pagesWithoutGapsOrDoublesWhateverIsEnteredMeanwhile() {
        Actor.User actor = somebody();
        Task task = new Scene(work()).task(actor, new Scene(work()).project(actor, Visibility.PRIVATE));
        String id = task.id().toString();
        for (int i = 0; i < 4; i++) {
            rename(actor, task, "Title " + i);
        }
        List<Activity> before = list(actor, "tasks", id);

        List<Activity> paged = new ArrayList<>();
        Page<Activity> page = work().in(actor, tx -> tx.activities().list("tasks", id, new Page.Request(2, null)));
        while (true) {
            paged.addAll(page.items());
            String after = page.next();
            if (after == null) {
                break;
            }
            assertThat(page.items()).hasSize(2);
            rename(actor, task, "Meanwhile " + paged.size());
            page = work().in(actor, tx -> tx.activities().list("tasks", id, new Page.Request(2, after)));
        }

        assertThat(paged).hasSize(5).isEqualTo(before);
    }

    @Test
    default void endsExactlyAtTheLastEntry() {
        Actor.User actor = somebody();
        Task task = new Scene(work()).task(actor, new Scene(work()).project(actor, Visibility.PRIVATE));
        rename(actor, task, "Two");
        String id = task.id().toString();

        assertThat(work().<Page<Activity>>in(actor, tx -> tx.activities().list("tasks", id, new Page.Request(2, null)))
                        .next())
                .isNull();
        assertThat(work().<Page<Activity>>in(actor, tx -> tx.activities().list("tasks", id, new Page.Request(1, null)))
                        .next())
                .isNotNull();
    }

    @Test
    default void refusesAPositionThatItNeverGave() {
        for (String after : List.of("", "nonsense", "12", "Größe", "' or 1=1 --", "AAAAAAAAAAAAAAAAAAAAAA")) {
            assertThatThrownBy(() -> work().in(
                                    Scene.system(),
                                    tx -> tx.activities().list("tasks", Fresh.word(), new Page.Request(10, after))))
                    .as(after)
                    .satisfies(Refusals.are(Refusal.Invalid.class));
        }
    }

    @Test
    default void refusesAPositionOfAnotherList() {
        Actor.User actor = somebody();
        Project project = new Scene(work()).project(actor, Visibility.PRIVATE);
        Task one = new Scene(work()).task(actor, project);
        Task other = new Scene(work()).task(actor, project);
        rename(actor, one, "Two");
        Page<Activity> first =
                work().in(actor, tx -> tx.activities().list("tasks", one.id().toString(), new Page.Request(1, null)));

        assertThatThrownBy(() -> work().in(
                                actor,
                                tx -> tx.activities()
                                        .list("tasks", other.id().toString(), new Page.Request(1, first.next()))))
                .satisfies(Refusals.are(Refusal.Invalid.class));
    }

    @Test
    default void showsPeopleTheHistoryOfTheirOwnAccount() {
        Scene scene = new Scene(work());
        User user = scene.user();
        String id = user.id().toString();

        assertThat(list(Scene.actor(user), "users", id)).hasSize(1);
        assertThat(list(somebody(), "users", id)).isEmpty();
        assertThat(list(Scene.nobody(), "users", id)).isEmpty();
    }

    @Test
    default void keepsTheHistoryOfAPublicProjectToItsMembers() {
        Scene scene = new Scene(work());
        Actor.User owner = somebody();
        Project project = scene.project(owner, Visibility.PUBLIC);
        Task task = scene.task(owner, project);

        for (List<String> resource : List.of(
                List.of("projects", project.id().toString()),
                List.of("project_members", project.id() + ":" + owner.id()),
                List.of("tasks", task.id().toString()))) {
            assertThat(list(owner, resource.get(0), resource.get(1))).hasSize(1);
            assertThat(list(somebody(), resource.get(0), resource.get(1))).isEmpty();
            assertThat(list(Scene.nobody(), resource.get(0), resource.get(1))).isEmpty();
        }
    }

    @Test
    default void listsAProjectsHistoryWithItsMembersAndWithoutItsTasks() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PUBLIC);
        new Scene(work()).task(owner, project);
        new Scene(work()).project(owner, Visibility.PUBLIC);

        Page<Activity> first =
                work().in(owner, tx -> tx.activities().listProject(project.id(), new Page.Request(1, null)));
        Page<Activity> last =
                work().in(owner, tx -> tx.activities().listProject(project.id(), new Page.Request(1, first.next())));

        assertThat(first.items())
                .extracting(Activity::resourceType, Activity::resourceId)
                .containsExactly(tuple("project_members", project.id() + ":" + owner.id()));
        assertThat(last.items())
                .extracting(Activity::resourceType, Activity::resourceId)
                .containsExactly(tuple("projects", project.id().toString()));
        assertThat(last.next()).isNull();
        assertThat(work().<Page<Activity>>in(
                                somebody(), tx -> tx.activities().listProject(project.id(), Page.Request.first()))
                        .items())
                .isEmpty();
    }

    @Test
    default void showsEverythingToWhoeverMayReadTheAuditTrail() {
        Scene scene = new Scene(work());
        User user = scene.user();
        Actor.User owner = Scene.actor(user);
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User auditor = scene.administrator();

        assertThat(list(auditor, "users", user.id().toString())).hasSize(1);
        assertThat(list(auditor, "projects", project.id().toString())).hasSize(1);
    }

    @Test
    default void entersEachOfTwentyChangesOnce() {
        Actor.User actor = somebody();
        Task task = new Scene(work()).task(actor, new Scene(work()).project(actor, Visibility.PRIVATE));

        Together.run(number -> rename(actor, task, "By thread " + number));

        List<Activity> activities = list(actor, "tasks", task.id().toString());
        assertThat(activities).hasSize(1 + Together.THREADS);
        assertThat(activities)
                .extracting(Activity::at)
                .isSortedAccordingTo((one, other) -> other.compareTo(one))
                .doesNotHaveDuplicates();
        for (int i = 0; i < Together.THREADS; i++) {
            assertThat(titleOf(activities.get(i)).old())
                    .isEqualTo(titleOf(activities.get(i + 1)).now());
        }
    }

    @Test
    default void findsEntriesByEachPartOfAQueryAndAllTogether() {
        Actor.User actor = somebody();
        Project project = new Scene(work()).project(actor, Visibility.PRIVATE);
        Task task = new Scene(work()).task(actor, project);
        rename(actor, task, "Two");
        rename(actor, task, "Three");
        Actor.User other = somebody();
        new Scene(work()).project(other, Visibility.PRIVATE);
        String id = task.id().toString();
        String session = actor.session().value();
        Instant second = list(actor, "tasks", id).get(1).at();
        Instant third = list(actor, "tasks", id).get(0).at();

        assertThat(search(query(actor.id(), null, null, null, null, null, null)))
                .hasSize(5);
        assertThat(search(query(null, null, null, null, session, null, null))).hasSize(5);
        assertThat(search(query(actor.id(), "UPDATE", null, null, null, null, null)))
                .isEqualTo(search(query(null, "UPDATE", "tasks", id, session, null, null)))
                .hasSize(2);
        assertThat(search(query(null, null, "tasks", id, null, null, null))).isEqualTo(list(actor, "tasks", id));
        assertThat(search(query(actor.id(), null, "projects", null, null, null, null)))
                .extracting(Activity::resourceId)
                .containsExactly(project.id().toString());
        assertThat(search(query(null, null, "tasks", id, null, second, third)))
                .extracting(Activity::at)
                .containsExactly(second);
        assertThat(search(query(new UserId(UUID.randomUUID()), null, null, null, null, null, null)))
                .isEmpty();
        assertThat(search(query(other.id(), null, null, id, null, null, null))).isEmpty();
    }

    @Test
    default void pagesThroughASearchNewestFirst() {
        Actor.User actor = somebody();
        Task task = new Scene(work()).task(actor, new Scene(work()).project(actor, Visibility.PRIVATE));
        for (int i = 0; i < 4; i++) {
            rename(actor, task, "Title " + i);
        }
        AuditQuery query = query(actor.id(), null, null, null, null, null, null);
        List<Activity> all = search(query);

        List<Activity> paged = new ArrayList<>();
        String after = null;
        do {
            Page.Request request = new Page.Request(3, after);
            Page<Activity> page =
                    work().in(Scene.system(), tx -> tx.activities().search(query, request));
            paged.addAll(page.items());
            after = page.next();
            rename(actor, task, "Meanwhile " + paged.size());
        } while (after != null);

        assertThat(paged).isEqualTo(all).hasSize(7);
        assertThatThrownBy(() -> work().in(
                                Scene.system(),
                                tx -> tx.activities().search(AuditQuery.ALL, new Page.Request(3, "nonsense"))))
                .satisfies(Refusals.are(Refusal.Invalid.class));
    }

    private static AuditQuery query(
            @Nullable UserId user,
            @Nullable String action,
            @Nullable String resourceType,
            @Nullable String resourceId,
            @Nullable String session,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new AuditQuery(user, action, resourceType, resourceId, session, from, to);
    }

    private List<Activity> search(AuditQuery query) {
        return work().in(Scene.system(), tx -> tx.activities().search(query, Page.Request.first()))
                .items();
    }

    private static FieldChange titleOf(Activity activity) {
        FieldChange title = activity.changes().get("title");
        assertThat(title).isNotNull();
        return title == null ? new FieldChange(null, null) : title;
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private Task rename(Actor.User actor, Task task, String title) {
        return work().in(actor, tx -> {
            tx.tasks().findForUpdate(task.id());
            return tx.tasks().update(task.id(), Scene.draft(title));
        });
    }

    private void record(Actor actor, Event event) {
        work().run(actor, tx -> tx.activities().record(event));
    }

    private List<Activity> list(Actor actor, String resourceType, String resourceId) {
        return work().in(actor, tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items();
    }
}
