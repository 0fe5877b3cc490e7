package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.project.ProjectStore} promises. */
public interface ProjectStoreContract extends StoreContract {

    @Test
    default void addsAnActiveProjectAsItWasGiven() {
        User user = new Scene(work()).user();
        Actor.User owner = Scene.actor(user);
        JsonObject settings =
                JsonObject.copyOf(Map.of("columns", List.of("a", "ü"), "width", new BigDecimal("1.5"), "dense", true));
        NewProject wanted = new NewProject("Größe 1", "Zwei\nZeilen", Visibility.INTERNAL, settings);
        ProjectId id = new ProjectId(UUID.randomUUID());

        Project added = work().in(owner, tx -> tx.projects().add(id, wanted, owner.id()));

        assertThat(added.id()).isEqualTo(id);
        assertThat(added.name()).isEqualTo("Größe 1");
        assertThat(added.description()).isEqualTo("Zwei\nZeilen");
        assertThat(added.owner()).isEqualTo(user.person());
        assertThat(added.status()).isEqualTo(ProjectStatus.ACTIVE);
        assertThat(added.visibility()).isEqualTo(Visibility.INTERNAL);
        assertThat(added.settings()).isEqualTo(settings);
        assertThat(added.revision().version()).isEqualTo(1);
        assertThat(find(owner, id).map(ProjectAccess::project)).contains(added);
    }

    @Test
    default void makesWhoeverOwnsItAMember() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        ProjectAccess access = find(owner, project.id()).orElseThrow();

