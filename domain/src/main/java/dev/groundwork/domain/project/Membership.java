package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one person is in one project.
 *
 * @param permissions widens (true) or narrows (false) the role for this person
 */
public record Membership(MemberRole role, Map<ProjectRight, Boolean> permissions) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("role", "permissions");

    public Membership {
        Objects.requireNonNull(role);
        permissions = Map.copyOf(permissions);
    }

    /** The membership of whoever made or took over the project. */
    public static Membership owner() {
        return new Membership(MemberRole.OWNER, Map.of());
    }

    /** A membership with nothing but its role. */
    public static Membership as(MemberRole role) {
        return new Membership(role, Map.of());
    }

    /**
     * What a member is to be, never the owner.
     *
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation
     */
    public static Membership parse(Input input) {
        var role = input.required("role", MemberRole.belowOwner());
        Input.Reader<Map<ProjectRight, Boolean>> rights = ProjectRight::readPermissions;
        var permissions = input.optional("permissions", rights, Map.of());
        input.refuseIfInvalid();
        return new Membership(role.get(), permissions.get());
    }

    /** Whether it is the owner's. */
    public boolean isOwners() {
        return role == MemberRole.OWNER;
    }

    /** Whether the person has this right. */
    public boolean grants(ProjectRight right) {
        return permissions.getOrDefault(right, role.rights().contains(right));
    }
}
