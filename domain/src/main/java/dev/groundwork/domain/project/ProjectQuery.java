package dev.groundwork.domain.project;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Sorting;
import dev.groundwork.domain.Text;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.account.UserId;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which projects a list shows, of those that whoever asks may see, and in which order.
 *
 * @param status null for all but the deleted ones
 * @param visibility null for any
 * @param owner null for anybody's
 * @param text what stands anywhere in the name, whatever its case; null for anything
 * @param descending whether the greatest comes first
 */
public record ProjectQuery(
        @Nullable ProjectStatus status,
        @Nullable Visibility visibility,
        @Nullable UserId owner,
        @Nullable String text,
        Sort sort,
        boolean descending) {
    /** All of them, the oldest first. */
    public static final ProjectQuery ALL = new ProjectQuery(null, null, null, null, Sort.CREATED_AT, false);

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("status", "visibility", "owner", "q", "sort");

    public ProjectQuery {
        Objects.requireNonNull(sort);
    }

    /**
     * @param reader whom {@code me} means as an owner
     * @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation; unauthenticated
     *     where {@code me} is nobody
     */
    public static ProjectQuery parse(Input input, Actor reader) {
        var status = input.optional("status", Input.oneOf(ProjectStatus.class));
        var visibility = input.optional("visibility", Input.oneOf(Visibility.class));
        var owner = input.optional("owner", reader.someone());
        var text = input.optional("q", Input.text(Text::search));
        var sort = input.optional("sort", Sorting.by(Sort.class), new Sorting<>(ALL.sort(), ALL.descending()));
        input.refuseIfInvalid();
        return new ProjectQuery(
                status.get(),
                visibility.get(),
                owner.get(),
                text.get(),
                sort.get().field(),
                sort.get().descending());
    }

    /** What a list goes by; ties break on the order of creation. */
    public enum Sort {
        /** By code point. */
        NAME,
        CREATED_AT,
        UPDATED_AT
    }
}
