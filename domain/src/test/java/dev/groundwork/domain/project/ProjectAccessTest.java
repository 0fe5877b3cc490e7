package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.groundwork.domain.session.SessionHandle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everybody, every status, every visibility, every right: as the table says that PostgreSQL's policies are held to as well. */
class ProjectAccessTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Origin ORIGIN = Origin.internal("test");
    private static final List<Line> TABLE = Line.all();

    static Stream<Arguments> everyCase() {
        return TABLE.stream()
                .map(Line::who)
                .distinct()
                .flatMap(who -> Stream.of(ProjectStatus.values())
                        .flatMap(status -> Stream.of(Visibility.values())
                                .map(visibility -> Arguments.of(who, status, visibility))));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void readsWhatTheTableSays(String who, ProjectStatus status, Visibility visibility) {
        ProjectAccess access = access(who, status, visibility);
        Set<String> allowed = allowed(who, status, visibility);
        assertThat(access.mayRead()).isEqualTo(allowed.contains("project"));
        assertThat(access.mayReadHistory()).isEqualTo(allowed.contains("history"));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void mayDoWhatTheTableSaysAndIsToldWhyNot(String who, ProjectStatus status, Visibility visibility) {
        ProjectAccess access = access(who, status, visibility);
        Set<String> allowed = allowed(who, status, visibility);
        for (ProjectRight right : ProjectRight.values()) {
            assertThat(outcome(() -> access.require(right)))
                    .as(right.key())
                    .isEqualTo(expected(who, status, allowed, right.key()));
        }
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void historyIsForMembersAndOthersAreToldWhyNot(String who, ProjectStatus status, Visibility visibility) {
        Set<String> allowed = allowed(who, status, visibility);
        assertThat(outcome(access(who, status, visibility)::requireReadHistory))
                .isEqualTo(
                        !allowed.contains("project")
                                ? Refusal.NotFound.class
                                : allowed.contains("history")
                                        ? null
                                        : who.equals("anonymous")
                                                ? Refusal.Unauthenticated.class
                                                : Refusal.Forbidden.class);
    }

    @Test
    void theTableKnowsEverybody() {
        assertThat(TABLE.stream().map(Line::who))
                .contains("anonymous", "stranger", "viewer", "member", "maintainer", "owner", "administrator");
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

    private static @Nullable Class<?> expected(String who, ProjectStatus status, Set<String> allowed, String right) {
        if (!allowed.contains("project")) {
            return Refusal.NotFound.class;
        }
        if (who.equals("anonymous")) {
            return Refusal.Unauthenticated.class;
        }
        if (!allowed.contains(right)) {
            return Refusal.Forbidden.class;
        }
        return status == ProjectStatus.ACTIVE ? null : Refusal.Conflict.class;
    }

    /** The kind of refusal, or null. */
    private static @Nullable Class<?> outcome(Runnable call) {
        try {
            call.run();
            return null;
        } catch (Refused refused) {
            return refused.refusal().getClass();
        }
    }

    private static Set<String> allowed(String who, ProjectStatus status, Visibility visibility) {
        return TABLE.stream()
                .filter(line -> line.who().equals(who) && line.covers(status, visibility))
                .map(Line::allowed)
                .findFirst()
                .orElse(Set.of());
    }

    private static ProjectAccess access(String who, ProjectStatus status, Visibility visibility) {
        Permissions permissions = who.equals("administrator")
                ? new Permissions(List.of(new HeldPermission(Permission.PROJECTS_ADMINISTER, RoleName.ADMIN, null)))
                : Permissions.NONE;
        Actor actor = who.equals("anonymous")
                ? new Actor.Anonymous(ORIGIN)
                : new Actor.User(
                        new UserId(new UUID(0, 1)), new SessionHandle("abcdefghijklmnopqrstuv"), permissions, ORIGIN);
        return ProjectAccess.of(project(status, visibility), actor, membership(who), NOW);
    }

    private static @Nullable Membership membership(String who) {
        return switch (who) {
            case "anonymous", "stranger", "administrator" -> null;
            case "owner" -> Membership.owner();
            case "narrowed" ->
                new Membership(
                        MemberRole.MAINTAINER,
                        Map.of(ProjectRight.TASKS_CREATE, false, ProjectRight.MEMBERS_MANAGE, false));
            case "widened" ->
                new Membership(
                        MemberRole.VIEWER, Map.of(ProjectRight.TASKS_CREATE, true, ProjectRight.MEMBERS_MANAGE, true));
            default -> new Membership(MemberRole.valueOf(who.toUpperCase(Locale.ROOT)), Map.of());
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

    private record Line(String who, Set<String> statuses, Set<String> visibilities, Set<String> allowed) {
        static List<Line> all() {
            try (InputStream table = ProjectAccessTest.class.getResourceAsStream("access.txt")) {
                return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("\\|", 4))
                        .map(columns ->
                                new Line(columns[0].strip(), words(columns[1]), words(columns[2]), words(columns[3])))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean covers(ProjectStatus status, Visibility visibility) {
            return covers(statuses, status) && covers(visibilities, visibility);
        }

        private static boolean covers(Set<String> list, Enum<?> value) {
            return list.contains("*") || list.contains(value.name().toLowerCase(Locale.ROOT));
        }

        private static Set<String> words(String column) {
            return Set.copyOf(Arrays.asList(column.strip().split("[ ,]+")));
        }
    }
}
