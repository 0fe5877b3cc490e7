package dev.groundwork.domain.task;

import java.util.Objects;
import java.util.UUID;

/** A task's public id. */
public record TaskId(UUID value) {
    public TaskId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
