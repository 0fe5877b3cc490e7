package dev.groundwork.domain.access;

import dev.groundwork.domain.account.UserStatus;
import java.util.Objects;
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

    public UserQuery {
        Objects.requireNonNull(sort);
    }

    /** What a list goes by; ties break on the order of creation. */
    public enum Sort {
        EMAIL,
        USERNAME,
        CREATED_AT,
        LAST_LOGIN_AT
    }
}
