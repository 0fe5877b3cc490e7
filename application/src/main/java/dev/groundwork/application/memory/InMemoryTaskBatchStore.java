package dev.groundwork.application.memory;

import dev.groundwork.application.task.TaskBatchStore;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectId;
import dev.groundwork.domain.task.Task;
import dev.groundwork.domain.task.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

final class InMemoryTaskBatchStore implements TaskBatchStore {
    private final Unit unit;
    private final InMemoryTaskStore tasks;

    InMemoryTaskBatchStore(Unit unit) {
        this.unit = unit;
        this.tasks = new InMemoryTaskStore(unit);
    }

    @Override
    public Map<TaskId, Task> findForUpdate(ProjectId project, Set<TaskId> ids) {
        Map<TaskId, Task> found = new LinkedHashMap<>();
        ids.forEach(id -> tasks.findForUpdate(id)
                .filter(task -> task.project().equals(project))
                .ifPresent(task -> found.put(id, task)));
        return found;
    }

    @Override
    public Set<UserId> members(ProjectId project, Set<UserId> people) {
        return people.stream()
                .filter(person -> unit.tables().members.contains(new StoredMember.Seat(project, person)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Task> write(ProjectId project, UserId creator, List<Written> written) {
        return written.stream()
                .map(task -> task.added()
                        ? tasks.add(task.id(), project, task.draft(), creator)
                        : tasks.update(task.id(), task.draft()))
                .toList();
    }
}
