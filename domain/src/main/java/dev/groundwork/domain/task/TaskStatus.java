package dev.groundwork.domain.task;

/** How far a task has come; any status may follow any other. */
public enum TaskStatus {
    TODO,
    IN_PROGRESS,
    DONE,
    CANCELLED
}