        assertThat(access.actor()).isEqualTo(owner);
        assertThat(access.membership()).isEqualTo(Membership.owner());
        assertThat(access.administers()).isFalse();
    }

    @Test
    default void refusesAnIdThatIsTaken() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Actor.User other = owner();

        for (Actor.User actor : List.of(owner, other)) {
            assertThatThrownBy(() -> work().run(
                                    actor,
                                    tx -> tx.projects().add(project.id(), NewProject.named("Other"), actor.id())))
                    .satisfies(Refusals.areConflictsAt());
        }
        assertThat(find(owner, project.id()).map(ProjectAccess::project)).contains(project);
    }

    @Test
    default void letsNobodyMakeAProjectForAnother() {
        User other = new Scene(work()).user();
        ProjectId id = new ProjectId(UUID.randomUUID());

        for (Actor actor : List.of(owner(), Scene.nobody())) {
            assertThatThrownBy(() -> work().run(actor, tx -> tx.projects().add(id, NewProject.named("X"), other.id())))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(find(Scene.system(), id)).isEmpty();
    }

    @Test
    default void showsTheOwnerWhatTheyAreCalledNow() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        User renamed = work().in(owner, tx -> tx.users().changeProfile(owner.id(), Scene.named(Fresh.username())));

        assertThat(find(owner, project.id()).orElseThrow().project().owner()).isEqualTo(renamed.person());
    }

    @Test
    default void showsAPrivateProjectToItsMembers() {
        Actor.User owner = owner();
        ProjectId id = new Scene(work()).project(owner, Visibility.PRIVATE).id();

        assertThat(find(owner, id)).isPresent();
        assertThat(find(owner(), id)).isEmpty();
        assertThat(find(Scene.nobody(), id)).isEmpty();
    }

    @Test
    default void showsAnInternalProjectToWhoeverIsSignedIn() {
        ProjectId id = new Scene(work()).project(owner(), Visibility.INTERNAL).id();

        assertThat(find(owner(), id))
                .hasValueSatisfying(access -> assertThat(access.membership()).isNull());
        assertThat(find(Scene.nobody(), id)).isEmpty();
    }

    @Test
    default void showsAPublicProjectToEverybody() {
        ProjectId id = new Scene(work()).project(owner(), Visibility.PUBLIC).id();

        assertThat(find(owner(), id)).isPresent();
        assertThat(find(Scene.nobody(), id))
                .hasValueSatisfying(access -> assertThat(access.membership()).isNull());
    }

    @Test
    default void showsEveryProjectToWhoeverAdministersProjects() {
        ProjectId id = new Scene(work()).project(owner(), Visibility.PRIVATE).id();

        assertThat(find(new Scene(work()).administrator(), id))
                .hasValueSatisfying(access -> assertThat(access.administers()).isTrue());
    }

    @Test
    default void believesThePermissionsThatAreStoredAndNotTheActors() {
        ProjectId id = new Scene(work()).project(owner(), Visibility.PRIVATE).id();
        Actor.User honest = owner();
        Permissions claimed =
                new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, null)));
        Actor.User pretender = new Actor.User(honest.id(), honest.session(), claimed, honest.origin());

        assertThat(find(pretender, id)).isEmpty();
    }

    @Test
    default void findsNothingUnderAnUnknownId() {
        assertThat(find(owner(), new ProjectId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void entersAProjectAndItsOwnersMembershipIntoTheAuditTrail() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        String id = project.id().toString();

        assertThat(history("projects", id)).singleElement().satisfies(activity -> {
            assertThat(activity.isBy(owner.id())).isTrue();
            assertThat(activity.at()).isEqualTo(project.revision().createdAt());
            assertThat(activity.changes())
                    .containsEntry("name", new FieldChange(null, project.name()))
                    .containsEntry("owner", new FieldChange(null, owner.id().toString()))
                    .containsEntry("visibility", new FieldChange(null, "private"))
                    .containsEntry("settings", new FieldChange(null, Map.of()))
                    .as("what has no value")
                    .doesNotContainKey("description");
        });
        assertThat(history("project_members", id + ":" + owner.id()))
                .singleElement()
                .satisfies(activity -> assertThat(activity.changes())
                        .containsEntry("projectId", new FieldChange(null, id))
                        .containsEntry("user", new FieldChange(null, owner.id().toString()))
                        .containsEntry("role", new FieldChange(null, "owner")));
    }

    @Test
    default void findsAnyProjectForTheServiceWhateverTheActorMaySee() {
        Project project = new Scene(work()).project(owner(), Visibility.PRIVATE);

        assertThat(work().<Optional<Project>>asService(
                                owner(), tx -> tx.projects().findAny(project.id())))
                .contains(project);
        assertThat(work().<Optional<Project>>in(
                                Scene.system(), tx -> tx.projects().findAny(new ProjectId(UUID.randomUUID()))))
                .isEmpty();
    }

    @Test
    default void archivesTheProjectsOfALeaverWhomNobodyFollows() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PRIVATE);
        Project others = scene.project(owner(), Visibility.PRIVATE);

        work().run(Scene.system(), tx -> tx.projects().release(owner.id()));

        Project now = work().in(Scene.system(), tx -> tx.projects().findAny(project.id()))
                .orElseThrow();
        assertThat(now.status()).isEqualTo(ProjectStatus.ARCHIVED);
        assertThat(now.owner()).isEqualTo(project.owner());
        assertThat(now.revision().version()).isEqualTo(2);
        assertThat(work().<Optional<Project>>in(
                                Scene.system(), tx -> tx.projects().findAny(others.id())))
                .contains(others);
        assertThat(history("projects", project.id().toString()).get(0).changes())
                .containsEntry("status", new FieldChange("active", "archived"));
        work().run(Scene.system(), tx -> tx.projects().release(owner.id()));
        assertThat(work().<Optional<Project>>in(
                                Scene.system(), tx -> tx.projects().findAny(project.id())))
                .as("archived already")
                .contains(now);
    }

    @Test
    default void assignsALeaverNoTaskAnyMore() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Task task = scene.task(owner, scene.project(owner, Visibility.PRIVATE));
        Draft mine = new Draft(
                Scene.draft("Mine").content(), owner.id(), Scene.draft("Mine").progress());
        work().run(owner, tx -> tx.tasks().update(task.id(), mine));

        work().run(Scene.system(), tx -> tx.projects().release(owner.id()));

        Task now =
                work().in(owner, tx -> tx.tasks().find(task.id())).orElseThrow().task();
        assertThat(now.content().title()).isEqualTo("Mine");
        assertThat(now.assignee()).isNull();
    }

    private Actor.User owner() {
        return Scene.actor(new Scene(work()).user());
    }

    private Optional<ProjectAccess> find(Actor actor, ProjectId id) {
        return work().in(actor, tx -> tx.projects().find(id));
    }

    private List<Activity> history(String resourceType, String resourceId) {
        return work().in(Scene.system(), tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items();
    }
}
