package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refusal;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.Violation;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.project.ProjectRight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tasks to be made and changed in one project, all of them or none.
 *
 * @param items in the order given, 1 to {@value #MAX}; no task twice
 */
public record TaskBatch(List<Item> items) {
    public static final int MAX = 500;

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("items");

    /** The members that an item may have. */
    public static final Set<String> ITEM_MEMBERS =
            Stream.concat(NewTask.MEMBERS.stream(), Stream.of("id")).collect(Collectors.toUnmodifiableSet());

    public TaskBatch {
        items = List.copyOf(items);
        if (items.isEmpty() || items.size() > MAX) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX + " items");
        }
    }

    /** One task's part of a batch. */
    public sealed interface Item permits Creation, Alteration {}

    /** A task to be made. */
    public record Creation(NewTask task) implements Item {
        public Creation {
            Objects.requireNonNull(task);
        }
    }

    /** A task to be changed. */
    public record Alteration(TaskId id, TaskChange change) implements Item {
        public Alteration {
            Objects.requireNonNull(id);
            Objects.requireNonNull(change);
        }
    }

    /**
     * Reads a batch; an item with an {@code id} is a change.
     *
     * @throws Refused {@link Refusal.Invalid} with the violations of every item, such as at {@code /items/3/title}
     */
    public static TaskBatch parse(Input input) {
        var items =
                input.required("items", raw -> Input.list(TaskBatch::readItem).read(bounded(raw)));
        input.refuseIfInvalid();
        refuseRepetitions(items.get());
        return new TaskBatch(items.get());
    }

    private static void refuseRepetitions(List<Item> items) {
        Set<TaskId> seen = new HashSet<>();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Alteration alteration && !seen.add(alteration.id())) {
                violations.add(violation(i, "id", "is in this batch twice"));
            }
        }
        if (!violations.isEmpty()) {
            throw new Refused(new Refusal.Invalid(violations));
        }
    }

    private static Object bounded(Object raw) {
        if (raw instanceof List<?> items && (items.isEmpty() || items.size() > MAX)) {
            throw Refused.invalid("must have 1 to " + MAX + " items");
        }
        return raw;
    }

    private static Item readItem(Object raw) {
        if (!(raw instanceof Map<?, ?> members)) {
            throw Refused.invalid("must be an object");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        Input input = Input.of(named);
        if (!named.containsKey("id")) {
            return new Creation(NewTask.parse(input));
        }
        var id = input.required("id", Input.uuid());
        // Refuses whatever is wrong with the id too: it is the same input.
        TaskChange change = TaskChange.parse(input);
        return new Alteration(new TaskId(id.get()), change);
    }

    /** What one needs in the project for the whole of it. */
    public Set<ProjectRight> rights() {
        return items.stream()
                .map(item -> switch (item) {
                    case Creation creation -> ProjectRight.TASKS_CREATE;
                    case Alteration alteration -> ProjectRight.TASKS_UPDATE;
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The tasks that are to be changed. */
    public Set<TaskId> changed() {
        return items.stream()
                .flatMap(item -> item instanceof Alteration alteration ? Stream.of(alteration.id()) : Stream.of())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whom the tasks shall be given to. */
    public Set<UserId> assignees() {
        return items.stream()
                .map(item -> switch (item) {
                    case Creation creation -> creation.task().assignee();
                    case Alteration alteration -> alteration.change().assignee().orElse(null);
                })
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The ids of the tasks in the order of the items; those that are to be made get theirs from the seed, the same each time. */
    public List<TaskId> ids(UUID seed) {
        List<TaskId> ids = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ids.add(
                    switch (items.get(i)) {
                        case Creation creation ->
                            new TaskId(UUID.nameUUIDFromBytes((seed + "/" + i).getBytes(StandardCharsets.UTF_8)));
                        case Alteration alteration -> alteration.id();
                    });
        }
        return ids;
    }

    /** What is wrong with a member of one of the items. */
    public static Violation violation(int item, String member, String detail) {
        return new Violation("", detail)
                .within(member)
                .within(Integer.toString(item))
                .within("items");
    }
}
