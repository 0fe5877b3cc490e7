package dev.groundwork.application.project;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.account.PersonKey;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectChange;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Transfer;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.NewTask;
import dev.groundwork.domain.task.Priority;
import dev.groundwork.domain.task.TaskStats;
import dev.groundwork.domain.task.TaskStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectsTest {
    private final World world = new World();
    private final Projects projects = world.groundwork().projects();
    private final Actor.User ada = world.signedIn("ada@example.org");

    @Test
    void givesAProjectToWhoeverMakesIt() {
        Project project = projects.create(ada, NewProject.named("Engine"));

        assertThat(project.owner())
                .isEqualTo(world.groundwork().accounts().me(ada).person());
        assertThat(project.status()).isEqualTo(ProjectStatus.ACTIVE);
        assertThat(project.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(project.revision().createdAt()).isEqualTo(World.START);
        assertThat(projects.find(ada, project.id())).isEqualTo(project);
    }

    @Test
    void letsNobodyMakeAProjectWithoutSigningIn() {
        assertThatThrownBy(() -> projects.create(new Actor.Anonymous(ORIGIN), NewProject.named("Engine")))
                .satisfies(Refusals.are(Refusal.Unauthenticated.class));
    }

    @Test
    void makesAProjectOnceUnderAnIdThatWasChosenBefore() {
        ProjectId id = new ProjectId(new UUID(7, 7));
        projects.create(ada, id, NewProject.named("Engine"));

        assertThatThrownBy(() -> projects.create(ada, id, NewProject.named("Engine")))
                .satisfies(Refusals.areConflictsAt());
    }

    @Test
    void answersAboutAForeignProjectAsAboutNone() {
        Project project = projects.create(ada, NewProject.named("Engine"));
        Actor.User eve = world.signedIn("eve@example.org");

        for (ProjectId id : new ProjectId[] {project.id(), new ProjectId(new UUID(9, 9))}) {
            assertThatThrownBy(() -> projects.find(eve, id))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such project.");
        }
    }

    @Test
    void showsAPublicProjectToEverybody() {
        Project project = projects.create(ada, new NewProject("Engine", null, Visibility.PUBLIC, JsonObject.EMPTY));

        assertThat(projects.find(new Actor.Anonymous(ORIGIN), project.id())).isEqualTo(project);
    }

    @Test
    void showsEveryProjectToAnAdministrator() {
        Project project = projects.create(ada, NewProject.named("Engine"));

        assertThat(projects.find(world.administrator("root@example.org"), project.id()))
                .isEqualTo(project);
    }

    @Test
    void changesAProjectThatIsStillAsItWasRead() {
        Project project = projects.create(ada, NewProject.named("Engine"));

        Project changed = projects.change(ada, project.id(), change("name", "Engine 2"), 1L);

        assertThat(changed.name()).isEqualTo("Engine 2");
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThatThrownBy(() -> projects.change(ada, project.id(), change("name", "Engine 3"), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        assertThat(projects.find(ada, project.id())).isEqualTo(changed);
    }

    @Test
    void keepsEverythingOfAnArchivedProjectButItsStatus() {
        ProjectId id = projects.create(ada, NewProject.named("Engine")).id();
        projects.change(ada, id, ProjectChange.to(ProjectStatus.ARCHIVED), null);

        assertThatThrownBy(() -> projects.change(ada, id, change("name", "Other"), null))
                .satisfies(Refusals.areConflictsAt());
        assertThat(projects.change(ada, id, ProjectChange.to(ProjectStatus.ACTIVE), null)
                        .status())
                .isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void deletesAProjectUntilItsOwnerRestoresIt() {
        Project project = projects.create(ada, NewProject.named("Engine"));
        Actor.User bob = member(project.id(), "bob@example.org", MemberRole.MAINTAINER);

        assertThatThrownBy(() -> projects.delete(bob, project.id(), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        projects.delete(ada, project.id(), null);

        assertThat(projects.list(ada, ProjectQuery.ALL, Page.Request.first()).items())
                .isEmpty();
        assertThatThrownBy(() -> projects.find(bob, project.id())).satisfies(Refusals.are(Refusal.NotFound.class));
        assertThatThrownBy(() -> projects.delete(ada, project.id(), null)).satisfies(Refusals.areConflictsAt());
        projects.change(ada, project.id(), ProjectChange.to(ProjectStatus.ACTIVE), null);
        assertThat(projects.find(bob, project.id()).status()).isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void givesAProjectToAMemberAndNobodyElse() {
        Project project = projects.create(ada, NewProject.named("Engine"));
        Actor.User bob = member(project.id(), "bob@example.org", MemberRole.VIEWER);
        Actor.User eve = world.signedIn("eve@example.org");

        assertThatThrownBy(() -> projects.transfer(ada, project.id(), new Transfer(eve.id()), null))
                .satisfies(Refusals.areInvalidAt("/to"));
        assertThatThrownBy(() -> projects.transfer(bob, project.id(), new Transfer(bob.id()), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThatThrownBy(() -> projects.transfer(eve, project.id(), new Transfer(eve.id()), null))
                .satisfies(Refusals.are(Refusal.NotFound.class));
        Project given = projects.transfer(ada, project.id(), new Transfer(bob.id()), 1L);
        assertThat(given.owner())
                .isNotNull()
                .satisfies(owner -> assertThat(owner.id()).isEqualTo(bob.id()));
        assertThatThrownBy(() -> projects.transfer(ada, project.id(), new Transfer(ada.id()), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThat(projects.change(ada, project.id(), change("name", "Still"), null)
                        .name())
                .as("as a maintainer")
                .isEqualTo("Still");
    }

    @Test
    void entersWhatIsDoneByAdministeringAlone() {
        Actor.User root = world.administrator("root@example.org");
        Project project = projects.create(ada, NewProject.named("Engine"));
        Project open = projects.create(ada, new NewProject("Open", null, Visibility.PUBLIC, JsonObject.EMPTY));
        Actor.User bob = member(project.id(), "bob@example.org", MemberRole.VIEWER);

        projects.find(root, open.id());
        projects.find(root, project.id());
        projects.list(root, ProjectQuery.ALL, Page.Request.first());
        world.groundwork().auditTrail().ofProject(root, project.id(), Page.Request.first());
        world.groundwork().tasks().stats(root, project.id());
        projects.transfer(root, project.id(), new Transfer(bob.id()), null);
        projects.change(root, project.id(), ProjectChange.to(ProjectStatus.ARCHIVED), null);
        projects.change(root, project.id(), ProjectChange.to(ProjectStatus.ACTIVE), null);
        projects.delete(root, project.id(), null);
        projects.change(root, project.id(), ProjectChange.to(ProjectStatus.ACTIVE), null);

        assertThat(uses(project.id()))
                .containsExactly("restore", "delete", "unarchive", "archive", "transfer", "read", "read", "read");
        assertThat(uses(open.id())).isEmpty();
        assertThatThrownBy(() -> projects.change(root, project.id(), change("name", "Mine"), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        assertThat(uses(project.id())).as("what was refused was not done").hasSize(8);
    }

    @Test
    void showsATokenThatDoesNotReachIntoProjectsWhatNobodyWouldSee() {
        projects.create(ada, NewProject.named("Engine"));
        Project open = projects.create(ada, new NewProject("Open", null, Visibility.PUBLIC, JsonObject.EMPTY));
        Actor.User token = new Actor.User(
                ada.id(), ada.session(), ada.permissions(), Reach.ofToken(Reach.ProjectReach.NONE), ORIGIN);

        assertThat(projects.list(token, ProjectQuery.ALL, Page.Request.first()).items())
                .containsExactly(open);
    }

    @Test
    void countsAProjectsTasks() {
        var tasks = world.groundwork().tasks();
        ProjectId id = projects.create(ada, NewProject.named("Engine")).id();
        tasks.create(ada, id, task(Map.of("title", "late", "dueDate", "2026-11-24T11:59:59Z", "priority", "high")));
        tasks.create(ada, id, task(Map.of("title", "in time", "dueDate", "2026-11-24T12:00:00Z")));
        tasks.create(
                ada,
                id,
                task(Map.of(
                        "title",
                        "done",
                        "status",
                        "done",
                        "dueDate",
                        "2026-11-01T00:00:00Z",
                        "assignee",
                        ada.id().toString())));

        TaskStats stats = tasks.stats(ada, id);

        assertThat(stats.total()).isEqualTo(3);
        assertThat(stats.overdue()).isEqualTo(1);
        assertThat(stats.byStatus())
                .isEqualTo(Map.of(
                        TaskStatus.TODO,
                        2L,
                        TaskStatus.IN_PROGRESS,
                        0L,
                        TaskStatus.DONE,
                        1L,
                        TaskStatus.CANCELLED,
                        0L));
        assertThat(stats.byPriority()).containsEntry(Priority.HIGH, 1L).containsEntry(Priority.MEDIUM, 2L);
        assertThat(stats.byAssignee())
                .containsExactly(
                        new TaskStats.OfAssignee(
                                world.groundwork().accounts().me(ada).person(), 1),
                        new TaskStats.OfAssignee(null, 2));
        assertThat(stats.completedPerWeek()).containsExactly(new TaskStats.OfWeek(LocalDate.parse("2026-11-23"), 1));
        assertThatThrownBy(() -> tasks.stats(world.signedIn("eve@example.org"), id))
                .satisfies(Refusals.are(Refusal.NotFound.class));
    }

    private Actor.User member(ProjectId project, String email, MemberRole role) {
        Actor.User joining = world.signedIn(email);
        world.groundwork().members().put(ada, project, PersonKey.of(joining.id()), Membership.as(role), null);
        return joining;
    }

    private List<@Nullable Object> uses(ProjectId project) {
        return world.history("projects", project.toString()).stream()
                .filter(activity -> activity.action().equals("project.administered"))
                .map(activity -> Objects.requireNonNull(activity.changes().get("use")))
                .<@Nullable Object>map(change -> change.now())
                .toList();
    }

    private static NewTask task(Map<String, Object> members) {
        return NewTask.parse(Input.of(members));
    }

    private static ProjectChange change(String member, Object value) {
        return ProjectChange.parse(Input.of(Map.of(member, value)));
    }
}
