package dev.groundwork.planted.domain.util;

public final class TaskHelper {
    private TaskHelper() {}
}
