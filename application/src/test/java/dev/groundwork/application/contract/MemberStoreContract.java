package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.groundwork.application.project.MemberStore} promises. */
public interface MemberStoreContract extends StoreContract {

    @Test
    default void findsTheOwnersMembership() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        assertThat(find(owner, project.id(), owner)).hasValueSatisfying(member -> {
            assertThat(member.person()).isEqualTo(project.owner());
            assertThat(member.membership()).isEqualTo(Membership.owner());
            assertThat(member.revision().version()).isEqualTo(1);
        });
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

        for (Actor outsider : List.of(somebody(), Scene.nobody())) {
            assertThat(find(outsider, project.id(), owner)).isEmpty();
            assertThat(list(outsider, project, Page.Request.first()).items()).isEmpty();
        }
    }

    @Test
    default void showsMembersToWhoeverAdministersProjectsAndToTheService() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        for (Actor insider : List.of(new Scene(work()).administrator(), Scene.system())) {
            assertThat(find(insider, project.id(), owner)).isPresent();
            assertThat(list(insider, project, Page.Request.first()).items()).hasSize(1);
        }
    }

    @Test
    default void addsAMemberAsTheyWereGiven() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Membership wanted = new Membership(
                MemberRole.MEMBER, Map.of(ProjectRight.TASKS_DELETE, false, ProjectRight.MEMBERS_MANAGE, true));
        Actor.User joining = somebody();

        Member added = work().in(owner, tx -> tx.members().add(project.id(), joining.id(), wanted))
                .orElseThrow();

        assertThat(added.person().id()).isEqualTo(joining.id());
        assertThat(added.membership()).isEqualTo(wanted);
        assertThat(added.joinedAt()).isEqualTo(added.revision().createdAt());
        assertThat(find(joining, project.id(), joining)).contains(added);
        assertThat(history(project, joining)).singleElement().satisfies(activity -> {
            assertThat(activity.isBy(owner.id())).isTrue();
            assertThat(activity.changes()).containsEntry("role", new FieldChange(null, "member"));
        });
    }

    @Test
    default void addsNobodyTwice() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User member = scene.member(owner, project, Membership.as(MemberRole.MEMBER));

        assertThat(work().<Optional<Member>>in(
                                owner,
                                tx -> tx.members().add(project.id(), member.id(), Membership.as(MemberRole.VIEWER))))
                .isEmpty();
        assertThat(roleOf(owner, project, member)).isEqualTo(MemberRole.MEMBER);
    }

    @Test
    default void changesAMemberAndRaisesTheVersionOnlyByARealChange() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User member = scene.member(owner, project, Membership.as(MemberRole.MEMBER));
        Membership wanted = new Membership(MemberRole.MEMBER, Map.of(ProjectRight.TASKS_CREATE, false));

        Member changed = work().in(owner, tx -> tx.members().change(project.id(), member.id(), wanted));
        Member same = work().in(owner, tx -> tx.members().change(project.id(), member.id(), wanted));

        assertThat(changed.membership()).isEqualTo(wanted);
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(changed.joinedAt()).isEqualTo(changed.revision().createdAt());
        assertThat(same).isEqualTo(changed);
        assertThat(history(project, member)).hasSize(2);
        assertThat(history(project, member).get(0).changes())
                .containsExactly(Map.entry("permissions", new FieldChange(Map.of(), Map.of("tasks:create", false))));
    }

    @Test
    default void locksOnlyWhomTheActorMayChange() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User viewer = scene.member(owner, project, Membership.as(MemberRole.VIEWER));

        assertThat(lock(owner, project, viewer)).isPresent();
        assertThat(lock(owner, project, owner)).as("the owner").isEmpty();
        assertThat(lock(viewer, project, viewer)).isEmpty();
    }

    @Test
    default void isOvertakenByWhoeverTookTheRightAway() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User viewer = scene.member(owner, project, Membership.as(MemberRole.VIEWER));
        Actor.User maintainer = scene.member(owner, project, Membership.as(MemberRole.MAINTAINER));
        Membership more = new Membership(MemberRole.VIEWER, Map.of(ProjectRight.PROJECT_DELETE, true));
        Actor.User other = somebody();

        List<Runnable> forbidden = List.of(
                () -> work().run(
                                viewer,
                                tx -> tx.members().add(project.id(), other.id(), Membership.as(MemberRole.VIEWER))),
                () -> work().run(maintainer, tx -> tx.members().add(project.id(), other.id(), more)),
                () -> work().run(maintainer, tx -> tx.members().change(project.id(), viewer.id(), more)),
                () -> work().run(
                                viewer,
                                tx -> tx.members()
                                        .change(project.id(), maintainer.id(), Membership.as(MemberRole.VIEWER))),
                () -> work().run(owner, tx -> tx.members().change(project.id(), owner.id(), more)),
                () -> work().run(viewer, tx -> tx.members().remove(project.id(), maintainer.id(), 1)),
                () -> work().run(owner, tx -> tx.members().remove(project.id(), owner.id(), 1)),
                () -> work().run(owner, tx -> tx.members().remove(project.id(), viewer.id(), 2)));

        for (Runnable one : forbidden) {
            // runs again and again, and gives up: a use case would decide anew, and refuse
            assertThatThrownBy(one::run).satisfies(Refusals.are(Refusal.Unavailable.class));
        }
        assertThat(roleOf(owner, project, viewer)).isEqualTo(MemberRole.VIEWER);
        assertThat(roleOf(owner, project, maintainer)).isEqualTo(MemberRole.MAINTAINER);
        assertThat(find(owner, project.id(), other)).isEmpty();
    }

    @Test
    default void unassignsWhoeverLeavesInThatProjectAlone() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User member = scene.member(owner, project, Membership.as(MemberRole.MEMBER));
        Task task = assigned(owner, project, member.id());
        Project own = scene.project(member, Visibility.PRIVATE);
        Task kept = assigned(member, own, member.id());

        work().run(member, tx -> tx.members().remove(project.id(), member.id(), 1));

        assertThat(find(owner, project.id(), member)).isEmpty();
        Task now = task(owner, task);
        assertThat(now.assignee()).isNull();
        assertThat(now.revision().version()).isEqualTo(task.revision().version() + 1);
        assertThat(task(member, kept).assignee()).isNotNull();
        assertThat(history("tasks", task.id().toString()).get(0)).satisfies(activity -> {
            assertThat(activity.isBy(member.id())).isTrue();
            assertThat(activity.changes())
                    .containsExactly(
                            Map.entry("assignee", new FieldChange(member.id().toString(), null)));
        });
        assertThat(history(project, member).get(0).action()).isEqualTo("DELETE");
    }

    @Test
    default void walksTheMembersOnceEachWhileOthersComeAndGo() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        List<UserId> joined = new ArrayList<>(List.of(owner.id()));
        for (int i = 0; i < 6; i++) {
            joined.add(scene.member(owner, project, Membership.as(MemberRole.VIEWER))
                    .id());
        }
        List<UserId> seen = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<Member> page = list(owner, project, new Page.Request(2, after));
            page.items().forEach(member -> seen.add(member.person().id()));
            after = page.next();
            if (seen.size() == 4) {
                // the one at which the last page ended, and one that was shown
                remove(owner, project, joined.get(3));
                remove(owner, project, joined.get(1));
                joined.add(scene.member(owner, project, Membership.as(MemberRole.VIEWER))
                        .id());
            }
        } while (after != null);

        assertThat(seen).containsExactlyElementsOf(joined);
    }

    @Test
    default void refusesAPositionOfAnotherProjectsMembers() {
        Actor.User owner = somebody();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);

        assertThatThrownBy(() -> list(owner, project, new Page.Request(2, "x")))
                .satisfies(Refusals.are(Refusal.Invalid.class));
    }

    @Test
    default void promotesOrRemovesWhoeverIsBothAtOnceButNeverHalf() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        for (int round = 0; round < 5; round++) {
            Actor.User member = scene.member(owner, project, Membership.as(MemberRole.VIEWER));

            Together.run(2, thread -> thread == 0 ? promote(owner, project, member) : leave(member, project));

            Optional<Member> left = find(owner, project.id(), member);
            List<String> actions =
                    history(project, member).stream().map(Activity::action).toList();
            assertThat(left).isEmpty();
            assertThat(actions.get(0)).isEqualTo("DELETE");
            assertThat(actions).isIn(List.of("DELETE", "INSERT"), List.of("DELETE", "UPDATE", "INSERT"));
        }
    }

    @Test
    default void letsNothingOfASuspendedMemberCount() {
        Actor.User owner = somebody();
        Scene scene = new Scene(work());
        Project project = scene.project(owner, Visibility.PRIVATE);
        var user = scene.user();
        work().run(owner, tx -> tx.members().add(project.id(), user.id(), Membership.as(MemberRole.MAINTAINER)));
        scene.set(user, UserStatus.SUSPENDED);
        Actor.User suspended = Scene.actor(user);

        assertThat(find(suspended, project.id(), suspended)).isEmpty();
        assertThat(work().<Optional<?>>in(suspended, tx -> tx.projects().find(project.id())))
                .isEmpty();
        assertThat(work().<Optional<Member>>in(
                                Scene.system(), tx -> tx.members().find(project.id(), user.id())))
                .isPresent();
    }

    private boolean promote(Actor.User owner, Project project, Actor.User member) {
        return work().in(owner, tx -> {
            Optional<Member> locked = tx.members().findForUpdate(project.id(), member.id());
            locked.ifPresent(
                    found -> tx.members().change(project.id(), member.id(), Membership.as(MemberRole.MAINTAINER)));
            return locked.isPresent();
        });
    }

    private boolean leave(Actor.User member, Project project) {
        return work().in(member, tx -> {
            Member mine = tx.members().find(project.id(), member.id()).orElseThrow();
            tx.members().remove(project.id(), member.id(), mine.revision().version());
            return true;
        });
    }

    private void remove(Actor.User owner, Project project, UserId member) {
        work().run(owner, tx -> tx.members().remove(project.id(), member, 1));
    }

    private Task assigned(Actor.User creator, Project project, UserId assignee) {
        Task task = new Scene(work()).task(creator, project);
        Draft draft = Scene.draft("Theirs");
        return work().in(
                        creator,
                        tx -> tx.tasks().update(task.id(), new Draft(draft.content(), assignee, draft.progress())));
    }

    private Task task(Actor actor, Task task) {
        return work().in(actor, tx -> tx.tasks().find(task.id())).orElseThrow().task();
    }

    private MemberRole roleOf(Actor actor, Project project, Actor.User member) {
        return find(actor, project.id(), member).orElseThrow().membership().role();
    }

    private Optional<Member> lock(Actor actor, Project project, Actor.User member) {
        return work().in(actor, tx -> tx.members().findForUpdate(project.id(), member.id()));
    }

    private Actor.User somebody() {
        return Scene.actor(new Scene(work()).user());
    }

    private Optional<Member> find(Actor actor, ProjectId project, Actor.User member) {
        return work().in(actor, tx -> tx.members().find(project, member.id()));
    }

    private Page<Member> list(Actor actor, Project project, Page.Request page) {
        return work().in(actor, tx -> tx.members().list(project.id(), page));
    }

    private List<Activity> history(Project project, Actor.User member) {
        return history("project_members", project.id() + ":" + member.id());
    }

    private List<Activity> history(String resourceType, String resourceId) {
        return work().in(Scene.system(), tx -> tx.activities().list(resourceType, resourceId, Page.Request.first()))
                .items();
    }
}
