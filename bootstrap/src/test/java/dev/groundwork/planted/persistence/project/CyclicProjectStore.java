package dev.groundwork.planted.persistence.project;

import dev.groundwork.planted.persistence.task.JooqTaskStore;

public interface CyclicProjectStore {
    JooqTaskStore tasks();
}
