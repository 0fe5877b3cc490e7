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
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskChange;
import dev.groundwork.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PastTest {
    private final World world = new World();
    private final Past past = world.groundwork().past();
    private final Actor.User ada = world.signedIn("ada@example.org");
    private final Actor.User eve = world.signedIn("eve@example.org");
    private final Actor.Anonymous nobody = new Actor.Anonymous(ORIGIN);
    private final Project project = make(Visibility.PUBLIC);

    @Test
    void isAtEachMomentWhatWasAnsweredThen() {
        List<Task> answered = new ArrayList<>();
        answered.add(world.groundwork().tasks().create(ada, project.id(), NewTask.titled("One")));
        TaskId id = answered.getFirst().id();
        for (Map<String, @Nullable Object> change : List.<Map<String, @Nullable Object>>of(
                Map.of("description", "Something", "assignee", ada.id().toString()),
                Map.of("status", "done", "labels", List.of("a", "b")),
                nulls("description", "assignee"),
                Map.of("status", "todo", "dueDate", "2030-01-01T00:00:00Z", "priority", "low"))) {
            later();
            answered.add(world.groundwork().tasks().change(ada, id, TaskChange.parse(Input.of(change)), null));
        }
        later();

        for (Task task : answered) {
            Instant at = task.revision().updatedAt();
            for (Actor reader : List.of(ada, eve, nobody)) {
                assertThat(past.task(reader, id, at)).isEqualTo(task);
            }
            assertThat(past.task(ada, id, at.plusSeconds(59))).isEqualTo(task);
        }
    }

    @Test
    void wasNotThereBeforeItWasMade() {
        Task task = world.groundwork().tasks().create(ada, project.id(), NewTask.titled("One"));

        Instant before = World.START.minusMillis(1);
        assertThatThrownBy(() -> past.task(ada, task.id(), before)).satisfies(Refusals.are(Refusal.NotFound.class));
        assertThatThrownBy(() -> past.project(ada, project.id(), before))
                .satisfies(Refusals.are(Refusal.NotFound.class));
    }

    @Test
    void isForThoseWhoMayReadItToday() {
        Project hidden = make(Visibility.PRIVATE);
        Task secret = world.groundwork().tasks().create(ada, hidden.id(), NewTask.titled("Secret"));

        assertThat(past.project(ada, hidden.id(), World.START)).isEqualTo(hidden);
        assertThat(past.task(ada, secret.id(), World.START)).isEqualTo(secret);
        for (Actor other : List.of(eve, nobody)) {
            assertThatThrownBy(() -> past.project(other, hidden.id(), World.START))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such project.");
            assertThatThrownBy(() -> past.task(other, secret.id(), World.START))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such task.");
        }
    }

    @Test
    void showsATaskThatWasDeletedSinceToTheProjectsMembersAlone() {
        Project hidden = make(Visibility.PRIVATE);
        Task open = world.groundwork().tasks().create(ada, project.id(), NewTask.titled("Open"));
        Task secret = world.groundwork().tasks().create(ada, hidden.id(), NewTask.titled("Secret"));
        later();
        for (Task task : List.of(open, secret)) {
            world.ports().work().run(ada, tx -> tx.tasks().delete(task.id()));
        }

        assertThat(past.task(ada, open.id(), World.START)).isEqualTo(open);
        assertThatThrownBy(() -> past.task(nobody, open.id(), World.START))
                .as("nothing but its history is left of it")
                .satisfies(Refusals.are(Refusal.NotFound.class));
        assertThat(past.task(ada, secret.id(), World.START)).isEqualTo(secret);
        assertThatThrownBy(() -> past.task(eve, secret.id(), World.START))
                .satisfies(Refusals.are(Refusal.NotFound.class))
                .hasMessage("There is no such task.");
        assertThatThrownBy(() -> past.task(ada, open.id(), World.START.plus(Duration.ofDays(1))))
                .as("it is not there any more")
                .satisfies(Refusals.are(Refusal.NotFound.class));
    }

    private Project make(Visibility visibility) {
        return world.groundwork().projects().create(ada, new NewProject("Engine", null, visibility, JsonObject.EMPTY));
    }

    private void later() {
        world.clock().advance(Duration.ofMinutes(1));
    }

    private static Map<String, @Nullable Object> nulls(String... members) {
        Map<String, @Nullable Object> nulls = new LinkedHashMap<>();
        for (String member : members) {
            nulls.put(member, null);
        }
        return nulls;
    }
}
