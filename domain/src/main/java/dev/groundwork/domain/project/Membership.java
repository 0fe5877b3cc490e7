package dev.groundwork.domain.project;

import java.util.Map;
import java.util.Objects;

/**
 * What one person is in one project.
 *
 * @param permissions widens (true) or narrows (false) the role for this person
 */
public record Membership(MemberRole role, Map<ProjectRight, Boolean> permissions) {
    public Membership {
        Objects.requireNonNull(role);
        permissions = Map.copyOf(permissions);
    }

    /** The membership of whoever made or took over the project. */
    public static Membership owner() {
        return new Membership(MemberRole.OWNER, Map.of());
    }

    /** Whether the person has this right. */
    public boolean grants(ProjectRight right) {
        return permissions.getOrDefault(right, role.rights().contains(right));
    }
}
