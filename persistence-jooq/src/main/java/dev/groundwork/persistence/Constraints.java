package dev.groundwork.persistence;

import dev.groundwork.application.Overtaken;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which of the schema's constraints a failed statement broke; a store translates those that mean a refusal. */
public final class Constraints {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private Constraints() {}

    /** Whether this constraint, or unique index, was broken. */
    public static boolean broke(DataAccessException failure, String constraint) {
        @Nullable PSQLException cause = failure.getCause(PSQLException.class);
        @Nullable ServerErrorMessage message = cause == null ? null : cause.getServerErrorMessage();
        return message != null && constraint.equals(message.getConstraint());
    }

    /**
     * Runs a change that was found to be allowed a moment ago. Where row-level security refuses it all the same, the right went in
     * between.
     *
     * @throws Overtaken then, so that the unit decides anew on what is now true
     */
    public static <T> T rightsHeld(Supplier<T> change) {
        try {
            return change.get();
        } catch (DataAccessException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.sqlState())) {
                throw new Overtaken("the right to change this was lost just now");
            }
            throw e;
        }
    }
}
