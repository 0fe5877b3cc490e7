package dev.groundwork.application.project;

import static dev.groundwork.application.World.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.World;
import dev.groundwork.application.contract.Refusals;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.PersonKey;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.ProjectChange;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.ProjectStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final World world = new World();
    private final Projects projects = world.groundwork().projects();
    private final Members members = world.groundwork().members();
    private final Actor.User ada = world.signedIn("ada@example.org");
    private final Actor.User bob = signedIn("bob");
    private final ProjectId project =
            projects.create(ada, NewProject.named("Engine")).id();

    private Actor.User signedIn(String name) {
        world.verified(name + "@example.org", "username", name);
        return world.groundwork()
                .sessions()
                .byAccessToken(world.signInWithTokens(name).accessToken(), ORIGIN);
    }

    private static PersonKey key(Actor.User user) {
        return PersonKey.of(user.id());
    }

    private Members.Joined put(Actor actor, Actor.User person, MemberRole role) {
        return members.put(actor, project, key(person), Membership.as(role), null);
    }

    @Test
    void makesAMemberWhoCountsAtOnce() {
        assertThatThrownBy(() -> projects.find(bob, project)).satisfies(Refusals.are(Refusal.NotFound.class));

        Members.Joined joined = put(ada, bob, MemberRole.VIEWER);

        assertThat(joined.created()).isTrue();
        assertThat(joined.member().joinedAt()).isEqualTo(World.START);
        assertThat(projects.find(bob, project).id()).isEqualTo(project);
        assertThat(put(ada, bob, MemberRole.MAINTAINER).created()).isFalse();
        projects.change(bob, project, ProjectChange.to(ProjectStatus.ARCHIVED), null);
        projects.change(bob, project, ProjectChange.to(ProjectStatus.ACTIVE), null);
        members.remove(ada, project, key(bob), null);
        assertThatThrownBy(() -> projects.find(bob, project)).satisfies(Refusals.are(Refusal.NotFound.class));
    }

    @Test
    void knowsPeopleByTheirNamesWhateverTheCase() {
        PersonKey name = PersonKey.parse("@BOB");

        assertThat(members.put(ada, project, name, Membership.as(MemberRole.MEMBER), null)
                        .member()
                        .person()
                        .id())
                .isEqualTo(bob.id());
        assertThat(members.find(ada, project, name)).isEqualTo(members.find(ada, project, key(bob)));
        members.remove(ada, project, name, null);
        assertThatThrownBy(() -> members.find(ada, project, name)).satisfies(Refusals.are(Refusal.NotFound.class));
    }

    @Test
    void knowsNobodyByANameThatIsNotProven() {
        world.groundwork().accounts().register(ORIGIN, world.registration("carl@example.org", "username", "carl"));

        for (PersonKey nobody : List.of(
                PersonKey.parse("@carl"), PersonKey.parse("@nobody"), PersonKey.of(new UserId(new UUID(9, 9))))) {
            assertThatThrownBy(() -> members.put(ada, project, nobody, Membership.as(MemberRole.VIEWER), null))
                    .satisfies(Refusals.are(Refusal.NotFound.class));
        }
    }

    @Test
    void letsNobodyGiveMoreThanTheyHave() {
        Actor.User eve = signedIn("eve");
        Membership managing = new Membership(MemberRole.VIEWER, Map.of(ProjectRight.MEMBERS_MANAGE, true));
        members.put(ada, project, key(bob), managing, null);

        put(bob, eve, MemberRole.VIEWER);
        for (Actor.User person : List.of(eve, bob)) {
            assertThatThrownBy(() -> put(bob, person, MemberRole.MEMBER))
                    .satisfies(Refusals.are(Refusal.Forbidden.class));
        }
        assertThat(members.find(ada, project, key(eve)).membership()).isEqualTo(Membership.as(MemberRole.VIEWER));
    }

    @Test
    void keepsTheOwnerWhoGoesByTransferAlone() {
        put(ada, bob, MemberRole.MAINTAINER);

        assertThatThrownBy(() -> put(bob, ada, MemberRole.VIEWER)).satisfies(Refusals.areConflictsAt());
        assertThatThrownBy(() -> members.remove(bob, project, key(ada), null)).satisfies(Refusals.areConflictsAt());
        assertThatThrownBy(() -> members.remove(ada, project, key(ada), null)).satisfies(Refusals.areConflictsAt());
    }

    @Test
    void letsAnyoneLeaveAnArchivedProjectToo() {
        put(ada, bob, MemberRole.VIEWER);
        Actor.User eve = signedIn("eve");
        put(ada, eve, MemberRole.VIEWER);
        assertThatThrownBy(() -> members.remove(eve, project, key(bob), null))
                .satisfies(Refusals.are(Refusal.Forbidden.class));
        projects.change(ada, project, ProjectChange.to(ProjectStatus.ARCHIVED), null);

        members.remove(bob, project, key(bob), null);

        assertThatThrownBy(() -> members.remove(ada, project, key(eve), null)).satisfies(Refusals.areConflictsAt());
        assertThatThrownBy(() -> put(ada, bob, MemberRole.VIEWER)).satisfies(Refusals.areConflictsAt());
        assertThat(members.list(ada, project, Page.Request.first()).items())
                .extracting(member -> member.person().id())
                .containsExactly(ada.id(), eve.id());
    }

    @Test
    void replacesOnlyWhatIsStillAsItWasRead() {
        assertThatThrownBy(() -> members.put(ada, project, key(bob), Membership.as(MemberRole.VIEWER), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        put(ada, bob, MemberRole.VIEWER);
        members.put(ada, project, key(bob), Membership.as(MemberRole.MEMBER), 1L);
        assertThatThrownBy(() -> members.put(ada, project, key(bob), Membership.as(MemberRole.VIEWER), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        assertThatThrownBy(() -> members.remove(ada, project, key(bob), 1L))
                .satisfies(Refusals.are(Refusal.Stale.class));
        members.remove(ada, project, key(bob), 2L);
    }

    @Test
    void keepsMembersFromWhoeverIsNone() {
        Actor.User root = world.administrator("root@example.org");

        for (PersonKey person : List.of(key(ada), PersonKey.parse("@bob"), PersonKey.parse("@nobody"))) {
            assertThatThrownBy(() -> members.find(bob, project, person))
                    .satisfies(Refusals.are(Refusal.NotFound.class))
                    .hasMessage("There is no such project.");
        }
        assertThat(members.list(root, project, Page.Request.first()).items()).hasSize(1);
        assertThatThrownBy(() -> put(root, bob, MemberRole.VIEWER)).satisfies(Refusals.are(Refusal.Forbidden.class));
    }
}
