package dev.groundwork.planted.bootstrap;

import dev.groundwork.planted.persistence.task.JooqTaskStore;
import dev.groundwork.planted.web.task.TaskHandler;

public record Server(JooqTaskStore store, TaskHandler handler) {}
