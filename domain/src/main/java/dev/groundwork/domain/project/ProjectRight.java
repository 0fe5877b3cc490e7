package dev.groundwork.domain.project;

import java.util.Optional;

/** What a member may be allowed or denied in one project, beyond reading it. */
public enum ProjectRight {
    PROJECT_UPDATE("project:update"),
    PROJECT_DELETE("project:delete"),
    MEMBERS_MANAGE("members:manage"),
    TASKS_CREATE("tasks:create"),
    TASKS_UPDATE("tasks:update"),
    TASKS_DELETE("tasks:delete");

    private final String key;

    ProjectRight(String key) {
        this.key = key;
    }

    /** Its name in a member's {@code permissions}. */
    public String key() {
        return key;
    }

    /** The right of that name; empty where there is none. */
    public static Optional<ProjectRight> of(String key) {
        for (ProjectRight right : values()) {
            if (right.key.equals(key)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}
