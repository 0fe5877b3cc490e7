package dev.groundwork.planted.domain.task;

import dev.groundwork.planted.domain.project.CyclicProject;
import dev.groundwork.planted.persistence.JooqPersistence;
import java.time.Instant;

public class ImpureTask {
    private Instant changedInPlace = Instant.now();

    public void change(CyclicProject project, JooqPersistence persistence) {
        System.out.println(project.toString() + persistence);
        changedInPlace = Instant.now();
    }

    public Instant changed() {
        return changedInPlace;
    }
}
