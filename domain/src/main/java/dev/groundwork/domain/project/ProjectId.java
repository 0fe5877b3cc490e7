package dev.groundwork.domain.project;

import java.util.Objects;
import java.util.UUID;

/** A project's public id. */
public record ProjectId(UUID value) {
    public ProjectId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
