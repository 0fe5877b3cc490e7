package dev.groundwork.application.project;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import java.util.UUID;
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
}
