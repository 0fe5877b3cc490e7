package dev.groundwork.domain.task;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Sorting;
import dev.groundwork.domain.Text;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list shows, of those that whoever asks may see, and in which order.
 *
 * @param labels all of which a task must have
 * @param text what stands anywhere in the title, whatever its case; null for anything
 * @param descending whether the greatest comes first; absent values come last in any case
 */
public record TaskQuery(
        Progress progress,
        People people,
        Labels labels,
        Due due,
        @Nullable String text,
        Sort sort,
        boolean descending) {
    /** All of them, the oldest first. */
    public static final TaskQuery ALL = new TaskQuery(
            new Progress(null, null),
            new People(null, null),
            Labels.NONE,
            new Due(null, null),
            null,
            Sort.CREATED_AT,
            false);

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS =
            Set.of("status", "priority", "assignee", "creator", "label", "dueAfter", "dueBefore", "q", "sort");

    /** The one of {@link #MEMBERS} that may come several times. */
    public static final String REPEATABLE = "label";

    public TaskQuery {
        Objects.requireNonNull(progress);
        Objects.requireNonNull(people);
        Objects.requireNonNull(labels);
        Objects.requireNonNull(due);
        Objects.requireNonNull(sort);
    }

    /**
     * How far, and how pressing.
     *
     * @param status null for any
     * @param priority null for any
     */
    public record Progress(
            @Nullable TaskStatus status, @Nullable Priority priority) {}

    /**
     * Whose.
     *
     * @param assignee null for anybody's and nobody's
     * @param creator null for anybody's
     */
    public record People(
            @Nullable UserId assignee, @Nullable UserId creator) {}

    /**
     * When it is due. A task without a due date is due neither after nor before any moment.
     *
     * @param after the first moment that counts; null for any
     * @param before the first that does not count any more; null for any
     */
    public record Due(@Nullable Instant after, @Nullable Instant before) {
        /** Whether a task that is due then is shown. */
        public boolean includes(@Nullable Instant due) {
            return (after == null || (due != null && !due.isBefore(after)))
                    && (before == null || (due != null && due.isBefore(before)));
        }
    }

    /**
     * @param reader whom {@code me} means
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation; unauthenticated
     *     where {@code me} is nobody
     */
    public static TaskQuery parse(Input input, Actor reader) {
        var status = input.optional("status", Input.oneOf(TaskStatus.class));
        var priority = input.optional("priority", Input.oneOf(Priority.class));
        var assignee = input.optional("assignee", reader.someone());
        var creator = input.optional("creator", reader.someone());
        var labels = input.optional(REPEATABLE, Labels::read, Labels.NONE);
        var dueAfter = input.optional("dueAfter", Input.instant());
        var dueBefore = input.optional("dueBefore", Input.instant());
        var text = input.optional("q", Input.text(Text::search));
        var sort = input.optional("sort", Sorting.by(Sort.class), new Sorting<>(ALL.sort(), ALL.descending()));
        input.refuseIfInvalid();
        return new TaskQuery(
                new Progress(status.get(), priority.get()),
                new People(assignee.get(), creator.get()),
                labels.get(),
                new Due(dueAfter.get(), dueBefore.get()),
                text.get(),
                sort.get().field(),
                sort.get().descending());
    }

    /** What a list goes by; ties break on the order of creation. */
    public enum Sort {
        /** By code point. */
        TITLE,
        /** By rank, {@link Priority#LOW} being the least. */
        PRIORITY,
        DUE_DATE,
        CREATED_AT,
        UPDATED_AT
    }
}
