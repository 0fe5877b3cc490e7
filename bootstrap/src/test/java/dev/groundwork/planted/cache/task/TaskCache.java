package dev.groundwork.planted.cache.task;

import dev.groundwork.planted.cache.session.CyclicSessionCache;

public interface TaskCache {
    CyclicSessionCache sessions();
}
