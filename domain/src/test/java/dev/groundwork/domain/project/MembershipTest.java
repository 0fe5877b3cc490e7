package dev.groundwork.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusals;
import dev.groundwork.domain.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void needsARoleAlone() {
        assertThat(parse(Map.of("role", "viewer"))).isEqualTo(Membership.as(MemberRole.VIEWER));
    }

    @Test
    void takesWhatWidensAndNarrows() {
        assertThat(parse(
                        Map.of("role", "member", "permissions", Map.of("tasks:create", false, "members:manage", true))))
                .isEqualTo(new Membership(
                        MemberRole.MEMBER,
                        Map.of(ProjectRight.TASKS_CREATE, false, ProjectRight.MEMBERS_MANAGE, true)));
    }

    @Test
    void makesNobodyAnOwner() {
        assertThat(Refusals.violationsOf(() -> parse(Map.of("role", "owner"))))
                .containsExactly(new Violation(
                        "/role", "must be one of viewer, member, maintainer; the owner changes by transfer"));
    }

    @Test
    void isRefusedWithAllThatIsWrongWithIt() {
        assertThat(Refusals.pointersOf(() -> parse(Map.of("permissions", List.of()))))
                .containsExactly("/role", "/permissions");
        assertThat(Refusals.violationsOf(() -> parse(
                        Map.of("role", "member", "permissions", Map.of("project:read", true, "tasks:create", "yes")))))
                .containsExactlyInAnyOrder(
                        new Violation(
                                "/permissions",
                                "must hold nothing but project:update, project:delete, members:manage, tasks:create,"
                                        + " tasks:update, tasks:delete"),
                        new Violation("/permissions/tasks:create", "must be true or false"));
    }

    private static Membership parse(Map<String, Object> members) {
        return Membership.parse(Input.of(members));
    }
}
