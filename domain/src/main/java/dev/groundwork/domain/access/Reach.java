package dev.groundwork.domain.access;

import java.util.Objects;

/**
 * What a credential carries beside permissions.
 *
 * @param account whether it reaches its owner's account: profile, password, sessions, tokens
 * @param projects how far it goes into its owner's projects
 */
public record Reach(boolean account, ProjectReach projects) {
    /** All that the owner may: a session's. */
    public static final Reach WHOLE = new Reach(true, ProjectReach.WRITE);

    public Reach {
        Objects.requireNonNull(projects);
    }

    /** An API token's, which never reaches the account. */
    public static Reach ofToken(ProjectReach projects) {
        return new Reach(false, projects);
    }

    /** How far a credential goes into the projects of its owner. */
    public enum ProjectReach {
        /** Not at all: what nobody signed in may read is all there is. */
        NONE,
        /** What the owner may read. */
        READ,
        /** What the owner may do. */
        WRITE
    }
}
