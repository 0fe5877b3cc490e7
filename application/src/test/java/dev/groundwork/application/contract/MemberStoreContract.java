package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.Visibility;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.project.MemberStore} promises. */
public interface MemberStoreContract extends StoreContract {

    @Test
    default void findsTheOwnersMembership() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        assertThat(find(owner, project.id(), owner)).contains(Membership.owner());
    }

    @Test
    default void findsNothingForWhoeverIsNoMember() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PUBLIC);

        assertThat(find(owner, project.id(), somebody())).isEmpty();
        assertThat(find(owner, new ProjectId(UUID.randomUUID()), owner)).isEmpty();
    }

    @Test
    default void keepsTheMembersOfAPublicProjectToThemselves() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PUBLIC);

        assertThat(find(somebody(), project.id(), owner)).isEmpty();
        assertThat(find(Scene.nobody(), project.id(), owner)).isEmpty();
    }

    @Test
    default void showsMembersToWhoeverAdministersProjectsAndToTheService() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        assertThat(find(new Scene(work()).administrator(), project.id(), owner)).isPresent();
        assertThat(find(Scene.system(), project.id(), owner)).isPresent();
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private Optional<Membership> find(Actor actor, ProjectId project, Actor.User member) {
        return work().in(actor, tx -> tx.members().find(project, member.id()));
    }
}
