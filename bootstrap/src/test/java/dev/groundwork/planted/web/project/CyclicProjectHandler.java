package dev.groundwork.planted.web.project;

import dev.groundwork.planted.web.task.TaskHandler;

public interface CyclicProjectHandler {
    TaskHandler tasks();
}
