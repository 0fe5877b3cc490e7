package dev.groundwork.domain.project;

import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /**
     * Reads what widens (true) or narrows (false) a member's role, by {@link #key()}.
     *
     * @throws Refused {@link Refusal.Invalid} where it is no object, holds what is no right, or a value that is neither
     */
    public static Map<ProjectRight, Boolean> readPermissions(Object raw) {
        if (!(raw instanceof Map<?, ?> members)) {
            throw Refused.invalid("must be an object");
        }
        Map<ProjectRight, Boolean> permissions = new EnumMap<>(ProjectRight.class);
        List<Violation> violations = new ArrayList<>();
        members.forEach((key, value) -> {
            Optional<ProjectRight> right = of(String.valueOf(key));
            if (right.isEmpty()) {
                violations.add(new Violation("", "must hold nothing but " + keys()));
            } else if (value instanceof Boolean given) {
                permissions.put(right.get(), given);
            } else {
                violations.add(new Violation("", "must be true or false").within(right.get().key));
            }
        });
        if (!violations.isEmpty()) {
            throw new Refused(new Refusal.Invalid(violations.stream().distinct().toList()));
        }
        return permissions;
    }

    private static String keys() {
        return Arrays.stream(values()).map(ProjectRight::key).collect(Collectors.joining(", "));
    }
}
