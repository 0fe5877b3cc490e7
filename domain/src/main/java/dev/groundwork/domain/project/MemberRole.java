package dev.groundwork.domain.project;

import static dev.groundwork.domain.project.ProjectRight.MEMBERS_MANAGE;
import static dev.groundwork.domain.project.ProjectRight.PROJECT_DELETE;
import static dev.groundwork.domain.project.ProjectRight.PROJECT_UPDATE;
import static dev.groundwork.domain.project.ProjectRight.TASKS_CREATE;
import static dev.groundwork.domain.project.ProjectRight.TASKS_DELETE;
import static dev.groundwork.domain.project.ProjectRight.TASKS_UPDATE;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;
import java.util.Set;

/** What a member is in a project; each role holds the rights of those before it. */
public enum MemberRole {
    VIEWER(Set.of()),
    MEMBER(Set.of(TASKS_CREATE, TASKS_UPDATE, TASKS_DELETE)),
    MAINTAINER(Set.of(TASKS_CREATE, TASKS_UPDATE, TASKS_DELETE, PROJECT_UPDATE, MEMBERS_MANAGE)),
    /** Exactly one; removed only by transfer. */
    OWNER(Set.of(TASKS_CREATE, TASKS_UPDATE, TASKS_DELETE, PROJECT_UPDATE, MEMBERS_MANAGE, PROJECT_DELETE));

    @SuppressWarnings("ImmutableEnumChecker") // only ever a Set.of
    private final Set<ProjectRight> rights;

    MemberRole(Set<ProjectRight> rights) {
        this.rights = rights;
    }

    /** What the role allows before a member's own permissions widen or narrow it. */
    public Set<ProjectRight> rights() {
        return rights;
    }

    /** Reads a role that a member can be given; there is one owner, by transfer. */
    public static Input.Reader<MemberRole> belowOwner() {
        return raw -> {
            MemberRole role = Input.oneOf(MemberRole.class).read(raw);
            if (role == OWNER) {
                throw Refused.invalid("must be one of viewer, member, maintainer; the owner changes by transfer");
            }
            return role;
        };
    }
}
