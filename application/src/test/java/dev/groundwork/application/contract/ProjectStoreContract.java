package dev.groundwork.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.groundwork.application.task.TaskStore.Draft;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Page;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.User;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.account.UserStatus;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.Activity.FieldChange;
import dev.groundwork.domain.project.AdministrativeUse;
import dev.groundwork.domain.project.Member;
import dev.groundwork.domain.project.MemberRole;
import dev.groundwork.domain.project.Membership;
import dev.groundwork.domain.project.NewProject;
import dev.groundwork.domain.project.Project;
import dev.groundwork.domain.project.ProjectAccess;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.project.ProjectQuery;
import dev.groundwork.domain.project.ProjectRight;
import dev.groundwork.domain.project.ProjectStatus;
import dev.groundwork.domain.project.Visibility;
import dev.groundwork.domain.task.Task;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    @Test
    default void changesAllOfAProjectButItsOwner() {
        Actor.User owner = owner();
        Project project = new Scene(work()).project(owner, Visibility.PRIVATE);
        Project wanted = new Project(
                project.id(),
                "Größe 2",
                "Neu",
                null,
                ProjectStatus.ARCHIVED,
                Visibility.PUBLIC,
                JsonObject.copyOf(Map.of("a", List.of(true))),
                project.revision());

        Project changed = work().in(owner, tx -> tx.projects().update(wanted));
        Project same = work().in(owner, tx -> tx.projects().update(changed));

        assertThat(changed.owner()).isEqualTo(project.owner());
        assertThat(changed.revision().version()).isEqualTo(2);
        assertThat(changed.revision().createdAt()).isEqualTo(project.revision().createdAt());
        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("owner", "revision")
                .isEqualTo(wanted);
        assertThat(same).as("what changes nothing").isEqualTo(changed);
        assertThat(history("projects", project.id().toString())).hasSize(2);
        assertThat(history("projects", project.id().toString()).get(0).changes())
                .containsEntry("name", new FieldChange(project.name(), "Größe 2"))
                .containsEntry("status", new FieldChange("active", "archived"));
    }

    @Test
    default void isOvertakenWhereTheRightToChangeWentMeanwhile() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PUBLIC);
        Actor.User member = scene.member(owner, project, Membership.as(MemberRole.MEMBER));
        Project archived = scene.project(owner, Visibility.PUBLIC).withStatus(ProjectStatus.ARCHIVED);
        work().run(owner, tx -> tx.projects().update(archived));

        List<Runnable> forbidden = List.of(
                () -> work().run(member, tx -> tx.projects().update(renamed(project))),
                () -> work().run(owner(), tx -> tx.projects().update(renamed(project))),
                () -> work().run(scene.administrator(), tx -> tx.projects().update(renamed(project))),
                () -> work().run(owner, tx -> tx.projects().update(renamed(archived))));
        for (Runnable one : forbidden) {
            assertThatThrownBy(one::run).satisfies(Refusals.are(Refusal.Unavailable.class));
        }
        work().run(scene.administrator(), tx -> tx.projects().update(project.withStatus(ProjectStatus.ARCHIVED)));
        assertThat(find(owner, project.id()).orElseThrow().project().status()).isEqualTo(ProjectStatus.ARCHIVED);
    }

    @Test
    default void hidesADeletedProjectFromAllButItsOwnerAndWhoeverAdministers() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PUBLIC);
        Actor.User maintainer = scene.member(owner, project, Membership.as(MemberRole.MAINTAINER));
        work().run(owner, tx -> tx.projects().update(project.withStatus(ProjectStatus.DELETED)));

        assertThat(find(owner, project.id())).isPresent();
        assertThat(find(scene.administrator(), project.id())).isPresent();
        for (Actor other : List.of(maintainer, owner(), Scene.nobody())) {
            assertThat(find(other, project.id())).isEmpty();
        }
    }

    @Test
    default void listsWhatOneIsInAndWhatIsOpenAndNothingElse() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        ProjectQuery mine = owned(owner.id());
        Project secret = scene.project(owner, Visibility.PRIVATE);
        Project internal = scene.project(owner, Visibility.INTERNAL);
        Project open = scene.project(owner, Visibility.PUBLIC);
        Actor.User viewer = scene.member(owner, secret, Membership.as(MemberRole.VIEWER));

        assertThat(ids(owner, mine)).containsExactly(secret.id(), internal.id(), open.id());
        assertThat(ids(viewer, mine)).containsExactly(secret.id(), internal.id(), open.id());
        assertThat(ids(owner(), mine)).containsExactly(internal.id(), open.id());
        assertThat(ids(Scene.nobody(), mine)).containsExactly(open.id());
        assertThat(list(viewer, mine, Page.Request.first()).items().get(0).membership())
                .isEqualTo(Membership.as(MemberRole.VIEWER));
    }

    @Test
    default void listsEverythingToWhoeverAdministersAndSaysWhatThatAloneShows() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project secret = scene.project(owner, Visibility.PRIVATE);
        Project open = scene.project(owner, Visibility.PUBLIC);
        Actor.User administrator = scene.administrator();

        assertThat(list(administrator, owned(owner.id()), Page.Request.first()).items())
                .extracting(access -> access.project().id(), ProjectAccess::readsByAdministering)
                .containsExactly(tuple(secret.id(), true), tuple(open.id(), false));
        Actor.User narrowed =
                new Actor.User(administrator.id(), administrator.session(), Permissions.NONE, administrator.origin());
        assertThat(ids(narrowed, owned(owner.id())))
                .as("by a credential that does not carry the permission")
                .containsExactly(open.id());
    }

    @Test
    default void listsDeletedProjectsOnlyWhereTheyAreAskedFor() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project deleted = scene.project(owner, Visibility.PUBLIC);
        Project kept = scene.project(owner, Visibility.PUBLIC);
        Actor.User member = scene.member(owner, deleted, Membership.as(MemberRole.MAINTAINER));
        work().run(owner, tx -> tx.projects().update(deleted.withStatus(ProjectStatus.DELETED)));
        ProjectQuery asked =
                new ProjectQuery(ProjectStatus.DELETED, null, owner.id(), null, ProjectQuery.Sort.CREATED_AT, false);

        assertThat(ids(owner, owned(owner.id()))).containsExactly(kept.id());
        assertThat(ids(owner, asked)).containsExactly(deleted.id());
        assertThat(ids(scene.administrator(), asked)).containsExactly(deleted.id());
        assertThat(ids(member, asked)).isEmpty();
        assertThat(ids(Scene.nobody(), asked)).isEmpty();
    }

    @Test
    default void listsByVisibilityStatusAndPlainText() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        String word = Fresh.word();
        Project percent = named(owner, "100% " + word + " A_B");
        Project other = named(owner, "1000 " + word + " AxB");
        Project archived = scene.project(owner, Visibility.PUBLIC).withStatus(ProjectStatus.ARCHIVED);
        work().run(owner, tx -> tx.projects().update(archived));

        assertThat(ids(owner, searched(owner.id(), word.toUpperCase(Locale.ROOT))))
                .containsExactly(percent.id(), other.id());
        assertThat(ids(owner, searched(owner.id(), "0% "))).containsExactly(percent.id());
        assertThat(ids(owner, searched(owner.id(), "a_b"))).containsExactly(percent.id());
        assertThat(ids(owner, searched(owner.id(), "' or 1 = 1 --"))).isEmpty();
        assertThat(ids(
                        owner,
                        new ProjectQuery(
                                ProjectStatus.ARCHIVED, null, owner.id(), null, ProjectQuery.Sort.NAME, false)))
                .containsExactly(archived.id());
        assertThat(ids(
                        owner,
                        new ProjectQuery(null, Visibility.PUBLIC, owner.id(), null, ProjectQuery.Sort.NAME, false)))
                .containsExactly(archived.id());
    }

    @Test
    default void walksAListOnceEachInEveryOrderWhileProjectsComeAndGo() {
        Actor.User owner = owner();
        for (ProjectQuery.Sort sort : ProjectQuery.Sort.values()) {
            for (boolean descending : List.of(false, true)) {
                Actor.User walker = owner();
                List<ProjectId> there = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    there.add(named(walker, "Name " + i / 2).id());
                }
                if (descending) {
                    Collections.reverse(there);
                }
                ProjectQuery query = new ProjectQuery(null, null, walker.id(), null, sort, descending);
                List<ProjectId> seen = new ArrayList<>();
                @Nullable String after = null;
                do {
                    Page<ProjectAccess> page = list(walker, query, new Page.Request(2, after));
                    page.items().forEach(access -> seen.add(access.project().id()));
                    after = page.next();
                    if (seen.size() == 2) {
                        // the very one at which the page ended goes, and one comes that does not lie ahead
                        delete(walker, there.get(1));
                        named(walker, descending ? "Name 9" : "Name ");
                    }
                } while (after != null);
                boolean comesLast = !descending && sort != ProjectQuery.Sort.NAME;
                assertThat(comesLast ? seen.subList(0, 6) : seen)
                        .as(query.toString())
                        .containsExactlyElementsOf(there);
            }
        }
        assertThat(ids(owner, owned(owner.id()))).isEmpty();
    }

    @Test
    default void refusesAPositionOfAnotherList() {
        Actor.User owner = owner();

        for (String position : List.of("", "x", "W10")) {
            assertThatThrownBy(() -> list(owner, ProjectQuery.ALL, new Page.Request(2, position)))
                    .satisfies(Refusals.are(Refusal.Invalid.class));
        }
    }

    @Test
    default void givesAProjectToAMemberAndKeepsTheFormerOwnerAsMaintainer() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User heir = scene.member(
                owner, project, new Membership(MemberRole.VIEWER, Map.of(ProjectRight.TASKS_CREATE, true)));

        Project given = work().asService(owner, tx -> tx.projects().transfer(project.id(), heir.id()))
                .orElseThrow();

        assertThat(given.owner())
                .isNotNull()
                .satisfies(person -> assertThat(person.id()).isEqualTo(heir.id()));
        assertThat(given.revision().version()).isEqualTo(2);
        assertThat(find(heir, project.id()).orElseThrow().membership()).isEqualTo(Membership.owner());
        assertThat(find(owner, project.id()).orElseThrow().membership())
                .isEqualTo(Membership.as(MemberRole.MAINTAINER));
        assertThat(history("projects", project.id().toString()).get(0).changes())
                .containsExactly(Map.entry(
                        "owner",
                        new FieldChange(owner.id().toString(), heir.id().toString())));
        assertThat(work().<Optional<Project>>asService(heir, tx -> tx.projects().transfer(project.id(), heir.id())))
                .as("whose it is already")
                .contains(given);
    }

    @Test
    default void givesAProjectToNobodyButAnActiveMember() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PRIVATE);
        User suspended = scene.user();
        work().run(owner, tx -> tx.members().add(project.id(), suspended.id(), Membership.as(MemberRole.MAINTAINER)));
        scene.set(suspended, UserStatus.SUSPENDED);

        for (UserId to : List.of(suspended.id(), owner().id(), new UserId(UUID.randomUUID()))) {
            assertThat(work().<Optional<Project>>asService(
                                    owner, tx -> tx.projects().transfer(project.id(), to)))
                    .isEmpty();
        }
        assertThat(find(owner, project.id()).map(ProjectAccess::project)).contains(project);
    }

    @Test
    default void leavesOneOwnerOfTwoTransfersAtOnce() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        for (int round = 0; round < 5; round++) {
            Project project = scene.project(owner, Visibility.PRIVATE);
            List<Actor.User> heirs = List.of(
                    scene.member(owner, project, Membership.as(MemberRole.MEMBER)),
                    scene.member(owner, project, Membership.as(MemberRole.MEMBER)));

            List<Boolean> given = Together.run(
                    2,
                    thread -> work().asService(owner, tx -> {
                        ProjectAccess access =
                                tx.projects().findForUpdate(project.id()).orElseThrow();
                        boolean mine = access.membership() != null
                                && access.membership().isOwners();
                        return mine
                                && tx.projects()
                                        .transfer(
                                                project.id(), heirs.get(thread).id())
                                        .isPresent();
                    }));

            assertThat(given).containsExactlyInAnyOrder(true, false);
            Actor.User heir = heirs.get(given.indexOf(true));
            assertThat(find(heir, project.id()).orElseThrow().membership()).isEqualTo(Membership.owner());
            Page<Member> members = work().in(heir, tx -> tx.members().list(project.id(), Page.Request.first()));
            assertThat(members.items().stream()
                            .map(member -> member.membership().role()))
                    .containsExactlyInAnyOrder(MemberRole.OWNER, MemberRole.MAINTAINER, MemberRole.MEMBER);
        }
    }

    @Test
    default void entersAnAdministrativeUseByWhoeverHoldsThePermissionAndNobodyElse() {
        Scene scene = new Scene(work());
        Actor.User owner = owner();
        Project project = scene.project(owner, Visibility.PRIVATE);
        Actor.User administrator = scene.administrator();

        work().run(administrator, tx -> tx.projects().administer(project.id(), AdministrativeUse.ARCHIVE));

        assertThat(history("projects", project.id().toString()).get(0)).satisfies(activity -> {
            assertThat(activity.action()).isEqualTo("project.administered");
            assertThat(activity.isBy(administrator.id())).isTrue();
            assertThat(activity.changes()).containsExactly(Map.entry("use", new FieldChange(null, "archive")));
        });
        Permissions claimed =
                new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, null)));
        for (Actor other :
                List.of(new Actor.User(owner.id(), owner.session(), claimed, owner.origin()), Scene.nobody())) {
            assertThatThrownBy(() ->
                            work().run(other, tx -> tx.projects().administer(project.id(), AdministrativeUse.READ)))
                    .satisfies(Refusals.are(Refusal.Forbidden.class));
        }
        assertThat(history("projects", project.id().toString())).hasSize(2);
    }

    private static Project renamed(Project project) {
        return new Project(
                project.id(),
                project.name() + "!",
                project.description(),
                project.owner(),
                project.status(),
                project.visibility(),
                project.settings(),
                project.revision());
    }

    private Project named(Actor.User owner, String name) {
        return work().in(
                        owner,
                        tx -> tx.projects().add(new ProjectId(UUID.randomUUID()), NewProject.named(name), owner.id()));
    }

    private void delete(Actor.User owner, ProjectId id) {
        work().run(owner, tx -> {
            Project project = tx.projects().find(id).orElseThrow().project();
            tx.projects().update(project.withStatus(ProjectStatus.DELETED));
        });
    }

    private static ProjectQuery owned(UserId owner) {
        return new ProjectQuery(null, null, owner, null, ProjectQuery.Sort.CREATED_AT, false);
    }

    private static ProjectQuery searched(UserId owner, String text) {
        return new ProjectQuery(null, null, owner, text, ProjectQuery.Sort.CREATED_AT, false);
    }

    private Page<ProjectAccess> list(Actor actor, ProjectQuery query, Page.Request page) {
        return work().in(actor, tx -> tx.projects().list(query, page));
    }

    private List<ProjectId> ids(Actor actor, ProjectQuery query) {
        return list(actor, query, Page.Request.first()).items().stream()
                .map(access -> access.project().id())
                .toList();
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
