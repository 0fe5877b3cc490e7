package dev.groundwork.planted.bootstrap;

import dev.groundwork.planted.openfeature.Contexts;
import dev.groundwork.planted.persistence.task.JooqTaskStore;
import dev.groundwork.planted.web.task.TaskHandler;
import dev.openfeature.sdk.FeatureProvider;

public record Server(JooqTaskStore store, TaskHandler handler, Contexts contexts, FeatureProvider provider) {}
