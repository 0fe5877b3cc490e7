package dev.groundwork.domain.project;

/** Who may read a project, its tasks and its figures, members aside. */
public enum Visibility {
    /** Nobody else. */
    PRIVATE,
    /** Whoever is signed in. */
    INTERNAL,
    /** Everybody. */
    PUBLIC
}
