package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Labels;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskQuery;
import dev.groundwork.domain.task.TaskQuery.Due;
import dev.groundwork.domain.task.TaskQuery.People;
import dev.groundwork.domain.task.TaskQuery.Progress;
import dev.groundwork.domain.task.TaskQuery.Sort;
import dev.groundwork.domain.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.task.TaskLists} promises. */
public interface TaskListsContract extends StoreContract {
    Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    Instant TUESDAY = Instant.parse("2026-11-24T09:00:00Z");

    @Test
    default void walksEveryOrderInBothDirectionsWithAbsentValuesLast() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        add(owner, project, task("b", Priority.HIGH, TUESDAY));
        add(owner, project, task("a", Priority.URGENT, null));
        add(owner, project, task("C", Priority.LOW, MONDAY));
        add(owner, project, task("ä", Priority.HIGH, TUESDAY));
        add(owner, project, task("a", Priority.MEDIUM, null));

        assertThat(walked(owner, project, by(Sort.TITLE, false))).containsExactly("C", "a", "a", "b", "ä");
        assertThat(walked(owner, project, by(Sort.TITLE, true))).containsExactly("ä", "b", "a", "a", "C");
        assertThat(walked(owner, project, by(Sort.PRIORITY, false))).containsExactly("C", "a", "b", "ä", "a");
        assertThat(walked(owner, project, by(Sort.PRIORITY, true))).containsExactly("a", "ä", "b", "a", "C");
        assertThat(walked(owner, project, by(Sort.DUE_DATE, false))).containsExactly("C", "b", "ä", "a", "a");
        assertThat(walked(owner, project, by(Sort.DUE_DATE, true))).containsExactly("ä", "b", "C", "a", "a");
        assertThat(walked(owner, project, by(Sort.CREATED_AT, false))).containsExactly("b", "a", "C", "ä", "a");
        assertThat(walked(owner, project, by(Sort.UPDATED_AT, true))).containsExactly("a", "ä", "C", "a", "b");
    }

    @Test
    default void filtersByEverythingThatATaskIs() {
        Scene scene = new Scene(work());
        Actor.User owner = somebody();
        Actor.User colleague = somebody();
        Project project = scene.project(owner, Visibility.PRIVATE);
        join(owner, project, colleague);
        add(owner, project, task("100% Größe", Priority.HIGH, TUESDAY));
        add(owner, project, task("a_b", Priority.LOW, MONDAY));
        add(colleague, project, assigned("theirs", owner.id()));
        add(owner, project, labelled("both", "x", "y"));
        add(owner, project, labelled("one", "x"));
        add(owner, project, done("finished"));

        assertThat(titles(owner, project, progress(TaskStatus.DONE, null))).containsExactly("finished");
        assertThat(titles(owner, project, progress(null, Priority.LOW))).containsExactly("a_b");
        assertThat(titles(owner, project, people(owner.id(), null))).containsExactly("theirs");
        assertThat(titles(owner, project, people(null, colleague.id()))).containsExactly("theirs");
        assertThat(titles(owner, project, people(null, new UserId(UUID.randomUUID()))))
                .isEmpty();
        assertThat(titles(owner, project, labels("x"))).containsExactly("both", "one");
        assertThat(titles(owner, project, labels("y", "x"))).containsExactly("both");
        assertThat(titles(owner, project, due(TUESDAY, null))).containsExactly("100% Größe");
        assertThat(titles(owner, project, due(null, TUESDAY))).containsExactly("a_b");
        assertThat(titles(owner, project, text("GRÖSSE"))).isEmpty();
        assertThat(titles(owner, project, text("größe"))).containsExactly("100% Größe");
        assertThat(titles(owner, project, text("GRÖ"))).containsExactly("100% Größe");
        assertThat(titles(owner, project, text("%"))).containsExactly("100% Größe");
        assertThat(titles(owner, project, text("A_B"))).containsExactly("a_b");
        assertThat(titles(owner, project, text("a!b"))).isEmpty();
    }

    @Test
    default void showsNothingTwiceAndLeavesNothingOutWhileTasksComeAndGo() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        List<Task> there = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            there.add(add(owner, project, task("t" + (char) ('a' + i), Priority.MEDIUM, i % 3 == 0 ? null : MONDAY)));
        }
        TaskQuery query = by(Sort.DUE_DATE, false);
        List<TaskId> seen = new ArrayList<>();
        @Nullable String after = null;
        int step = 0;
        do {
            Page<Task> page = list(owner, project, query, new Page.Request(2, after));
            page.items().forEach(task -> seen.add(task.id()));
            after = page.next();
            // What the page was found by goes, and something takes its place.
            Task gone = page.items().get(page.items().size() - 1);
            work().run(owner, tx -> tx.tasks().delete(gone.id()));
            add(owner, project, task("new" + step++, Priority.LOW, Instant.parse("2026-01-01T00:00:00Z")));
        } while (after != null && step < 20);

        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsAll(there.stream().map(Task::id).toList());
        assertThat(seen).hasSize(12);
    }

    @Test
    default void listsTheTasksOfAllMyProjectsInOneOrder() {
        Scene scene = new Scene(work());
        Actor.User me = somebody();
        Actor.User other = somebody();
        Project mine = scene.project(me, Visibility.PRIVATE);
        Project joined = scene.project(other, Visibility.PRIVATE);
        Project open = scene.project(other, Visibility.PUBLIC);
        Project deleted = scene.project(me, Visibility.PRIVATE);
        join(other, joined, me);
        add(me, mine, task("b", Priority.LOW, null));
        add(other, joined, task("a", Priority.LOW, TUESDAY));
        add(me, mine, task("d", Priority.LOW, MONDAY));
        add(other, joined, task("c", Priority.LOW, null));
        add(other, open, task("of a project I am not in", Priority.LOW, null));
        add(me, deleted, task("of a deleted project", Priority.LOW, null));
        work().run(me, tx -> tx.projects().update(deleted.withStatus(ProjectStatus.DELETED)));

        assertThat(walked(me, by(Sort.TITLE, false))).containsExactly("a", "b", "c", "d");
        assertThat(walked(me, by(Sort.TITLE, true))).containsExactly("d", "c", "b", "a");
        assertThat(walked(me, by(Sort.DUE_DATE, false))).containsExactly("d", "a", "b", "c");
        assertThat(walked(me, by(Sort.DUE_DATE, true))).containsExactly("a", "d", "c", "b");
        assertThat(walked(me, by(Sort.CREATED_AT, true))).containsExactly("c", "d", "a", "b");
        assertThat(walked(somebody(), TaskQuery.ALL)).isEmpty();
    }

    @Test
    default void showsStrangersOnlyWhatIsOpenToThem() {
        Scene scene = new Scene(work());
        Actor.User owner = somebody();
        Project closed = scene.project(owner, Visibility.PRIVATE);
        Project open = scene.project(owner, Visibility.PUBLIC);
        add(owner, closed, task("closed", Priority.LOW, null));
        add(owner, open, task("open", Priority.LOW, null));

        assertThat(titles(somebody(), closed, TaskQuery.ALL)).isEmpty();
        assertThat(titles(somebody(), open, TaskQuery.ALL)).containsExactly("open");
        assertThat(work().in(Scene.nobody(), tx -> tx.taskLists().of(open.id(), TaskQuery.ALL, Page.Request.first()))
                        .items())
                .extracting(task -> task.content().title())
                .containsExactly("open");
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private void join(Actor.User owner, Project project, Actor.User person) {
        work().run(owner, tx -> tx.members().add(project.id(), person.id(), Membership.as(MemberRole.MEMBER)));
    }

    private Task add(Actor.User creator, Project project, Draft draft) {
        return work().in(
                        creator,
                        tx -> tx.tasks().add(new TaskId(UUID.randomUUID()), project.id(), draft, creator.id()));
    }

    private static Draft task(String title, Priority priority, @Nullable Instant due) {
        return new Draft(
                new Task.Content(title, null, priority, Labels.NONE, due),
                null,
                new Task.Progress(TaskStatus.TODO, null));
    }

    private static Draft assigned(String title, UserId assignee) {
        Draft draft = Scene.draft(title);
        return new Draft(draft.content(), assignee, draft.progress());
    }

    private static Draft labelled(String title, String... labels) {
        return new Draft(
                new Task.Content(title, null, Priority.MEDIUM, new Labels(List.of(labels)), null),
                null,
                new Task.Progress(TaskStatus.TODO, null));
    }

    private static Draft done(String title) {
        return new Draft(Scene.draft(title).content(), null, new Task.Progress(TaskStatus.DONE, MONDAY));
    }

    private static TaskQuery by(Sort sort, boolean descending) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(all.progress(), all.people(), all.labels(), all.due(), null, sort, descending);
    }

    private static TaskQuery progress(@Nullable TaskStatus status, @Nullable Priority priority) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(
                new Progress(status, priority), all.people(), all.labels(), all.due(), null, all.sort(), false);
    }

    private static TaskQuery people(@Nullable UserId assignee, @Nullable UserId creator) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(
                all.progress(), new People(assignee, creator), all.labels(), all.due(), null, all.sort(), false);
    }

    private static TaskQuery labels(String... labels) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(
                all.progress(), all.people(), new Labels(List.of(labels)), all.due(), null, all.sort(), false);
    }

    private static TaskQuery due(@Nullable Instant after, @Nullable Instant before) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(
                all.progress(), all.people(), all.labels(), new Due(after, before), null, all.sort(), false);
    }

    private static TaskQuery text(String text) {
        TaskQuery all = TaskQuery.ALL;
        return new TaskQuery(all.progress(), all.people(), all.labels(), all.due(), text, all.sort(), false);
    }

    private Page<Task> list(Actor actor, Project project, TaskQuery query, Page.Request page) {
        return work().in(actor, tx -> tx.taskLists().of(project.id(), query, page));
    }

    private List<String> titles(Actor actor, Project project, TaskQuery query) {
        return titles(list(actor, project, query, Page.Request.first()).items().stream());
    }

    private static List<String> titles(Stream<Task> tasks) {
        return tasks.map(task -> task.content().title()).toList();
    }

    private List<String> walked(Actor actor, Project project, TaskQuery query) {
        return walked(query, (same, page) -> list(actor, project, same, page));
    }

    private List<String> walked(Actor actor, TaskQuery query) {
        return walked(
                query, (same, page) -> work().in(actor, tx -> tx.taskLists().ofMyProjects(same, page)));
    }

    /** By pages of two, so that every kind of position is gone on from. */
    private static List<String> walked(TaskQuery query, BiFunction<TaskQuery, Page.Request, Page<Task>> list) {
        List<Task> walked = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<Task> page = list.apply(query, new Page.Request(2, after));
            walked.addAll(page.items());
            after = page.next();
        } while (after != null);
        return titles(walked.stream());
    }
}
