package dev.groundwork.persistence;

import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which of the schema's constraints a failed statement broke; a store translates those that mean a refusal. */
public final class Constraints {
    private Constraints() {}

    /** Whether this constraint, or unique index, was broken. */
    public static boolean broke(DataAccessException failure, String constraint) {
        @Nullable PSQLException cause = failure.getCause(PSQLException.class);
        @Nullable ServerErrorMessage message = cause == null ? null : cause.getServerErrorMessage();
        return message != null && constraint.equals(message.getConstraint());
    }
}
