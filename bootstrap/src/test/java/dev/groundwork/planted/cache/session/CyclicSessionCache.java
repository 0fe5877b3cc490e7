package dev.groundwork.planted.cache.session;

import dev.groundwork.planted.cache.task.TaskCache;

public interface CyclicSessionCache {
    TaskCache tasks();
}
