package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.task.TaskBatchStore.Written;
import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import dev.groundwork.domain.task.TaskQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.task.TaskBatchStore} promises. */
public interface TaskBatchStoreContract extends StoreContract {

    @Test
    default void writesManyAtOnceAndAnswersInTheOrderGiven() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task first = new Scene(work()).task(owner, project);
        Task second = new Scene(work()).task(owner, project);
        List<Written> batch = new ArrayList<>();
        batch.add(new Written(second.id(), assigned("second", owner.id()), false));
        for (int i = 0; i < 100; i++) {
            batch.add(new Written(new TaskId(UUID.randomUUID()), Scene.draft("new " + i), true));
        }
        batch.add(new Written(first.id(), Scene.draft("first"), false));

        List<Task> written = work().in(owner, tx -> tx.taskBatches().write(project.id(), owner.id(), batch));

        assertThat(written)
                .extracting(Task::id)
                .containsExactlyElementsOf(batch.stream().map(Written::id).toList());
        assertThat(written)
                .extracting(task -> task.content().title())
                .containsExactlyElementsOf(batch.stream()
                        .map(task -> task.draft().content().title())
                        .toList());
        assertThat(written.get(0).revision().version()).isEqualTo(2);
        assertThat(written.get(0).assignee()).isNotNull();
        assertThat(written.get(1).revision().version()).isEqualTo(1);
        assertThat(work().in(
                                owner,
                                tx -> tx.activities().list("tasks", second.id().toString(), Page.Request.first()))
                        .items())
                .hasSize(2);
    }

    @Test
    default void changesNothingWhereTheUnitFails() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task there = new Scene(work()).task(owner, project);
        List<Written> batch = List.of(
                new Written(there.id(), Scene.draft("changed"), false),
                new Written(there.id(), Scene.draft("an id that is taken"), true));

        assertThatThrownBy(() -> work().in(owner, tx -> tx.taskBatches().write(project.id(), owner.id(), batch)))
                .satisfies(Refusals.areConflictsAt());

        assertThat(work().in(owner, tx -> tx.taskLists().of(project.id(), TaskQuery.ALL, Page.Request.first()))
                        .items())
                .containsExactly(there);
    }

    @Test
    default void findsThoseOfTheProjectAlone() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Task here = new Scene(work()).task(owner, project);
        Task elsewhere = new Scene(work()).task(owner, new Scene(work()).project(owner, Visibility.PRIVATE));
        Set<TaskId> wanted = Set.of(here.id(), elsewhere.id(), new TaskId(UUID.randomUUID()));

        Map<TaskId, Task> found = work().in(owner, tx -> tx.taskBatches().findForUpdate(project.id(), wanted));
        Map<TaskId, Task> byAStranger =
                work().in(owner(), tx -> tx.taskBatches().findForUpdate(project.id(), wanted));

        assertThat(found).containsOnlyKeys(here.id());
        assertThat(byAStranger).isEmpty();
    }

    @Test
    default void knowsWhoIsAMember() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        Set<UserId> people = Set.of(owner.id(), owner().id(), new UserId(UUID.randomUUID()));
        Set<UserId> members = work().in(owner, tx -> tx.taskBatches().members(project.id(), people));

        assertThat(members).containsExactly(owner.id());
    }

    private Actor.User owner() {
        return Scene.actor(new Scene(work()).user());
    }

    private static Draft assigned(String title, UserId assignee) {
        Draft draft = Scene.draft(title);
        return new Draft(draft.content(), assignee, draft.progress());
    }
}
