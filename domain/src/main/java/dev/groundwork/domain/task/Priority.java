package dev.groundwork.domain.task;

/** How much a task matters, from the least to the most. */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
}
