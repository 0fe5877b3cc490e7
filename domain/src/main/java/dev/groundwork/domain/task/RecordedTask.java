package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Revision;
import dev.groundwork.domain.account.Person;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.audit.Activity;
import dev.groundwork.domain.audit.PastState;
import dev.groundwork.domain.project.ProjectId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the audit trail tells it, field by field.
 *
 * @param fields by API name, as {@link Activity.FieldChange} holds them; a field without a value may
 *     be missing
 */
public record RecordedTask(Map<String, @Nullable Object> fields) {
    public RecordedTask {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The task as it once was. */
    public static RecordedTask of(PastState state) {
        return new RecordedTask(state.fields());
    }

    /** The task as it was before a deletion. */
    public static RecordedTask before(Activity deletion) {
        return new RecordedTask(deletion.before());
    }

    /** The task as it is now, told the same way. */
    public static RecordedTask of(Task task) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("projectId", task.project().toString());
        fields.put("title", task.content().title());
        fields.put("description", task.content().description());
        fields.put("assignee", id(task.assignee()));
        fields.put("creator", id(task.creator()));
        fields.put("status", task.progress().status().name().toLowerCase(Locale.ROOT));
        fields.put("priority", task.content().priority().name().toLowerCase(Locale.ROOT));
        fields.put("labels", task.content().labels().values());
        fields.put("dueDate", text(task.content().dueDate()));
        fields.put("completedAt", text(task.progress().completedAt()));
        return new RecordedTask(fields);
    }

    public ProjectId project() {
        return new ProjectId(UUID.fromString(String.valueOf(fields.get("projectId"))));
    }

    public Task.Content content() {
        return read().content();
    }

    public @Nullable UserId assignee() {
        return read().assignee();
    }

    /** Null where nobody is told of. */
    public @Nullable UserId creator() {
        return fields.get("creator") instanceof String id ? new UserId(UUID.fromString(id)) : null;
    }

    public Task.Progress progress() {
        return progressOf(fields);
    }

    /** What these fields, the status among them, say of the progress. */
    static Task.Progress progressOf(Map<String, @Nullable Object> fields) {
        TaskStatus status = Input.oneOf(TaskStatus.class).read(String.valueOf(fields.get("status")));
        return new Task.Progress(status, fields.get("completedAt") instanceof String at ? Instant.parse(at) : null);
    }

    /** Everybody in it. */
    public Set<UserId> people() {
        Set<UserId> people = new LinkedHashSet<>();
        for (UserId person : new @Nullable UserId[] {assignee(), creator()}) {
            if (person != null) {
                people.add(person);
            }
        }
        return people;
    }

    /** The task that these fields make. */
    public Task toTask(TaskId id, Map<UserId, Person> people, Revision revision) {
        UserId assignee = assignee();
        UserId creator = creator();
        return new Task(
                id,
                project(),
                content(),
                assignee == null ? null : people.get(assignee),
                creator == null ? null : people.get(creator),
                progress(),
                revision);
    }

    /** The trail's words are those of a request. */
    private NewTask read() {
        return NewTask.parse(Input.of(fields));
    }

    private static @Nullable String id(@Nullable Person person) {
        return person == null ? null : person.id().toString();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
