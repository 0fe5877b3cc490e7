package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.Reach;
import dev.groundwork.domain.access.Reach.ProjectReach;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an API token may do with its owner's projects. */
class ProjectAccessByTokenTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Permissions ADMINISTERS =
            new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, null)));

    @Test
    void seesWhatNobodySignedInWouldSeeWhereItDoesNotReachProjects() {
        Actor.User token = token(ProjectReach.NONE, ADMINISTERS);

        assertThat(access(Visibility.PRIVATE, token, Membership.owner()).mayRead())
                .isFalse();
        assertThat(access(Visibility.INTERNAL, token, Membership.owner()).mayRead())
                .isFalse();
        ProjectAccess open = access(Visibility.PUBLIC, token, Membership.owner());
        assertThat(open.mayRead()).isTrue();
        assertThat(open.mayReadHistory()).isFalse();
        assertRefused(Refusal.Forbidden.class, () -> open.require(ProjectRight.TASKS_CREATE));
        assertRefused(
                Refusal.NotFound.class,
                () -> access(Visibility.PRIVATE, token, Membership.owner()).require(ProjectRight.TASKS_CREATE));
    }

    @Test
    void readsAndWritesNothingWhereItWasMadeToRead() {
        Actor.User token = token(ProjectReach.READ, Permissions.NONE);
        ProjectAccess access = access(Visibility.PRIVATE, token, Membership.owner());

        assertThat(access.mayRead()).isTrue();
        assertThat(access.mayReadHistory()).isTrue();
        assertThat(access(Visibility.INTERNAL, token, null).mayRead()).isTrue();
        assertThat(access(Visibility.PRIVATE, token, null).mayRead()).isFalse();
        for (ProjectRight right : ProjectRight.values()) {
            assertRefused(Refusal.Forbidden.class, () -> access.require(right));
        }
        assertRefused(Refusal.Forbidden.class, () -> ProjectAccess.requireWritable(token));
    }

    @Test
    void doesWhatItsOwnerMayWhereItWasMadeToWrite() {
        Actor.User token = token(ProjectReach.WRITE, Permissions.NONE);

        access(Visibility.PRIVATE, token, Membership.owner()).require(ProjectRight.PROJECT_DELETE);
        assertRefused(
                Refusal.Forbidden.class,
                () -> access(Visibility.INTERNAL, token, null).require(ProjectRight.TASKS_CREATE));
    }

    @Test
    void administersOnlyWhereItCarriesThePermissionToo() {
        assertThat(access(Visibility.PRIVATE, token(ProjectReach.READ, ADMINISTERS), null)
                        .mayRead())
                .isTrue();
        assertThat(access(Visibility.PRIVATE, token(ProjectReach.READ, Permissions.NONE), null)
                        .mayRead())
                .isFalse();
    }

    private static Actor.User token(ProjectReach projects, Permissions permissions) {
        return new Actor.User(
                new UserId(UUID.randomUUID()),
                new SessionHandle("A".repeat(22)),
                permissions,
                Reach.ofToken(projects),
                Origin.internal("r"));
    }

    private static ProjectAccess access(Visibility visibility, Actor actor, @Nullable Membership membership) {
        Project project = new Project(
                new ProjectId(UUID.randomUUID()),
                "Engine",
                null,
                null,
                ProjectStatus.ACTIVE,
                visibility,
                JsonObject.EMPTY,
                new Revision(NOW, NOW, 1));
        return ProjectAccess.of(project, actor, membership, NOW);
    }

    private static void assertRefused(Class<? extends Refusal> kind, ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isInstanceOf(kind));
    }
}
