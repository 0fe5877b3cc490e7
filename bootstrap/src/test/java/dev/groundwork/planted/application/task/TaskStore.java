package dev.groundwork.planted.application.task;

import dev.groundwork.planted.application.project.CyclicProjects;
import dev.groundwork.planted.web.task.TaskHandler;

public interface TaskStore {
    void serve(TaskHandler handler, CyclicProjects projects);
}
