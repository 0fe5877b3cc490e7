package dev.groundwork.domain.project;

/** Where a project stands. */
public enum ProjectStatus {
    ACTIVE,
    /** Nothing but the status may change. */
    ARCHIVED,
    /** Gone for all but its owner and {@code projects:administer}. */
    DELETED
}
