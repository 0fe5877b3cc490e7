package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;

/** Where a project stands. */
public enum ProjectStatus {
    ACTIVE,
    /** Nothing but the status may change. */
    ARCHIVED,
    /** Gone for all but its owner and {@code projects:administer}. */
    DELETED;

    /** Reads a status that a project can be given; deleting is a command of its own. */
    public static Input.Reader<ProjectStatus> notDeleted() {
        return raw -> {
            ProjectStatus status = Input.oneOf(ProjectStatus.class).read(raw);
            if (status == DELETED) {
                throw Refused.invalid("must be one of active, archived; DELETE deletes a project");
            }
            return status;
        };
    }
}
