package dev.groundwork.domain.access;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Sorting;
import dev.groundwork.domain.Text;
import dev.groundwork.domain.account.UserStatus;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts a list shows, and in which order.
 *
 * @param status null for all but the deleted ones
 * @param role a role that they hold now; null for any
 * @param text what stands anywhere in address, username or names, whatever its case; null for anything
 * @param descending whether the greatest comes first; absent values come last in any case
 */
public record UserQuery(
        @Nullable UserStatus status,
        @Nullable RoleName role,
        @Nullable String text,
        Sort sort,
        boolean descending) {
    /** All accounts, the oldest first. */
    public static final UserQuery ALL = new UserQuery(null, null, null, Sort.CREATED_AT, false);

    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("status", "role", "q", "sort");

    public UserQuery {
        Objects.requireNonNull(sort);
    }

    /** @throws dev.groundwork.domain.Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static UserQuery parse(Input input) {
        var status = input.optional("status", Input.oneOf(UserStatus.class));
        var role = input.optional("role", Input.text(RoleName::parse));
        var text = input.optional("q", Input.text(Text::search));
        var sort = input.optional("sort", Sorting.by(Sort.class), new Sorting<>(ALL.sort(), ALL.descending()));
        input.refuseIfInvalid();
        return new UserQuery(
                status.get(),
                role.get(),
                text.get(),
                sort.get().field(),
                sort.get().descending());
    }

    /** What a list goes by; ties break on the order of creation. */
    public enum Sort {
        EMAIL,
        USERNAME,
        CREATED_AT,
        LAST_LOGIN_AT
    }
}
