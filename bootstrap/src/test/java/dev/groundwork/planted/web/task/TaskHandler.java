package dev.groundwork.planted.web.task;

import dev.groundwork.planted.application.task.TaskStore;
import dev.groundwork.planted.cache.task.TaskCache;
import dev.groundwork.planted.web.project.CyclicProjectHandler;
import org.jooq.DSLContext;

public interface TaskHandler {
    void handle(TaskStore store, TaskCache cache, CyclicProjectHandler projects, DSLContext sql);
}
