package dev.groundwork.planted.application.project;

import dev.groundwork.planted.application.task.TaskStore;

public record CyclicProjects(TaskStore tasks) {}
