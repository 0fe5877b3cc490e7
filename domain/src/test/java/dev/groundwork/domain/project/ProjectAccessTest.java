package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Change;
import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.AccessTable.Cell;
import dev.groundwork.domain.project.AccessTable.Outcome;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the one table says, in all its cells. */
class ProjectAccessTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Origin ORIGIN = Origin.internal("test");
    private static final UserId ME = new UserId(new UUID(0, 1));

    static Stream<Cell> cells() {
        return AccessTable.cells();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void decidesAsTheTableSays(Cell cell) {
        ProjectAccess access = access(cell);
        switch (cell.action()) {
            case "project" -> assertThat(access.mayRead()).isEqualTo(cell.isDone());
            case "history" -> assertThat(access.mayReadHistory()).isEqualTo(cell.isDone());
            default -> {}
        }
        assertThat(outcome(() -> attempt(access, cell))).isEqualTo(cell.outcome());
    }

    @Test
    void theTableHas1122Cells() {
        assertThat(AccessTable.cells()).hasSize(1122);
        assertThat(AccessTable.everybody())
                .contains("anonymous", "stranger", "viewer", "member", "maintainer", "owner", "administrator");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void tellsWhatIsDoneByAdministeringAlone(Cell cell) {
        ProjectAccess access = access(cell);
        boolean open = cell.visibility().equals("public") || cell.visibility().equals("internal");
        if (cell.who().equals("administrator")) {
            assertThat(access.readsByAdministering())
                    .isEqualTo(!open || cell.status().equals("deleted"));
            assertThat(access.readsHistoryByAdministering()).isTrue();
        } else {
            assertThat(access.readsByAdministering()).isFalse();
            assertThat(access.readsHistoryByAdministering()).isFalse();
        }
        if (cell.isDone()
                && Set.of("archive", "transfer", "project:delete", "restore").contains(cell.action())) {
            assertThat(use(access, cell) != null).isEqualTo(cell.who().equals("administrator"));
        }
    }

    private static void attempt(ProjectAccess access, Cell cell) {
        switch (cell.action()) {
            case "project" -> access.requireRead();
            case "history" -> access.requireReadHistory();
            case "project:update" -> access.requireChange(renaming(access.project()));
            case "members:manage" -> access.requireGive(Membership.as(MemberRole.VIEWER), null);
            case "leave" -> access.requireRemove(ME, access.membership());
            case "archive", "transfer", "project:delete", "restore" -> use(access, cell);
            default -> access.require(ProjectRight.of(cell.action()).orElseThrow());
        }
    }

    private static @Nullable AdministrativeUse use(ProjectAccess access, Cell cell) {
        return switch (cell.action()) {
            case "archive" ->
                access.requireChange(ProjectChange.to(other(access.project()))).use();
            case "transfer" -> access.requireTransfer().use();
            case "project:delete" -> access.requireDelete().use();
            case "restore" ->
                access.requireChange(ProjectChange.to(ProjectStatus.ACTIVE)).use();
            default -> throw new IllegalArgumentException(cell.action());
        };
    }

    /** Into the archive, or out of it. */
    private static ProjectStatus other(Project project) {
        return project.status() == ProjectStatus.ARCHIVED ? ProjectStatus.ACTIVE : ProjectStatus.ARCHIVED;
    }

    private static ProjectChange renaming(Project project) {
        return new ProjectChange(Change.to(project.name() + "!"), Change.none(), Change.none(), Change.none(), null);
    }

    @Test
    void administeringEndsWithTheGrant() {
        Permissions permissions =
                new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, NOW)));
        Actor actor = new Actor.User(
                new UserId(new UUID(0, 1)), new SessionHandle("abcdefghijklmnopqrstuv"), permissions, ORIGIN);
        Project project = project(ProjectStatus.ACTIVE, Visibility.PRIVATE);
        assertThat(ProjectAccess.of(project, actor, null, NOW.minusMillis(1)).mayRead())
                .isTrue();
        assertThat(ProjectAccess.of(project, actor, null, NOW).mayRead()).isFalse();
    }

    @Test
    void eachRoleHoldsTheRightsOfThoseBeforeIt() {
        MemberRole[] roles = MemberRole.values();
        for (int i = 1; i < roles.length; i++) {
            assertThat(roles[i].rights()).containsAll(roles[i - 1].rights());
        }
    }

    @Test
    void aMembersPermissionsWidenAndNarrowTheRole() {
        Membership membership = new Membership(
                MemberRole.MEMBER, Map.of(ProjectRight.TASKS_DELETE, false, ProjectRight.MEMBERS_MANAGE, true));
        assertThat(membership.grants(ProjectRight.TASKS_DELETE)).isFalse();
        assertThat(membership.grants(ProjectRight.MEMBERS_MANAGE)).isTrue();
        assertThat(membership.grants(ProjectRight.TASKS_CREATE)).isTrue();
        assertThat(membership.grants(ProjectRight.PROJECT_UPDATE)).isFalse();
    }

    @Test
    void aRightIsFoundByItsName() {
        for (ProjectRight right : ProjectRight.values()) {
            assertThat(ProjectRight.of(right.key())).contains(right);
        }
        assertThat(ProjectRight.of("project:read")).isEmpty();
    }

    @Test
    void nothingButTheStatusOfAnArchivedProjectChanges() {
        ProjectAccess access = of(ProjectStatus.ARCHIVED, Membership.owner());
        ProjectChange back = ProjectChange.to(ProjectStatus.ACTIVE);
        assertThat(access.requireChange(back).project().status()).isEqualTo(ProjectStatus.ACTIVE);
        ProjectChange more = new ProjectChange(
                Change.to("Another"), Change.none(), Change.to(ProjectStatus.ACTIVE), Change.none(), null);
        assertThat(outcome(() -> access.requireChange(more))).isEqualTo(Outcome.CONFLICT);
        ProjectChange same = new ProjectChange(
                Change.to("Engine"), Change.none(), Change.to(ProjectStatus.ACTIVE), Change.none(), JsonObject.EMPTY);
        assertThat(access.requireChange(same).project().status())
                .as("what is as it was is no change")
                .isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void nothingButRestoringWorksOnADeletedProject() {
        ProjectAccess access = of(ProjectStatus.DELETED, Membership.owner());
        for (ProjectChange change : List.of(
                ProjectChange.parse(Input.of(Map.of())),
                ProjectChange.to(ProjectStatus.ARCHIVED),
                new ProjectChange(
                        Change.to("Another"), Change.none(), Change.to(ProjectStatus.ACTIVE), Change.none(), null))) {
            assertThat(outcome(() -> access.requireChange(change))).isEqualTo(Outcome.CONFLICT);
        }
    }

    @Test
    void administeringChangesTheStatusAndNothingElse() {
        ProjectAccess access =
                ProjectAccess.of(project(ProjectStatus.ACTIVE, Visibility.PRIVATE), actor("administrator"), null, NOW);
        ProjectChange both = new ProjectChange(
                Change.to("Another"), Change.none(), Change.to(ProjectStatus.ARCHIVED), Change.none(), null);
        assertThat(outcome(() -> access.requireChange(both))).isEqualTo(Outcome.FORBIDDEN);
        assertThat(access.requireChange(ProjectChange.parse(Input.of(Map.of()))).use())
                .isEqualTo(AdministrativeUse.READ);
    }

    @Test
    void aMemberWhoAdministersActsAsTheMemberTheyAreWhereThatIsEnough() {
        ProjectAccess access = ProjectAccess.of(
                project(ProjectStatus.ACTIVE, Visibility.PRIVATE),
                actor("administrator"),
                Membership.as(MemberRole.MAINTAINER),
                NOW);
        assertThat(access.requireChange(ProjectChange.to(ProjectStatus.ARCHIVED))
                        .use())
                .isNull();
        assertThat(access.requireDelete().use()).isEqualTo(AdministrativeUse.DELETE);
        assertThat(access.readsByAdministering()).isFalse();
    }

    @Test
    void nobodyGivesMoreThanTheyHave() {
        Membership narrowed = new Membership(MemberRole.MAINTAINER, Map.of(ProjectRight.TASKS_DELETE, false));
        ProjectAccess access = of(ProjectStatus.ACTIVE, narrowed);
        for (MemberRole role : List.of(MemberRole.MEMBER, MemberRole.MAINTAINER)) {
            assertThat(outcome(() -> access.requireGive(Membership.as(role), null)))
                    .isEqualTo(Outcome.FORBIDDEN);
            access.requireGive(new Membership(role, Map.of(ProjectRight.TASKS_DELETE, false)), null);
        }
        Membership deleting = new Membership(MemberRole.VIEWER, Map.of(ProjectRight.PROJECT_DELETE, true));
        assertThat(outcome(() -> access.requireGive(deleting, null))).isEqualTo(Outcome.FORBIDDEN);
        of(ProjectStatus.ACTIVE, Membership.owner()).requireGive(deleting, null);
    }

    @Test
    void theOwnerIsNeitherChangedNorRemovedNorMadeAsAMember() {
        for (Membership mine : List.of(Membership.owner(), Membership.as(MemberRole.MAINTAINER))) {
            ProjectAccess access = of(ProjectStatus.ACTIVE, mine);
            Membership viewer = Membership.as(MemberRole.VIEWER);
            assertThat(outcome(() -> access.requireGive(viewer, Membership.owner())))
                    .isEqualTo(Outcome.CONFLICT);
            assertThat(outcome(() -> access.requireGive(Membership.owner(), viewer)))
                    .isEqualTo(Outcome.CONFLICT);
            assertThat(outcome(() -> access.requireRemove(ME, Membership.owner())))
                    .isEqualTo(Outcome.CONFLICT);
            assertThat(outcome(() -> access.requireRemove(new UserId(new UUID(0, 9)), Membership.owner())))
                    .isEqualTo(Outcome.CONFLICT);
        }
    }

    @Test
    void takingSomebodyElseOutNeedsTheRight() {
        UserId other = new UserId(new UUID(0, 9));
        Membership viewer = Membership.as(MemberRole.VIEWER);
        assertThat(outcome(() -> of(ProjectStatus.ACTIVE, Membership.as(MemberRole.MEMBER))
                        .requireRemove(other, viewer)))
                .isEqualTo(Outcome.FORBIDDEN);
        assertThat(outcome(() -> of(ProjectStatus.ARCHIVED, Membership.owner()).requireRemove(other, viewer)))
                .isEqualTo(Outcome.CONFLICT);
        of(ProjectStatus.ACTIVE, Membership.as(MemberRole.MAINTAINER)).requireRemove(other, viewer);
    }

    private static Outcome outcome(Runnable call) {
        try {
            call.run();
            return Outcome.DONE;
        } catch (Refused refused) {
            return switch (refused.refusal()) {
                case Refusal.NotFound none -> Outcome.NOT_FOUND;
                case Refusal.Unauthenticated signedOut -> Outcome.UNAUTHENTICATED;
                case Refusal.Forbidden known -> Outcome.FORBIDDEN;
                case Refusal.Conflict state -> Outcome.CONFLICT;
                default -> throw refused;
            };
        }
    }

    private static ProjectAccess access(Cell cell) {
        Project project = project(
                ProjectStatus.valueOf(cell.status().toUpperCase(Locale.ROOT)),
                Visibility.valueOf(cell.visibility().toUpperCase(Locale.ROOT)));
        return ProjectAccess.of(project, actor(cell.who()), membership(cell.who()), NOW);
    }

    private static ProjectAccess of(ProjectStatus status, Membership mine) {
        return ProjectAccess.of(project(status, Visibility.PRIVATE), actor("somebody"), mine, NOW);
    }

    private static Actor actor(String who) {
        @Nullable Instant end = who.equals("expired") ? NOW : null;
        Permissions permissions = who.equals("administrator") || who.equals("expired")
                ? new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, end)))
                : Permissions.NONE;
        return who.equals("anonymous")
                ? new Actor.Anonymous(ORIGIN)
                : new Actor.User(ME, new SessionHandle("abcdefghijklmnopqrstuv"), permissions, ORIGIN);
    }

    private static @Nullable Membership membership(String who) {
        return switch (who) {
            case "anonymous", "stranger", "administrator", "expired" -> null;
            case "owner" -> Membership.owner();
            case "narrowed" ->
                new Membership(
                        MemberRole.MAINTAINER,
                        Map.of(ProjectRight.TASKS_CREATE, false, ProjectRight.MEMBERS_MANAGE, false));
            case "widened" ->
                new Membership(
                        MemberRole.VIEWER, Map.of(ProjectRight.TASKS_CREATE, true, ProjectRight.MEMBERS_MANAGE, true));
            case "deleter" -> new Membership(MemberRole.MEMBER, Map.of(ProjectRight.PROJECT_DELETE, true));
            default -> Membership.as(MemberRole.valueOf(who.toUpperCase(Locale.ROOT)));
        };
    }

    private static Project project(ProjectStatus status, Visibility visibility) {
        return new Project(
                new ProjectId(new UUID(0, 2)),
                "Engine",
                null,
                null,
                status,
                visibility,
                JsonObject.EMPTY,
                new Revision(NOW, NOW, 1));
    }
}
