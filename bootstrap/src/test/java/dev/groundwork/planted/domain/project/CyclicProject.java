package dev.groundwork.planted.domain.project;

import dev.groundwork.planted.domain.task.ImpureTask;

public record CyclicProject(ImpureTask task) {}
