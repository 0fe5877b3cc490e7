package dev.groundwork.domain.task;

import dev.groundwork.domain.account.Person;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A project's tasks in figures.
 *
 * @param total how many there are
 * @param overdue how many of those that are neither done nor cancelled were due before now
 * @param byStatus every status, those of no task too
 * @param byPriority every priority, those of no task too
 * @param byAssignee the busiest first, then by id; who has no task is left out
 * @param completedPerWeek the oldest week first, of the last {@value #WEEKS}; one in which nothing was completed is left out
 */
public record TaskStats(
        long total,
        long overdue,
        Map<TaskStatus, Long> byStatus,
        Map<Priority, Long> byPriority,
        List<OfAssignee> byAssignee,
        List<OfWeek> completedPerWeek) {
    /** How far back {@code completedPerWeek} goes, this week included. */
    public static final int WEEKS = 52;

    public TaskStats {
        byStatus = Map.copyOf(byStatus);
        byPriority = Map.copyOf(byPriority);
        byAssignee = List.copyOf(byAssignee);
        completedPerWeek = List.copyOf(completedPerWeek);
    }

    /**
     * How many tasks somebody has.
     *
     * @param user null for those that nobody has, which come last
     */
    public record OfAssignee(@Nullable Person user, long count) {}

    /**
     * How many tasks were completed in a week.
     *
     * @param week its Monday, in UTC
     */
    public record OfWeek(LocalDate week, long count) {
        public OfWeek {
            Objects.requireNonNull(week);
        }
    }
}
